import { createHmac } from 'node:crypto';

/** Length of a step in milliseconds (RFC 6238: X = 30 s). */
const STEP_MS = 30_000;
const DIGITS = 6;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The step an instant (epoch ms) falls into. */
export function stepOf(now: number): number {
  return Math.floor(now / STEP_MS);
}

/** The code of a step: HOTP (RFC 4226) over the counter, HMAC-SHA-1 as every authenticator app has it. */
export function codeOf(secret: Uint8Array, step: number, digits: number = DIGITS): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, '0');
}

/**
 * The step whose code was given: the present one or its neighbours, since clocks differ. None up to `after`, the last that was used: a code
 * that was looked over a shoulder is good for nothing.
 */
export function stepOfCode(secret: Uint8Array, code: string, now: number, after: number | null): number | null {
  const present = stepOf(now);
  return [present - 1, present, present + 1].find((step) => step > (after ?? -1) && codeOf(secret, step) === code) ?? null;
}

/** Base32 (RFC 4648) without padding, as authenticator apps read it. */
export function base32(bytes: Uint8Array): string {
  let bits = 0;
  let value = 0;
  let out = '';
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += BASE32[(value >>> bits) & 31];
      value &= (1 << bits) - 1;
    }
  }
  return bits > 0 ? out + BASE32[(value << (5 - bits)) & 31] : out;
}

/** What the picture holds that an authenticator app scans. */
export function otpauth(secret: Uint8Array, account: string): string {
  return `otpauth://totp/${encodeURIComponent(`溯源:${account}`)}?secret=${base32(secret)}&issuer=${encodeURIComponent('溯源')}`;
}
