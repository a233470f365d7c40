/**
 * Tests which addresses may be read.
 *
 * @module
 */
import { describe, expect, it } from 'vitest';
import { checkUrl, isPublicAddress } from './check-address.ts';

const kindOf = (address: string, rules = {}): string => {
  const checked = checkUrl(address, rules);
  return checked.ok ? 'ok' : checked.failure.kind;
};

/** Loopback, private and metadata addresses in every spelling that a URL allows. */
const PRIVATE = `127.0.0.1 127.1 0x7f.1 0x7f000001 2130706433 017700000001 0177.0.0.1 １２７.0.0.1 127。0。0。1 %31%32%37.0.0.1
  127.0.0.1. 0 0.0.0.0 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 0xa9fea9fe 2852039166 100.64.0.1
  100.100.100.200 192.0.0.192 198.18.0.1 203.0.113.9 224.0.0.1 255.255.255.255 [::1] [::] [::127.0.0.1]
  [::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:a9fe:a9fe] [0:0:0:0:0:ffff:10.0.0.1] [fe80::1] [fec0::1] [fc00::1] [fd00:ec2::254]
  [ff02::1] [64:ff9b::7f00:1] [64:ff9b::a9fe:a9fe] [64:ff9b:1::1] [2002:7f00:1::] [2001::1] [2001:db8::1] [100::1]`;

describe('checkUrl', () => {
  it('refuses private addresses in every spelling', () => {
    for (const host of PRIVATE.trim().split(/\s+/)) {
      for (const scheme of ['http', 'https']) {
        expect([host, kindOf(`${scheme}://${host}/`)]).toEqual([host, 'private-address']);
      }
    }
  });

  it('refuses what is no plain web address', () => {
    for (const address of [
      '',
      'x',
      'file:///etc/passwd',
      'ftp://a.org/',
      'javascript:alert(1)',
      'data:text/html,x',
      'gopher://a.org/',
    ]) {
      expect([address, kindOf(address)]).toEqual([address, 'bad-address']);
    }
    for (const address of [
      'http://user@a.org/',
      'http://user:key@a.org/',
      'http://a.org:8080/',
      'https://a.org:22/',
      'http://[fe80::1%25eth0]/',
    ]) {
      expect([address, kindOf(address)]).toEqual([address, 'bad-address']);
    }
  });

  it('allows public hosts, and lists of hosts', () => {
    for (const address of [
      'http://example.org/',
      'https://EXAMPLE.org./x',
      'http://93.184.215.14/',
      'https://[2606:4700::1111]/',
    ]) {
      expect([address, kindOf(address)]).toEqual([address, 'ok']);
    }
    const rules = { allowHosts: ['*.example.org'], denyHosts: ['bad.example.org'] };
    expect(kindOf('http://www.example.org/', rules)).toBe('ok');
    expect(kindOf('http://example.com/', rules)).toBe('bad-address');
    expect(kindOf('http://BAD.example.org./', rules)).toBe('bad-address');
  });

  it('allows a private address only for the named host and port', () => {
    const rules = { allowPrivate: ['127.0.0.1:8080', '*.test:8080'] };
    expect(kindOf('http://127.0.0.1:8080/', rules)).toBe('ok');
    expect(kindOf('http://2130706433:8080/', rules)).toBe('ok');
    expect(kindOf('http://127.0.0.1/', rules)).toBe('private-address');
    expect(kindOf('http://127.0.0.1:8081/', rules)).toBe('bad-address');
    expect(kindOf('http://127.0.0.2:8080/', rules)).toBe('bad-address');
    expect(checkUrl('http://museum.test:8080/', rules)).toMatchObject({ ok: true, allowPrivate: true });
    expect(checkUrl('http://eviltest:8080/', rules)).toMatchObject({ ok: false });
  });

  it('counts nothing but a plain public IP address as public', () => {
    for (const address of ['', 'localhost', 'fe80::1%eth0', '2606:4700::1%eth0', '1.2.3'])
      expect(isPublicAddress(address)).toBe(false);
    expect(isPublicAddress('8.8.8.8')).toBe(true);
  });
});
