import { newPublicId } from '../../codes/ids.ts';
import { actedBy, type Caller, chainOf } from '../../platform/caller.ts';
import { civilDateOf } from '../../platform/civil-date.ts';
import type { Deps } from '../../platform/deps.ts';
import { invalidInput, Problem } from '../../platform/problems.ts';
import { shown } from '../../platform/result.ts';
import { type Call, json } from '../../platform/route.ts';
import { write } from '../../platform/write.ts';
import type { Reply } from '../../store/store.ts';
import { loadKnowledge } from '../entered/current.ts';
import { screenStructures } from '../structure-screening.ts';
import type { Bilingual } from '../verdict.ts';
import { reviewRepository, reviewView } from './deciding.ts';
import { openItem, type Question, questionOf } from './reviews.ts';

interface Asked {
  kind: 'structure';
  input: string;
  reason: string;
}

/** Where an administrator asks for: all of the province. */
const PROVINCE = '330000';
const NOTHING_KNOWN: Bilingual = { zh: '结构筛查没有认出已知物质', en: 'the screening of structures recognised nothing known' };

/**
 * POST /v1/reviews: an officer puts a structure into the queue. Records carry no structures, so nothing puts them there by itself.
 * @throws {Problem} invalid-input for a structure that cannot be read; conflict where the same was asked before, open or decided
 */
export async function askReview(deps: Deps, call: Call<unknown, unknown, Asked>): Promise<Reply> {
  const question = await structureQuestion(deps, call);
  return write(deps.store, async () => {
    await refuseAsked(deps, call, question);
    const [id = 0] = await deps.store.ids(1);
    const about = { subjectType: null, subjectCode: null, regionCode: regionOf(call.caller) };
    const item = openItem(question, { id, publicId: newPublicId(deps.random), ...about, at: call.now });
    const payload = {
      review: item.publicId,
      kind: item.kind,
      key: item.key,
      input: item.input,
      reason: call.body.reason.trim(),
      regionCode: item.regionCode,
      actedBy: actedBy(call.caller),
    };
    return {
      chain: chainOf(call.caller),
      at: call.now,
      entries: [{ kind: 'review.asked', subject: `review/${item.publicId}`, payload }],
      rows: { review_item: [item] },
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: ({ stamps }) => ({ reply: json(201, { ...reviewView(item, call.locale), ledger: stamps[0] ?? null }) }),
    };
  });
}

/** The question the screening would ask of it, so that whoever screens it is told the decision; of what it clears or bans, one of its own. */
async function structureQuestion({ store }: Deps, { now, body }: Call<unknown, unknown, Asked>): Promise<Question> {
  const input = body.input.trim();
  const matches = await screenStructures([input], await loadKnowledge(store, civilDateOf(now)));
  const unread = matches.find((match) => match.ground === 'unreadable');
  if (unread) throw unreadable(input, unread.reason);
  const asked = matches.map(questionOf).find((one) => one !== null);
  const said = asked?.reason ?? matches[0]?.reason ?? NOTHING_KNOWN;
  const why = body.reason.trim();
  return {
    kind: asked?.kind ?? 'structure',
    key: asked?.key ?? input,
    input,
    family: asked?.family ?? matches[0]?.family ?? null,
    reason: { zh: `${said.zh};提出理由:${why}`, en: `${said.en}; asked because: ${why}` },
  };
}

function unreadable(found: string, why: Bilingual): Problem {
  return invalidInput([
    {
      pointer: '/input',
      found: shown(found),
      expected: { zh: `可识读的结构：${why.zh}`, en: `a structure that can be read: ${why.en}` },
      fix: { zh: '改正 SMILES', en: 'correct the SMILES' },
    },
  ]);
}

async function refuseAsked({ store }: Deps, { caller }: Call<unknown>, { kind, key }: Question): Promise<void> {
  const known = await store.read
    .selectFrom('review_item')
    .select('publicId')
    .where('kind', '=', kind)
    .where('key', '=', key)
    .executeTakeFirst();
  if (!known) return;
  const seen = await reviewRepository(store.read, caller).one(known.publicId);
  throw new Problem(
    'conflict',
    { zh: '同样的问题已在待判断事项中。', en: 'The same question is in the queue already.' },
    { extra: { review: seen?.publicId ?? null } },
  );
}

const regionOf = (caller: Caller) => (caller.kind === 'authority' ? caller.authority.regionCode : PROVINCE);
