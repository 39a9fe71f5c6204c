/** Documents are percent-encoded after RFC 3986 in every answer of IAM. */
export function encodeDocument(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
