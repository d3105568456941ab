import { it } from 'vitest';
import { testApp } from '../test/app.ts';
import { routesOf } from './app.ts';

it('x', async () => {
  const t = await testApp();
  const c = new Map<string, string[]>();
  for (const r of routesOf(t.deps)) c.set(r.id, [...(c.get(r.id) ?? []), r.method + r.path]);
  console.log([...c].filter(([, v]) => v.length > 1));
});
