import { DIGEST_LENGTH, storedDigest } from '../model/digest.ts';

/** What to do in place of an apply that is refused; the last way is an apply that is started by hand, for the digest. */
export function wayOut({ digest }: { readonly digest: string }, instead: string): string {
  return (
    `${instead}; or read the current plan and start the workflow by hand with \`command: apply\` and ` +
    `\`digest: ${storedDigest(digest)}\``
  );
}

/**
 * Whether the `digest` that the workflow was started with names this plan: all the digits that comments hold. Of 16
 * digits a second plan could be made in minutes.
 */
export function namesDigest(given: string, digest: string): boolean {
  const plain = given
    .trim()
    .toLowerCase()
    .replace(/^sha256:/, '');
  return plain.length >= DIGEST_LENGTH && /^[0-9a-f]+$/.test(plain) && digest.startsWith(plain);
}
