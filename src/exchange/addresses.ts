import { BlockList, isIP } from 'node:net';

/* Where no message of ours may go: this machine, private and shared networks, links, what carries an IPv4 address inside, and what is no single host. */
const CLOSED_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
const CLOSED_V6 = [
  '::/96',
  '::ffff:0:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];

function closedList(): BlockList {
  const list = new BlockList();
  for (const [ranges, family] of [
    [CLOSED_V4, 'ipv4'],
    [CLOSED_V6, 'ipv6'],
  ] as const)
    for (const range of ranges) {
      const [network = '', prefix] = range.split('/');
      list.addSubnet(network, Number(prefix), family);
    }
  return list;
}

let closed: BlockList | undefined;

/** Whether an IP address lies on the open internet; an IPv4 address written as IPv6 is judged as what it is. False for text that is no address. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  closed ??= closedList();
  return !closed.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** The host of an address without the brackets of IPv6 and without the dot of a full name. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
