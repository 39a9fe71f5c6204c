import { isIPv4, isIPv6 } from 'node:net';

/** Half of an address space or more is no network of one organization. */
const WIDEST = 0.5;

/**
 * Whether address ranges come to a good part of all addresses, one by one or together: `0.0.0.0/0`, and the two halves
 * `0.0.0.0/1` and `128.0.0.0/1`. A value without a certain range is none.
 */
export function coverMostAddresses(values: readonly string[]): boolean {
  return [4, 6].some((family) => shareOf(values.flatMap((value) => blockOf(value, family))) >= WIDEST);
}

/** The beginning of a range, as a part of the whole space, and its length. */
type Block = readonly [start: number, size: number];

function shareOf(blocks: readonly Block[]): number {
  let [end, share] = [0, 0];
  for (const [start, size] of [...blocks].sort(([a], [b]) => a - b)) {
    const from = Math.max(start, end);
    share += Math.max(0, start + size - from);
    end = Math.max(end, start + size);
  }
  return share;
}

const MAYBE_IPV6 = /^[\da-f.]*:[\da-f:.]*$/i;

function blockOf(value: string, family: number): readonly Block[] {
  const [address = '', bits] = value.split('/');
  // No ARN is an address: the expression behind isIPv6 takes 10 ms to compile, a fiftieth of a short run.
  const isAddress = family === 4 ? isIPv4(address) : MAYBE_IPV6.test(address) && isIPv6(address);
  if (!isAddress) return [];
  const length = bits === undefined ? (family === 4 ? 32 : 128) : Number(bits);
  const start = family === 4 ? startOf4(address) : startOf6(address);
  const size = 2 ** -length;
  return Number.isFinite(size) ? [[Math.floor(start / size) * size, size]] : [];
}

function startOf4(address: string): number {
  return address.split('.').reduce((sum, part, index) => sum + Number(part) / 256 ** (index + 1), 0);
}

/** Its first three groups: what is longer than a /48 weighs nothing here. */
function startOf6(address: string): number {
  const [head = ''] = address.split('::');
  const groups = head === '' ? [] : head.split(':').slice(0, 3);
  return groups.reduce((sum, part, index) => sum + Number.parseInt(part, 16) / 65536 ** (index + 1), 0);
}

/** Whether a text is an address, or a range of them. */
export function isRange(value: string): boolean {
  const [address = '', bits, ...more] = value.split('/');
  const family = isIPv4(address) ? 4 : MAYBE_IPV6.test(address) && isIPv6(address) ? 6 : undefined;
  if (family === undefined || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/** Whether all addresses of a range are private (https://www.rfc-editor.org/rfc/rfc1918). */
export function isPrivateRange(value: string): boolean {
  return PRIVATE.some((range) => liesIn(value, range));
}

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

function liesIn(value: string, range: string): boolean {
  const [[start, size] = [], [first = 0, whole = 0] = []] = [blockOf(value, 4)[0], blockOf(range, 4)[0]];
  return start !== undefined && size !== undefined && start >= first && start + size <= first + whole;
}
