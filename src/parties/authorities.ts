import { z } from '@hono/zod-openapi';
import { newPublicId } from '../codes/ids.ts';
import type { Department } from '../law/model.ts';
import { offenceIds } from '../law/offences.ts';
import { actedBy } from '../platform/caller.ts';
import { civilDateOf, formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { civilDate, paging, regionCode, text } from '../platform/fields.ts';
import { decodeCursor, nextLink, pageOf } from '../platform/paging.ts';
import { invalidInput, notFound, Problem } from '../platform/problems.ts';
import { foldFullWidth } from '../platform/result.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { DB } from '../store/schema.ts';
import type { Commit, Reply } from '../store/store.ts';
import { type authorityKeyBody, expiryOf, type KeyOwner, keyCommit, keysOf, revocation } from './keys.ts';
import { regionName } from './regions.ts';
import { countyWarnings, shownWarnings } from './registration.ts';
import { pageSize } from './repository.ts';
import { warningReply } from './schemas.ts';

export const departments = [
  'market',
  'agriculture',
  'forestry',
  'customs',
  'comprehensive',
  'township',
] as const satisfies readonly Department[];

/** Authorities and competences belong to nobody's chain but the service's. */
const CHAIN = 'system';

const department = z
  .enum(departments)
  .openapi({ description: 'market, agriculture, forestry, customs, comprehensive (综合行政执法), township', example: 'market' });

export const authorityBody = z
  .strictObject({
    name: text(200, 'Name of the authority', '杭州市市场监督管理局'),
    department,
    regionCode: regionCode('Its region: 330000 all of Zhejiang, 330100 a city, 330110 a county'),
  })
  .openapi('AuthorityRequest', { description: 'An authority to enter' });

const authorityFields = {
  id: z.string().openapi({ description: 'Id', example: 'aT3kP9dWq2RnYb7x' }),
  name: z.string().openapi({ description: 'Name', example: '杭州市市场监督管理局' }),
  department,
  regionCode: z.string().openapi({ description: 'Region', example: '330100' }),
  region: z.string().openapi({ description: 'Region by name', example: '杭州市' }),
  createdAt: z.string().openapi({ description: 'Entered', example: '2026-11-05T09:00:00+08:00' }),
};
const next = z.string().nullable().openapi({ description: 'Cursor of the next page', example: null });
export const authorityReply = z.object(authorityFields).openapi('Authority', { description: 'An authority' });
export const authorityMadeReply = z
  .object({ ...authorityFields, warnings: z.array(warningReply).openapi({ description: 'Worth a look', example: [] }) })
  .openapi('AuthorityMade', { description: 'The authority that was entered' });
export const authorityListReply = z
  .object({ items: z.array(authorityReply).openapi({ description: 'Newest first', example: [] }), next })
  .openapi('AuthorityList', { description: 'A page of authorities' });
export const authorityParams = z.object({ id: text(40, 'Id of the authority', 'aT3kP9dWq2RnYb7x') });
export const authorityKeyParams = authorityParams.extend({ key: text(40, 'Id of the key', 'kT3kP9dWq2RnYb7x') });
export const authorityQuery = z.strictObject({ ...paging, department: department.optional() });

const offence = z
  .enum(['*', ...offenceIds])
  .openapi({ description: 'Offence (GET /v1/fine-bands), * for every one', example: 'trace-record' });
const anyDepartment = z
  .enum(['*', ...departments])
  .openapi({ description: 'Department the law names for it, * for any', example: 'market' });

export const competenceBody = z
  .strictObject({
    regionCode: regionCode('County, city or province it is for'),
    offence,
    department: anyDepartment.optional(),
    authority: text(40, 'Id of the authority that acts', 'aT3kP9dWq2RnYb7x'),
    from: civilDate('First day; today when left out', '2026-11-05').optional(),
    source: text(500, 'Where this is published', '余杭区综合行政执法事项目录（2026年）'),
  })
  .openapi('CompetenceRequest', { description: 'Who acts for an offence in a place, from a day on' });
export type CompetenceInput = z.output<typeof competenceBody>;

const competenceFields = {
  regionCode: z.string().openapi({ description: 'Place', example: '330110' }),
  offence,
  department: anyDepartment,
  authority: z.string().openapi({ description: 'Id of the authority', example: 'aT3kP9dWq2RnYb7x' }),
  from: z.string().openapi({ description: 'First day', example: '2026-11-05' }),
  source: z.string().openapi({ description: 'Where this is published', example: '余杭区综合行政执法事项目录（2026年）' }),
};
export const competenceReply = z.object(competenceFields).openapi('Competence', { description: 'A competence' });
export const competenceListReply = z
  .object({
    items: z.array(competenceReply).openapi({ description: 'By place and offence; of the same the latest first', example: [] }),
    next: z.null().openapi({ description: 'One page', example: null }),
  })
  .openapi('CompetenceList', { description: 'All competences, past and to come' });
export const competenceQuery = z.strictObject({ region: regionCode('Only entries for exactly this division').optional() });

function view(row: DB['authority']) {
  const { publicId: id, name, regionCode } = row;
  return { id, name, department: row.department, regionCode, region: regionName(regionCode), createdAt: formatInstant(row.createdAt) };
}

/** Enters an authority. */
export async function enterAuthority(deps: Deps, call: Call<unknown, unknown, z.output<typeof authorityBody>>): Promise<Reply> {
  const code = foldFullWidth(call.body.regionCode);
  return write(deps.store, async () => {
    const [id = 0] = await deps.store.ids(1);
    const row: DB['authority'] = {
      id,
      publicId: newPublicId(deps.random),
      name: call.body.name.trim(),
      department: call.body.department,
      regionCode: code,
      createdAt: call.now,
    };
    const payload = {
      authority: row.publicId,
      actedBy: actedBy(call.caller),
      name: row.name,
      department: row.department,
      regionCode: code,
    };
    const warnings = shownWarnings(countyWarnings(code, '/regionCode'), call.locale);
    return {
      chain: CHAIN,
      at: call.now,
      entries: [{ kind: 'authority.made', subject: `authority/${row.publicId}`, payload }],
      rows: { authority: [row] },
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => ({ reply: json(201, { ...view(row), warnings }) }),
    };
  });
}

export async function listAuthorities(deps: Deps, call: Call<unknown, z.output<typeof authorityQuery>>): Promise<Reply> {
  const limit = pageSize(call.query.limit);
  const after = decodeCursor(call.query.cursor);
  let query = deps.store.read.selectFrom('authority').selectAll();
  if (call.query.department !== undefined) query = query.where('department', '=', call.query.department);
  if (after)
    query = query.where((eb) => eb.or([eb('createdAt', '<', after.at), eb.and([eb('createdAt', '=', after.at), eb('id', '<', after.id)])]));
  const rows = await query
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const page = pageOf(rows, limit, (row) => ({ at: row.createdAt, id: row.id }), view);
  return json(200, page, nextLink(call, page.next));
}

function authorityRow(deps: Deps, id: string): Promise<DB['authority'] | undefined> {
  return deps.store.read.selectFrom('authority').selectAll().where('publicId', '=', id).executeTakeFirst();
}

async function keyOwner(deps: Deps, id: string): Promise<KeyOwner> {
  const row = await authorityRow(deps, id);
  if (!row) throw notFound({ zh: '该监管部门', en: 'such authority' });
  return { kind: 'authority', id: row.id, chain: CHAIN, payload: { authority: row.publicId } };
}

type AuthorityKeyInput = z.output<typeof authorityKeyBody>;

export async function makeAuthorityKey(deps: Deps, call: Call<{ id: string }, unknown, AuthorityKeyInput>): Promise<Reply> {
  const expiresAt = expiryOf(call.body.expiresAt, call.now);
  return write(deps.store, async () =>
    keyCommit(deps, call, await keyOwner(deps, call.params.id), { label: call.body.label, rights: null, role: call.body.role, expiresAt }),
  );
}

export async function listAuthorityKeys(deps: Deps, call: Call<{ id: string }>): Promise<Reply> {
  return json(200, await keysOf(deps.store.read, await keyOwner(deps, call.params.id)));
}

export async function revokeAuthorityKey(deps: Deps, call: Call<{ id: string; key: string }>): Promise<Reply> {
  return write(deps.store, async () => revocation(deps, call, await keyOwner(deps, call.params.id), call.params.key));
}

/**
 * Enters who acts for an offence in a place from a day on. What held on a day is never overwritten: the same key again with other content
 * is refused, a change is entered with a later first day.
 * @throws {Problem} invalid-input for an unknown authority; conflict when that day has another entry
 */
export async function setCompetence(deps: Deps, call: Call<unknown, unknown, CompetenceInput>): Promise<Reply> {
  const { body } = call;
  const authority = await authorityRow(deps, body.authority);
  if (!authority) throw unknownAuthority(body.authority);
  const key = {
    regionCode: foldFullWidth(body.regionCode),
    offence: body.offence,
    department: body.department ?? '*',
    from: body.from ?? civilDateOf(call.now),
  };
  const reply = json(200, { ...key, authority: authority.publicId, source: body.source });
  const same = async (): Promise<boolean> => {
    const known = await competenceRow(deps, key);
    if (known && (known.authorityId !== authority.id || known.source !== body.source)) throw taken(key.from);
    return known !== undefined;
  };
  if (await same()) return reply;
  return write(deps.store, async (attempt): Promise<Commit> => {
    const repeated = attempt > 0 && (await same());
    const row: DB['competence'] = { ...key, authorityId: authority.id, source: body.source, at: call.now };
    const payload = { ...key, authority: authority.publicId, actedBy: actedBy(call.caller), source: body.source };
    const subject = `competence/${key.regionCode}/${key.offence}/${key.department}/${key.from}`;
    return {
      chain: CHAIN,
      at: call.now,
      entries: repeated ? [] : [{ kind: 'competence.set', subject, payload }],
      rows: repeated ? {} : { competence: [row] },
      finish: () => ({ reply }),
    };
  });
}

type CompetenceKey = Pick<DB['competence'], 'regionCode' | 'offence' | 'department' | 'from'>;

function competenceRow(deps: Deps, key: CompetenceKey): Promise<DB['competence'] | undefined> {
  return deps.store.read
    .selectFrom('competence')
    .selectAll()
    .where('regionCode', '=', key.regionCode)
    .where('offence', '=', key.offence)
    .where('department', '=', key.department)
    .where('from', '=', key.from)
    .executeTakeFirst();
}

function unknownAuthority(found: string): Problem {
  const expected = { zh: '已登记的监管部门 id', en: 'the id of an authority that has been entered' };
  return invalidInput([{ pointer: '/authority', found, expected, fix: { zh: '见 GET /v1/authorities', en: 'see GET /v1/authorities' } }]);
}

function taken(from: string): Problem {
  return new Problem('conflict', {
    zh: `该地区、事项与部门自 ${from} 起已有登记；变更请用更晚的 from。`,
    en: `There is an entry for this place, offence and department from ${from} on; enter a change with a later "from".`,
  });
}

export async function listCompetences(deps: Deps, call: Call<unknown, z.output<typeof competenceQuery>>): Promise<Reply> {
  let query = deps.store.read
    .selectFrom('competence')
    .innerJoin('authority', 'authority.id', 'competence.authorityId')
    .select(['competence.regionCode', 'offence', 'competence.department', 'authority.publicId as authority', 'from', 'source']);
  if (call.query.region !== undefined) query = query.where('competence.regionCode', '=', foldFullWidth(call.query.region));
  const items = await query
    .orderBy('competence.regionCode')
    .orderBy('offence')
    .orderBy('competence.department')
    .orderBy('from', 'desc')
    .execute();
  return json(200, { items, next: null });
}
