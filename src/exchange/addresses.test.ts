import { describe, expect, it } from 'vitest';
import { isPublicAddress } from './addresses.ts';

describe('an address messages may go to', () => {
  it('lies on the open internet', () => {
    for (const address of [
      '1.1.1.1',
      '8.8.8.8',
      '172.15.255.255',
      '172.32.0.0',
      '192.167.255.255',
      '100.128.0.1',
      '2606:4700::1111',
      '2001:4860:4860::8888',
      '::ffff:1.1.1.1',
    ])
      expect(isPublicAddress(address), address).toBe(true);
  });

  it('is not this machine, a private or shared network, a link, or one that hides an IPv4 address', () => {
    const closed = [
      '0.0.0.0',
      '10.0.0.1',
      '100.64.0.1',
      '127.0.0.1',
      '127.255.255.254',
      '169.254.169.254',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
      '198.18.0.1',
      '224.0.0.1',
      '255.255.255.255',
      '::',
      '::1',
      '::7f00:1',
      '::ffff:127.0.0.1',
      '::ffff:0:7f00:1',
      '::ffff:a9fe:a9fe',
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
      'fc00::1',
      'fd12:3456::1',
      'fe80::1',
      'ff02::1',
      'fec0::1',
      '2001:0:4136:e378:8000:63bf:3fff:fdd2',
      '2001:2::1',
      '192.88.99.1',
    ];
    for (const address of closed) expect(isPublicAddress(address), address).toBe(false);
  });

  it('is an address', () => {
    for (const text of ['', 'example.com', '1.1.1', '2130706433']) expect(isPublicAddress(text), text).toBe(false);
  });
});
