import { describe, expect, it } from 'vitest';
import type { Deps } from '../platform/deps.ts';
import type { Call, Route } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { NOW } from './examples.ts';
import { ruleRoutes } from './routes.ts';
import { fineBandList, ruleList } from './schemas.ts';

const routes = ruleRoutes({} as Deps);

async function get(path: string, query: unknown = {}, locale: 'zh' | 'en' = 'zh') {
  const route = routes.find((one) => one.path === path) as Route;
  const reply = (await route.handle({ query, now: NOW, locale } as Call)) as Reply;
  return JSON.parse(reply.body) as { items: Record<string, unknown>[] };
}

describe('GET /v1/rules', () => {
  it('is public and lists the eight rules in the shape it documents', async () => {
    const reply = await get('/v1/rules');
    expect(routes.every((route) => route.access.who.includes('public'))).toBe(true);
    expect(ruleList.parse(reply).items).toHaveLength(8);
    expect(reply.items.find((item) => item.id === 'code-not-displayed')).toMatchObject({
      departments: ['market'],
      offence: 'code-display',
      fineBand: { minCents: 50_000, maxCents: 200_000, after: 'order-overdue' },
      weights: ['todo', 'lead'],
      startsOn: '2024-01-01',
    });
  });

  it('never shows a lead among the weights of receipt-unconfirmed', async () => {
    const reply = await get('/v1/rules');
    expect(reply.items.find((item) => item.id === 'receipt-unconfirmed')?.weights).toEqual(['todo', 'reminder']);
  });

  it('speaks English when asked', async () => {
    const reply = await get('/v1/rules', {}, 'en');
    expect(reply.items[0]?.title).toBe('Trace information not entered as required');
  });
});

describe('GET /v1/fine-bands', () => {
  it('lists the bands of the day in the shape it documents', async () => {
    const reply = await get('/v1/fine-bands');
    expect(fineBandList.parse(reply).items.length).toBeGreaterThan(5);
    expect(reply.items.find((item) => item.offence === 'trace-record')).toMatchObject({
      departments: ['market', 'agriculture', 'forestry'],
      minCents: 100_000,
      maxCents: 1_000_000,
      after: 'order-overdue',
      citation: { article: null },
    });
  });

  it('has no band of the regulation on 2023-12-31 and has it on 2024-01-01', async () => {
    const offences = async (asOf: string) => (await get('/v1/fine-bands', { asOf })).items.map((item) => item.offence);
    expect(await offences('2023-12-31')).not.toContain('trace-record');
    expect(await offences('2024-01-01')).toContain('trace-record');
  });
});
