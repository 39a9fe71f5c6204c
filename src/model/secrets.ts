/** What may stand in the text of an error of AWS or of the network, and must not get into a comment or a log. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  [/\b(AKIA|ASIA)[A-Z0-9]{12,}\b/g, '$1…'],
  [/\b([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/@"']+@/gi, '$1…@'],
  [
    /((?:aws_)?secret_?access_?key|session_?token|X-Amz-(?:Credential|Signature|Security-Token))(["']?\s*[:=]\s*["']?)[^\s"'&,]+/gi,
    '$1$2…',
  ],
  // An external id in a document that AWS quotes.
  [/(sts:ExternalId\\?["']?\s*[:=]\s*)(\[[^\]]*\]|\\?["'][^"'\\]*\\?["']|[^\s,}]+)/gi, '$1…'],
];

/** A text without access keys, credentials in URLs, and external ids. */
export function withoutSecrets(text: string): string {
  return SECRETS.reduce((masked, [pattern, instead]) => masked.replace(pattern, instead), text);
}
