/** Whether two logins are the same. GraphQL names the author of a bot's text without the `[bot]` that REST appends. */
export function sameLogin(a: string, b: string): boolean {
  const plain = (login: string): string => login.toLowerCase().replace(/\[bot\]$/, '');
  return a !== '' && plain(a) === plain(b);
}
