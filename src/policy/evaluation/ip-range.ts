import { BlockList, isIP } from 'node:net';

/**
 * Whether an IP address lies in a range such as `203.0.113.0/24` or `2001:db8::/32`, or is the address itself. Bits of
 * the range beyond its prefix do not count. An IPv4 address is in no IPv6 range, not even as `::ffff:203.0.113.7`.
 */
export function isInRange(address: string, range: string): boolean {
  const [base = '', prefixText, ...rest] = range.split('/');
  const version = isIP(base);
  // A zone such as `%eth0` is of the machine, not of the address.
  if (version === 0 || isIP(address) !== version || rest.length > 0 || `${address}${base}`.includes('%'))
    return false;
  const bits = version === 4 ? 32 : 128;
  const prefix = prefixText ?? String(bits);
  if (!/^[0-9]{1,3}$/.test(prefix) || Number(prefix) > bits) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  return subnetOf(base, Number(prefix), family).check(address, family);
}

// The same few ranges are asked about again and again, and each list is an object of its own outside of the heap.
const SUBNETS = new Map<string, BlockList>();
const MOST_KEPT = 1_000;

function subnetOf(base: string, prefix: number, family: 'ipv4' | 'ipv6'): BlockList {
  const range = `${base}/${prefix}`;
  const known = SUBNETS.get(range);
  if (known !== undefined) return known;
  if (SUBNETS.size >= MOST_KEPT) SUBNETS.clear();
  const list = new BlockList();
  list.addSubnet(base, prefix, family);
  SUBNETS.set(range, list);
  return list;
}
