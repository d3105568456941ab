import { createHmac, randomBytes } from 'node:crypto';
import type { RandomBytes } from '../codes/ids.ts';

const PREFIX = 'whsec_';

/** The secret of a webhook: `whsec_` and 24 random bytes in base64 (Standard Webhooks 1.0). Shown once. */
export function newWebhookSecret(random: RandomBytes = (count) => randomBytes(count)): string {
  return PREFIX + Buffer.from(random(24)).toString('base64');
}

/** What a receiver checks a message by: its id (the same at each try), the second it was sent at, and the HMAC-SHA-256 over both and the body. */
export function signedHeaders(secret: string, message: { id: string; at: number; body: string }): Record<string, string> {
  const timestamp = String(Math.floor(message.at / 1_000));
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  const mac = createHmac('sha256', key).update(`${message.id}.${timestamp}.${message.body}`).digest('base64');
  return { 'webhook-id': message.id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${mac}` };
}
