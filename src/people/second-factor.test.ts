import { describe, expect, it } from 'vitest';
import { testApp } from '../../test/app.ts';
import { accept, appCode, browser, enrol } from '../../test/people.ts';
import { peopleTools } from './tools.ts';

/** An inspector with a second factor, and the way the service's sealing key is exchanged under it. */
async function sealedPerson() {
  const t = await testApp();
  const office = await t.authority({ name: '示例市场监督管理局', regionCode: '330100' });
  const made = await t.request('POST', '/v1/accounts', {
    key: await t.administrator('security'),
    body: { name: '示例乙', authority: office.id, role: 'inspector' },
  });
  expect(made.status, made.text).toBe(201);
  const b = browser(t);
  expect((await accept(b, made.json.link, 'yi.example')).headers.get('location')).toBe('/account/second-factor');
  const { id, totp } = await t.store.read
    .selectFrom('credential')
    .select(['id', 'totp'])
    .where('login', '=', 'yi.example')
    .executeTakeFirstOrThrow();
  expect(totp).toBeNull();
  const put = (text: string | null) =>
    t.store.commit({
      chain: 'system',
      at: t.clock.now(),
      entries: [],
      touch: [{ set: 'credential', id, to: { totp: text } }],
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    });
  const kept = async () => (await t.store.read.selectFrom('credential').select('totp').where('id', '=', id).executeTakeFirstOrThrow()).totp;
  /** The secret as another key would have sealed it. */
  const sealElsewhere = async () => put(await peopleTools('another secret, also 32 characters').seal('00 other'));
  return { t, b, put, kept, sealElsewhere };
}

describe('a second factor that was sealed with a key the service has not', () => {
  it('is told as such, counts no code as wrong, and lets in by a recovery code', async () => {
    const { t, b, put, kept, sealElsewhere } = await sealedPerson();
    const { secret, recovery } = await enrol(t, b);
    const right = await kept();
    await sealElsewhere();
    const again = browser(t);
    expect((await again.signIn('yi.example')).headers.get('location')).toBe('/account/code');
    // More often than wrong codes are taken.
    for (let i = 0; i < 8; i++) {
      const refused = await again.post('/account/code', { code: appCode(secret, t.clock.now(), 1) });
      expect([refused.status, refused.text.includes('这次没有计为错误'), refused.text.includes('验证码不正确')]).toEqual([
        503,
        true,
        false,
      ]);
    }
    const attempts = await t.store.read.selectFrom('sign_in_attempt').select('ok').execute();
    const wrong = attempts.filter(({ ok }) => ok === 0).length;
    expect((await again.post('/account/code', { code: recovery[0] ?? '' })).status).toBe(303);
    expect((await again.get('/account')).status).toBe(200);
    // With the key put back its codes are taken as before.
    await put(right);
    const third = browser(t);
    await third.signIn('yi.example');
    t.clock.advance(60_000);
    expect((await third.post('/account/code', { code: appCode(secret, t.clock.now()) })).status).toBe(303);
    expect(wrong).toBeLessThan(5);
  });

  it('is told on the account page as well', async () => {
    const { t, b, sealElsewhere } = await sealedPerson();
    const { secret } = await enrol(t, b);
    await sealElsewhere();
    for (const path of ['/account/recovery-codes', '/account/second-factor/end']) {
      const refused = await b.post(path, { code: appCode(secret, t.clock.now(), 1) });
      expect([path, refused.status, refused.text.includes('这次没有计为错误')]).toEqual([path, 503, true]);
    }
    expect((await b.send('GET', '/account?lang=en')).status).toBe(200);
  });

  it('is replaced by another secret while it was never confirmed', async () => {
    const { t, b, kept, sealElsewhere } = await sealedPerson();
    await b.get('/account/second-factor');
    await sealElsewhere();
    const shut = await kept();
    expect((await b.post('/account/second-factor', { code: '123456' })).headers.get('location')).toBe('/account/second-factor');
    const { recovery } = await enrol(t, b);
    expect([recovery.length, (await kept()) === shut]).toEqual([10, false]);
  });
});
