import { z } from '@hono/zod-openapi';
import { lawSettings } from '../law-settings/repository.ts';
import type { Deps } from '../platform/deps.ts';
import { civilDate } from '../platform/fields.ts';
import { notFound } from '../platform/problems.ts';
import { json, type Route, route } from '../platform/route.ts';
import { lawList, lawPage } from './law-schemas.ts';
import { regulationPage, regulationView } from './law-view.ts';
import type { AnyLawEntry } from './model.ts';
import { lawEntries, regulations } from './registry.ts';
import { applySettings } from './settings.ts';

/** The law as this service knows it, with what administrators entered: readable by everybody, since everybody is judged by it. */
export function lawRoutes(deps: Deps): Route[] {
  return [listLaw(deps), readLaw(deps)];
}

const current = async (deps: Deps): Promise<AnyLawEntry[]> => applySettings(lawEntries, await lawSettings(deps.store.read));

function listLaw(deps: Deps): Route {
  return route({
    method: 'get',
    path: '/v1/law',
    id: 'listLaw',
    tag: 'judging',
    summary: 'List the law in the data',
    description:
      'Every regulation this service reads values from, with its sources, how many values it has and how many are still to be verified (待核实).',
    access: { who: ['public'] },
    replies: { 200: { description: 'The regulations', schema: lawList } },
    handle: async (call) => {
      const entries = await current(deps);
      return json(200, { items: regulations.map((one) => regulationView(one, entries, call.locale)) });
    },
  });
}

function readLaw(deps: Deps): Route {
  return route({
    method: 'get',
    path: '/v1/law/{regulation}',
    id: 'readLaw',
    tag: 'judging',
    summary: 'Read one regulation',
    description:
      'Every paragraph known (encoded, nothing to check, or not known) and every value with source, mark, effect, publication and last confirmation. An unconfirmed value says 待核实 in its text. Values an administrator entered with a published source stand beside those before them. With asOf only what holds on that day.',
    access: { who: ['public'] },
    params: z.object({ regulation: z.string().openapi({ description: 'Id of the regulation (GET /v1/law)', example: 'food-safety-law' }) }),
    query: z.object({ asOf: civilDate('Day whose values are asked for; all dated values without it').optional() }),
    replies: { 200: { description: 'The regulation', schema: lawPage } },
    handle: async (call) => {
      const found = regulations.find((one) => one.id === call.params.regulation);
      if (!found) throw notFound({ zh: '没有这部法规的数据；见 /v1/law。', en: 'This regulation is not in the data; see /v1/law.' });
      return json(200, regulationPage(found, await current(deps), call.query.asOf, call.locale));
    },
  });
}
