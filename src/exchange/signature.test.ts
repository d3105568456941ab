import { describe, expect, it } from 'vitest';
import { newWebhookSecret, signedHeaders } from './signature.ts';

describe('a signed message', () => {
  it('is signed as the specification of Standard Webhooks shows it', () => {
    const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', at: 1_614_265_330_000, body: '{"test": 2432232314}' };
    expect(signedHeaders('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', message)).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('has a secret of 24 random bytes', () => {
    expect(newWebhookSecret(() => new Uint8Array(24))).toBe('whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA');
    expect(newWebhookSecret()).not.toBe(newWebhookSecret());
  });
});
