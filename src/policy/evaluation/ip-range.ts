/** Whether an IP address lies in a range such as `203.0.113.0/24` or `2001:db8::/32`, or is the address itself. */
export function isInRange(address: string, range: string): boolean {
  const [base = '', prefixText, ...rest] = range.split('/');
  const [start, given] = [bitsOf(base), bitsOf(address)];
  if (start === undefined || given === undefined || rest.length > 0 || start.length !== given.length)
    return false;
  if (prefixText === undefined) return start === given;
  const prefix = /^[0-9]{1,3}$/.test(prefixText) ? Number(prefixText) : Number.NaN;
  return prefix <= start.length && start.slice(0, prefix) === given.slice(0, prefix);
}

function bitsOf(address: string): string | undefined {
  return address.includes(':') ? bitsOfV6(address) : bitsOfV4(address);
}

function bitsOfV4(address: string): string | undefined {
  const bytes = address.split('.');
  if (bytes.length !== 4 || !bytes.every((byte) => /^[0-9]{1,3}$/.test(byte) && Number(byte) < 256))
    return undefined;
  return bytes.map((byte) => Number(byte).toString(2).padStart(8, '0')).join('');
}

function bitsOfV6(address: string): string | undefined {
  const halves = address.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0')).join('');
}
