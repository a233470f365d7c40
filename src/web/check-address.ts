/**
 * Which addresses a page reader may connect to. A model, or text on a page, chooses them.
 *
 * @module
 */
import { BlockList, isIP } from 'node:net';
import { failCall, type WebFailure } from './web-tools.ts';

/** Ranges that are not public: this host, private and shared networks, metadata, multicast, reserved, documentation. */
const IPV4 = `0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
  192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4`;

/** As above, and the prefixes that embed IPv4 addresses: compatible, NAT64, 6to4, Teredo. */
const IPV6 = `::/96 ::1/128 ::ffff:0:0:0/96 fc00::/7 fe80::/10 fec0::/10 ff00::/8 2001:db8::/32 2001::/23 100::/64
  64:ff9b::/96 64:ff9b:1::/48 2002::/16 3fff::/20 5f00::/16`;

const BLOCKED = createBlockList();

function createBlockList(): BlockList {
  const list = new BlockList();
  for (const [ranges, family] of [
    [IPV4, 'ipv4'],
    [IPV6, 'ipv6'],
  ] as const) {
    for (const range of ranges.trim().split(/\s+/)) {
      const [network, prefix] = range.split('/') as [string, string];
      list.addSubnet(network, Number(prefix), family);
    }
  }
  return list;
}

/** Returns whether an IP address is public. IPv4 addresses mapped to IPv6 count as IPv4. */
export function isPublicAddress(address: string): boolean {
  const bare = address.replace(/%.*$/, '');
  const family = isIP(bare);
  return family !== 0 && bare === address && !BLOCKED.check(bare, family === 6 ? 'ipv6' : 'ipv4');
}

export interface AddressRules {
  /**
   * Hosts with ports that may be private, such as `127.0.0.1:8080` or `*.test:8080`. Default: none. For tests and
   * for pages of one's own network.
   */
  readonly allowPrivate?: readonly string[];
  /** Ports that may be read, besides those of `allowPrivate`. Default: 80 and 443. */
  readonly ports?: readonly number[];
  /** Hosts that may be read, such as `example.org` or `*.example.org`. Default: all. */
  readonly allowHosts?: readonly string[];
  /** Hosts that may not be read. Default: none. */
  readonly denyHosts?: readonly string[];
}

export type CheckedUrl =
  | { readonly ok: true; readonly url: URL; readonly allowPrivate: boolean }
  | { readonly ok: false; readonly failure: WebFailure };

/**
 * Checks an address before anything is resolved. `URL` turns every spelling of an IPv4 address (`0x7f.1`,
 * `2130706433`, full-width digits) into the usual one.
 */
export function checkUrl(address: string, rules: AddressRules = {}): CheckedUrl {
  const { ports = [80, 443], allowPrivate = [], allowHosts, denyHosts = [] } = rules;
  if (!URL.canParse(address)) return failCall('bad-address', `${quote(address)} is not an address`);
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return failCall('bad-address', `${url.protocol} is not read; only http and https are`);
  if (url.username !== '' || url.password !== '')
    return failCall('bad-address', 'the address holds a user name or a password');
  const host = readHost(url);
  const port = url.port === '' ? (url.protocol === 'http:' ? 80 : 443) : Number(url.port);
  const isPrivateAllowed = allowPrivate.some((pattern) => matchesPlace(pattern, host, port));
  if (!isPrivateAllowed && !ports.includes(port))
    return failCall('bad-address', `port ${port} is not read; allowed are ${ports.join(' and ')}`);
  const listed = (list: readonly string[]): boolean => list.some((pattern) => matchesHost(pattern, host));
  if (listed(denyHosts) || (allowHosts !== undefined && !listed(allowHosts)))
    return failCall('bad-address', `the host ${host} is not allowed`);
  if (isIP(host) !== 0 && !isPrivateAllowed && !isPublicAddress(host))
    return failCall('private-address', `${host} is not a public address`);
  return { ok: true, url, allowPrivate: isPrivateAllowed };
}

/** Returns the host without brackets and without the dot that ends a full name. */
export function readHost({ hostname }: URL): string {
  return hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
}

function matchesPlace(pattern: string, host: string, port: number): boolean {
  const cut = pattern.lastIndexOf(':');
  return pattern.slice(cut + 1) === String(port) && matchesHost(pattern.slice(0, cut), host);
}

function matchesHost(pattern: string, host: string): boolean {
  const name = pattern.toLowerCase().replace(/^\[|\]$/g, '');
  return name.startsWith('*.') ? host.endsWith(name.slice(1)) : host === name;
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 100));
}
