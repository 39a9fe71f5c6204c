import { isIP } from 'node:net';

/**
 * One spelling of a range of addresses: the bits beyond its prefix are none, a single address has no prefix, and IPv6 is
 * written as RFC 5952 says. What is no range stays as it is.
 */
export function plainRange(text: string): string {
  const [address = '', prefix, ...rest] = text.split('/');
  const family = isIP(address);
  // A zone such as `%eth0` is of the machine, not of the address.
  if (family === 0 || rest.length > 0 || address.includes('%')) return text;
  const bits = family === 4 ? 32 : 128;
  const length = prefix === undefined ? bits : /^[0-9]{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
  if (!(length <= bits)) return text;
  const base =
    family === 4
      ? masked(address.split('.').map(Number), 8, length).join('.')
      : sixOf(masked(groupsOf(address), 16, length));
  return length === bits ? base : `${base}/${length}`;
}

/** The parts of an address of some bits each, with zeros where its prefix ends. */
function masked(parts: readonly number[], width: number, length: number): readonly number[] {
  return parts.map((part, index) => {
    const left = Math.min(Math.max(length - index * width, 0), width);
    const beyond = 2 ** (width - left);
    return part - (part % beyond);
  });
}

/** The eight numbers of an IPv6 address. */
function groupsOf(address: string): readonly number[] {
  const [before, after] = compressed(address)
    .split('::')
    .map((half) => half.split(':').flatMap((group) => (group === '' ? [] : [Number.parseInt(group, 16)])));
  const [start = [], end = []] = [before, after];
  return [...start, ...Array.from({ length: 8 - start.length - end.length }, () => 0), ...end];
}

function sixOf(groups: readonly number[]): string {
  return compressed(groups.map((group) => group.toString(16)).join(':'));
}

/** https://url.spec.whatwg.org/#concept-ipv6-serializer */
function compressed(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

/** One spelling of a decimal number of a size that is not rounded; what is none stays as it is. */
export function plainNumber(text: string): string {
  const isPlain = /^[+-]?[0-9]+(?:\.[0-9]+)?$/.test(text) && text.replace(/\D/g, '').length <= MOST_DIGITS;
  return isPlain ? String(Number(text) + 0) : text;
}

const MOST_DIGITS = 15;
