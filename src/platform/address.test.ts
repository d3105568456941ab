import { expect, it } from 'vitest';
import { addressOf } from './address.ts';

const from = (remoteAddress: string | undefined, headers: Record<string, string> = {}) =>
  addressOf(new Request('http://x/', { headers }), remoteAddress === undefined ? undefined : { incoming: { socket: { remoteAddress } } });

it('a request is counted by where it came from, and a stranger’s word for another address is not taken', () => {
  expect(from('203.0.113.7')).toBe('203.0.113.7');
  expect(from('203.0.113.7', { 'X-Forwarded-For': '198.51.100.1' })).toBe('203.0.113.7');
});

it('behind the house’s own proxy it is the last address that proxy names', () => {
  expect(from('::ffff:127.0.0.1', { 'X-Forwarded-For': '192.0.2.9, 198.51.100.1' })).toBe('198.51.100.1');
  expect(from('10.0.0.2')).toBe('10.0.0.2');
});

it('IPv6 addresses of one network count as one', () => {
  expect(from('2001:db8:1:2:3::4')).toBe('2001:db8:1:2::/64');
});

it('at the edge it is what the platform says, and empty where nobody says it', () => {
  expect(from(undefined, { 'CF-Connecting-IP': '203.0.113.7' })).toBe('203.0.113.7');
  expect(from(undefined)).toBe('');
});
