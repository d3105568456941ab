import { describe, expect, it } from 'vitest';
import { testApp } from '../app.ts';
import { accept, browser, firmOf, PASSWORD } from '../people.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const batch = { product: { name: '示例酱油', category: 'food' }, batchNumber: 'P1', quantity: { amount: '10', unit: '瓶' } };

describe('a person of a firm', () => {
  it('takes an invitation once, signs in with login and password, and what it records names the account and no name', async () => {
    const { t, party, b, id } = await firmOf(await testApp());
    const made = await b.send('POST', '/v1/batches', batch);
    expect(made.status, made.text).toBe(201);
    const { json } = await t.request('GET', `/v1/ledger/party:${party.id}/entries`, { key: party.key });
    const bytes = json.items.map((one: { bytes: string }) => one.bytes).join('\n');
    expect(bytes).toContain(`"actedBy":"party:${party.id}/${id}"`);
    expect(bytes).toContain('"account.made"');
    expect(bytes).not.toContain('示例甲');
    const again = browser(t);
    expect((await again.signIn('JIA.example')).headers.get('location')).toBe('/home');
    expect((await again.get('/home')).status).toBe(200);
  });

  it('cannot take the same link twice, nor one that is three days old, nor a login somebody has', async () => {
    const { t, invite } = await firmOf(await testApp());
    const second = (await invite('示例丙', ['batches'])).json;
    const taken = await accept(browser(t), second.link, 'jia.example');
    expect([taken.status, taken.text.includes('已被使用')]).toEqual([422, true]);
    expect((await accept(browser(t), second.link, 'bing')).status).toBe(303);
    expect((await accept(browser(t), second.link, 'bing2')).status).toBe(410);
    const third = (await invite('示例丁', ['batches'])).json;
    t.clock.advance(72 * HOUR);
    expect((await accept(browser(t), third.link, 'ding')).status).toBe(410);
  });

  it('is refused a password that is short, common, or holds the login, the name or the firm', async () => {
    const { t, invite } = await firmOf(await testApp());
    const { link } = (await invite('示例丙', ['batches'])).json;
    for (const password of ['short', 'Password123!', 'bing.bing 2026', '示例酱油厂的密码呢是这个', '示例丙 2026 秋天 苹果'])
      expect((await accept(browser(t), link, 'bing', password)).status, password).toBe(422);
    expect((await accept(browser(t), link, 'bing')).status).toBe(303);
  });

  it('does only what its rights say, and gives none it has not', async () => {
    const { t, party, invite } = await firmOf(await testApp());
    const keeper = browser(t);
    await accept(keeper, (await invite('示例丙', ['party'])).json.link, 'bing');
    expect((await keeper.send('POST', '/v1/batches', batch)).status).toBe(403);
    const path = `/v1/parties/${party.id}/staff`;
    expect((await keeper.send('POST', path, { name: '示例丁', rights: ['batches'] })).status).toBe(403);
    expect((await keeper.send('POST', path, { name: '示例丁', rights: ['party'] })).status).toBe(201);
    const clerk = browser(t);
    await accept(clerk, (await invite('示例戊', ['batches'])).json.link, 'wuwu');
    expect((await clerk.send('POST', '/v1/batches', batch)).status).toBe(201);
    expect((await clerk.send('POST', path, { name: '示例己', rights: ['batches'] })).status).toBe(403);
  });

  it('who is removed is out with the next request, everywhere; another firm cannot remove anybody', async () => {
    const { t, party, invite } = await firmOf(await testApp());
    const clerk = browser(t);
    const made = (await invite('示例丙', ['batches'])).json;
    await accept(clerk, made.link, 'bing');
    const other = await t.party();
    const elsewhere = await t.request('DELETE', `/v1/parties/${other.id}/staff/${made.id}`, { key: other.key });
    const foreign = await t.request('DELETE', `/v1/parties/${party.id}/staff/${made.id}`, { key: other.key });
    expect([elsewhere.status, foreign.status]).toEqual([404, 404]);
    expect((await clerk.send('GET', '/v1/batches')).status).toBe(200);
    const removed = await t.request('DELETE', `/v1/parties/${party.id}/staff/${made.id}`, { key: party.key });
    expect([removed.status, removed.json]).toEqual([200, { keys: [], keysEnded: false }]);
    expect((await clerk.send('GET', '/v1/batches')).status).toBe(401);
    expect((await browser(t).signIn('bing')).status).toBe(401);
  });

  it('cannot be removed, nor lose the right, as the last with the right party', async () => {
    const { party, b, id, invite, t } = await firmOf(await testApp());
    const path = `/v1/parties/${party.id}/staff/${id}`;
    expect((await b.send('DELETE', path)).status).toBe(409);
    expect((await b.send('PATCH', path, { rights: ['batches'] })).status).toBe(409);
    const { link } = (await invite('示例丙', ['party'])).json;
    // Invited is not in yet.
    expect((await b.send('DELETE', path)).status).toBe(409);
    await accept(browser(t), link, 'bing');
    expect((await b.send('DELETE', path)).status).toBe(200);
  });

  it('sees its sessions, ends the others, and a password changed ends them too', async () => {
    const { t, b } = await firmOf(await testApp());
    const [phone, desk] = [browser(t), browser(t)];
    await phone.signIn('jia.example');
    expect((await b.get('/account')).text.match(/\/account\/sessions\/[^/]+\/end"/g)).toHaveLength(1);
    await b.post('/account/sessions/end-others');
    expect((await phone.send('GET', '/v1/batches')).status).toBe(401);
    expect((await b.send('GET', '/v1/batches')).status).toBe(200);
    await desk.signIn('jia.example');
    const wrong = await b.post('/account/password', {
      present: 'not this one',
      password: 'a wholly new phrase',
      again: 'a wholly new phrase',
    });
    expect(wrong.status).toBe(422);
    const changed = await b.post('/account/password', { present: PASSWORD, password: 'a wholly new phrase', again: 'a wholly new phrase' });
    expect(changed.status).toBe(200);
    expect((await desk.send('GET', '/v1/batches')).status).toBe(401);
    expect((await browser(t).signIn('jia.example')).status).toBe(401);
    expect((await browser(t).signIn('jia.example', 'a wholly new phrase')).status).toBe(303);
  });

  it('is out after twelve idle hours and after seven days, however busy', async () => {
    const { t, b } = await firmOf(await testApp());
    t.clock.advance(11 * HOUR);
    expect((await b.send('GET', '/v1/batches')).status).toBe(200);
    t.clock.advance(11 * HOUR);
    expect((await b.send('GET', '/v1/batches')).status).toBe(200);
    t.clock.advance(12 * HOUR);
    expect((await b.send('GET', '/v1/batches')).status).toBe(401);
    await b.signIn('jia.example');
    for (let hours = 0; hours < 7 * 24 - 6; hours += 6) {
      t.clock.advance(6 * HOUR);
      expect((await b.send('GET', '/v1/batches')).status, `${hours}`).toBe(200);
    }
    t.clock.advance(6 * HOUR);
    expect((await b.send('GET', '/v1/batches')).status).toBe(401);
  });

  it('signs out for good, and its cookie is refused from another site', async () => {
    const { t, b } = await firmOf(await testApp());
    const foreign = await t.request('POST', '/v1/batches', {
      headers: { Cookie: b.cookie(), 'Sec-Fetch-Site': 'cross-site' },
      body: batch,
    });
    expect(foreign.status).toBe(403);
    const form = await t.request('POST', '/account/sessions/end-others', {
      headers: { Cookie: b.cookie(), 'Sec-Fetch-Site': 'cross-site' },
    });
    expect(form.status).toBe(403);
    const kept = b.cookie();
    await b.post('/sign-out');
    b.setCookie(kept);
    expect((await b.send('GET', '/v1/batches')).status).toBe(401);
  });

  it('invites and removes on the page', async () => {
    const { t, b } = await firmOf(await testApp());
    const page = await b.post('/staff', { name: '示例丙', 'right-batches': '1' });
    const link = /<code>(https:[^<]+)<\/code>/.exec(page.text)?.[1] ?? '';
    const clerk = browser(t);
    expect((await accept(clerk, link, 'bing')).status).toBe(303);
    const list = (await b.get('/staff')).text;
    const removal = /\/staff\/[^/]+\/removal/.exec(list.slice(list.indexOf('示例丙')))?.[0] ?? '';
    expect((await b.post(removal)).status).toBe(303);
    expect((await clerk.send('GET', '/v1/batches')).status).toBe(401);
  });
});
