import { newPublicId } from '../codes/ids.ts';
import { type LawSettingRow, law } from '../law/index.ts';
import { actedBy } from '../platform/caller.ts';
import { civilDateOf, formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { decodeCursor, PAGE_SIZE, pageOf } from '../platform/paging.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { shown } from '../platform/result.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { DB } from '../store/schema.ts';
import type { Reply } from '../store/store.ts';
import { settingRepository } from './repository.ts';
import type { SettingInput } from './schemas.ts';

/** What administrators enter belongs to nobody's chain but the service's. */
export const CHAIN = 'system';

function view(row: DB['law_setting']) {
  const { publicId: id, key, from, source, publishedOn, reason, by } = row;
  return {
    id,
    key,
    from,
    value: row.value === '' ? null : JSON.parse(row.value),
    source,
    publishedOn,
    reason,
    by,
    at: formatInstant(row.at),
  };
}

/**
 * Enters a value of the law, or the published source of one, from a day on. A day that has passed needs a source published by then: what nobody
 * could read bound nobody. Of one key and day there is one setting for good; a change takes another day.
 * @throws {Problem} invalid-input with every wrong field; conflict when that day has its setting
 */
export function enterSetting(deps: Deps, call: Call<unknown, unknown, SettingInput>): Promise<Reply> {
  const { body, now } = call;
  const value = body.value === undefined ? '' : JSON.stringify(body.value);
  const setting: LawSettingRow = {
    key: body.key.trim(),
    from: body.from,
    value,
    source: body.source.trim(),
    publishedOn: body.publishedOn ?? null,
    reason: body.reason.trim(),
  };
  const errors = [...law.settingProblems(setting).map((problem) => refusalOf(problem, body)), ...wrongDays(setting, civilDateOf(now))];
  if (errors.length > 0) throw invalidInput(errors);
  return write(deps.store, async () => {
    const known = await settingRepository(deps.store.read).settingOf(setting.key, setting.from);
    if (known) throw taken(known);
    const [id = 0] = await deps.store.ids(1);
    const publicId = newPublicId(deps.random);
    const row: DB['law_setting'] = { ...setting, publicId, id, by: actedBy(call.caller), at: now };
    const payload = { ...setting, setting: publicId, actedBy: row.by };
    return {
      chain: CHAIN,
      at: now,
      entries: [{ kind: 'law.set', subject: `law/${setting.key}`, payload }],
      // Two administrators at once: the claim lets one of them in, the other reads again and is told.
      rows: { law_setting: [row], claim: [{ kind: 'law-setting', key: `${setting.key}@${setting.from}`, subjectId: id, at: now }] },
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: ({ stamps }) => ({ reply: json(201, { ...view(row), ledger: stamps[0] ?? null }) }),
    };
  });
}

type SettingProblem = ReturnType<typeof law.settingProblems>[number];

function refusalOf({ field, zh, en }: SettingProblem, body: SettingInput): ProblemDetail {
  const found = body[field];
  return {
    pointer: `/${field}`,
    found: shown(typeof found === 'string' ? found : JSON.stringify(found ?? null)),
    expected: { zh, en },
    fix: { zh: '按公布的文本填写；可设置的项目见 GET /v1/law', en: 'write what the text says; what may be set is in GET /v1/law' },
  };
}

function wrongDays({ from, publishedOn }: LawSettingRow, today: string): ProblemDetail[] {
  if (publishedOn !== null && publishedOn > today)
    return [
      {
        pointer: '/publishedOn',
        found: publishedOn,
        expected: { zh: `今天（${today}）或以前`, en: `today (${today}) or earlier` },
        fix: { zh: '公布后再录入', en: 'enter it once it is published' },
      },
    ];
  const earliest = publishedOn ?? today;
  if (from >= earliest) return [];
  return [
    {
      pointer: '/from',
      found: from,
      expected: { zh: `${earliest} 或以后：公布之前不约束任何人`, en: `${earliest} or later: it bound nobody before it was published` },
      fix: { zh: '填写来源的公布日期，或改用以后的日期', en: 'give the day the source was published, or take a later day' },
    },
  ];
}

function taken(known: DB['law_setting']): Problem {
  return new Problem(
    'conflict',
    {
      zh: `${known.key} 自 ${known.from} 起已有设置，不覆盖；变更请另用生效日期。`,
      en: `${known.key} has its setting from ${known.from} on and is not overwritten; a change takes another first day.`,
    },
    { extra: { setting: known.publicId } },
  );
}

type ListQuery = { limit?: number | undefined; cursor?: string | undefined };

/** A page of what administrators entered, newest first. */
export async function listEntered<R extends { at: number; id: number }, V>(
  call: Call<unknown, ListQuery>,
  rowsOf: (after: ReturnType<typeof decodeCursor>, limit: number) => Promise<R[]>,
  viewOf: (row: R) => V,
): Promise<Reply> {
  const limit = call.query.limit ?? PAGE_SIZE;
  const rows = await rowsOf(decodeCursor(call.query.cursor), limit);
  const page = pageOf(rows, limit, ({ at, id }) => ({ at, id }), viewOf);
  const url = new URL(call.request.url);
  if (page.next !== null) url.searchParams.set('cursor', page.next);
  return json(200, page, page.next === null ? {} : { Link: `<${url.pathname}${url.search}>; rel="next"` });
}

export function listSettings(deps: Deps, call: Call<unknown, ListQuery & { key?: string | undefined }>): Promise<Reply> {
  return listEntered(call, (after, limit) => settingRepository(deps.store.read).settings(call.query.key, after, limit), view);
}
