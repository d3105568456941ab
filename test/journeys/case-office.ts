import { expect } from 'vitest';
import type { DB } from '../../src/store/schema.ts';
import { ADMIN_KEY, testApp } from '../app.ts';
import { seedLead } from '../leads.ts';
import type { Answer, TestParty } from '../world.ts';

export const officers = ['甲', '乙'];
export const shanghai = (text: string) => Date.parse(`${text}+08:00`);
/** The value of the goods as a notice carries it. */
export const goods = (goodsValueCents: number) => ({ goodsValueCents, goodsValueEvidence: '进货单合计' });

/** A shop and the market office of its place with two officers' keys, and the steps of a case in short. */
export async function office(regionCode = '330110') {
  const t = await testApp();
  const plant = await t.party({ name: '示例商店', kinds: ['retailer'] });
  const desk = await t.authority({ name: '示例市场监督管理局', regionCode });
  const second = (
    await t.request('POST', `/v1/authorities/${desk.id}/keys`, { key: await t.administrator('security'), body: { label: '乙' } })
  ).json.key as string;
  const post = (path: string, body: unknown, key = desk.key) => t.request('POST', path, { key, body });
  const step = (id: string, name: string, body: object, key?: string) => post(`/v1/cases/${id}/${name}`, body, key);
  /** A step that is taken; an order and a notice are served the same day. */
  const taken = async (id: string, name: string, body: object, key?: string): Promise<Answer['json']> => {
    const served = name === 'order' || name === 'notice' ? { service: {} } : {};
    const answer = await step(id, name, { ...served, ...body }, key);
    expect(answer.status, `${name}: ${answer.text}`).toBe(201);
    return answer.json;
  };
  const read = async (id: string, key = desk.key): Promise<Answer['json']> => (await t.request('GET', `/v1/cases/${id}`, { key })).json;
  const page = async (id: string) => (await t.request('GET', `/cases/${id}`, { key: desk.key })).text;
  const draft = async (id: string, kind: string) =>
    (await t.request('GET', `/v1/cases/${id}/documents/${kind}`, { key: desk.key })).text.replace(/<[^>]*>/g, '');
  /** A case on one lead of this offence, with the lead. */
  const opened = async (offence: string, change: Partial<DB['finding']> = {}, party: TestParty = plant) => {
    const lead = await seedLead(t, party, 'record-incomplete', { offence, ...change });
    const made = await post('/v1/cases', { violationIds: [lead.id], officers });
    expect(made.status, made.text).toBe(201);
    return { id: made.json.id as string, lead: lead.id };
  };
  const leadState = async (id: string) => (await t.request('GET', `/v1/violations/${id}`, { key: desk.key })).json.state;
  const setting = async (key: string, value: number, from = '2026-11-05') => {
    const body = { key, from, value, source: 'https://example.gov.cn/notice', publishedOn: '2026-11-01', reason: '公布' };
    const made = await t.request('POST', '/v1/settings', { key: ADMIN_KEY, body });
    expect(made.status, made.text).toBe(201);
  };
  return { ...t, plant, desk, second, post, step, taken, read, page, draft, opened, leadState, setting };
}

export type Office = Awaited<ReturnType<typeof office>>;
