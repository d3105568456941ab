import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, type Ask } from '../app.ts';
import { custodyWorld } from '../custody-world.ts';

const FORM = 'application/x-www-form-urlencoded';

describe('the log', () => {
  it('holds no key, cookie, password, token or code of a slip, wherever they were sent and whatever became of it', async () => {
    const w = await custodyWorld();
    const traceCode = await w.batch();
    const { slip } = await w.ship([{ traceCode, quantity: { amount: '1', unit: '箱' } }]);
    const lines: string[] = [];
    const note = (event: string, fields: object) => void lines.push(JSON.stringify({ event, ...fields }));
    w.deps.log = { info: note, warn: note, error: note };
    const signedIn = await w.request('POST', '/sign-in', { raw: `key=${w.producer.key}`, headers: { 'Content-Type': FORM } });
    const session = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const secrets = {
      key: w.producer.key,
      admin: ADMIN_KEY,
      wrongKey: 'sy_wrong0123456789abcdef',
      session: session.split('=')[1] ?? '',
      password: 'correct-horse-battery',
      token: 'sl_0123456789abcdefghijklmnopqrstuv',
      slip,
      body: 'BODYTEXT0123456789',
    };
    const asks: [string, string, Ask][] = [
      ['GET', '/v1/batches', { key: secrets.key }],
      ['GET', '/v1/parties', { key: secrets.admin }],
      ['GET', '/v1/batches', { key: secrets.wrongKey }],
      ['GET', '/v1/batches', { headers: { Authorization: `Basic ${secrets.password}` } }],
      ['GET', '/home', { headers: { Cookie: session } }],
      ['POST', '/v1/batches', { headers: { Cookie: session }, body: { note: secrets.body } }],
      ['GET', `/v1/batches?key=${secrets.key}&password=${secrets.password}&token=${secrets.token}`, {}],
      ['GET', `/nowhere?key=${secrets.key}`, {}],
      ['GET', `/t/x?key=${secrets.key}`, {}],
      ['POST', '/v1/batches', { key: secrets.key, body: { password: secrets.password, note: secrets.body } }],
      ['POST', '/v1/batches', { key: secrets.key, raw: `{"password":"${secrets.password}` }],
      ['POST', '/sign-in', { raw: `key=${secrets.wrongKey}&password=${secrets.password}`, headers: { 'Content-Type': FORM } }],
      ['POST', '/sign-in', { raw: `key=${secrets.key}&login=x&password=${secrets.password}`, headers: { 'Content-Type': FORM } }],
      ['GET', `/sign-in/${secrets.token}`, {}],
      ['GET', `/invitation/${secrets.token}`, {}],
      ['POST', `/invitation/${secrets.token}`, { raw: `password=${secrets.password}`, headers: { 'Content-Type': FORM } }],
      ['GET', `/s/${secrets.slip}`, {}],
      ['POST', `/s/${secrets.slip}`, { raw: `note=${secrets.body}`, headers: { 'Content-Type': FORM } }],
      ['PUT', `/s/${secrets.slip}`, {}],
    ];
    for (const [method, path, ask] of asks) await w.request(method, path, ask);
    // A defect is told with its stack: what was sent must not be in it either.
    w.deps.files.put = async () => {
      throw new Error('disk');
    };
    const broken = await w.request('PUT', `/v1/files/${await sha256(`%PDF-1.7 ${secrets.body}`)}?key=${secrets.key}`, {
      key: secrets.key,
      raw: `%PDF-1.7 ${secrets.body}`,
      headers: { 'Content-Type': 'application/pdf' },
    });
    expect(broken.status).toBe(500);
    expect(broken.text).not.toContain('disk');
    expect(lines.filter((line) => line.includes('"event":"request"')).length).toBeGreaterThanOrEqual(asks.length - 1);
    expect(lines.some((line) => line.includes('"event":"defect"'))).toBe(true);
    for (const [name, secret] of Object.entries(secrets)) {
      expect(secret.length, name).toBeGreaterThan(8);
      expect(
        lines.filter((line) => line.includes(secret)),
        name,
      ).toEqual([]);
    }
  });
});

async function sha256(text: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))).toString('hex');
}
