import { newPublicId } from '../codes/ids.ts';
import { type Competence, type Department, law, type OffenceId } from '../law/index.ts';
import { competencesOn, partyByRef, type SiteFacts, siteOf } from '../parties/facts.ts';
import { within } from '../parties/regions.ts';
import { type AuthorityCaller, actedBy, chainOf } from '../platform/caller.ts';
import { civilDateOf, formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, notFound, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import { judge, rules } from '../rules/engine.ts';
import type { PartyFacts } from '../rules/facts.ts';
import { reconcile } from '../rules/findings.ts';
import { ruleContext } from '../rules/judging.ts';
import type { FindingDraft } from '../rules/model.ts';
import type { Reply } from '../store/store.ts';
import { noLead, repositoryFor } from './lists.ts';
import { notePhotoRows, officePhotos } from './note-photos.ts';
import { refusePowerGivenAway } from './power.ts';
import { type NoteInput, seenAtOf } from './schemas.ts';
import { leadViews } from './views.ts';

const noteable = rules.filter((rule) => rule.watches.includes('officer-note')).map((rule) => rule.id);

/**
 * An officer's own entry of what was seen: judged at once, established, and a lead of the officer's authority.
 * @throws {Problem} not-found for a site outside the authority's department or region; invalid-input
 */
export async function recordNote(deps: Deps, call: Call<unknown, unknown, NoteInput>, caller: AuthorityCaller): Promise<Reply> {
  const { body, now } = call;
  const seenAt = seenAtOf(body);
  const errors = wrongFields(body, seenAt, now);
  if (errors.length > 0) throw invalidInput(errors);
  return write(deps.store, async () => {
    const { party, site } = await placeOf(deps, body, caller);
    const [noteId = 0, ...ids] = await deps.store.ids(2);
    const noteCode = newPublicId(deps.random);
    const note = { notePublicId: noteCode, noteId, party, site, seenAt, text: body.text, enteredBy: actedBy(caller) };
    const event = { kind: 'officer-note', rule: body.rule, ...note } as const;
    const context = await ruleContext(deps, now);
    const drafts = judge(event, context);
    const competences = await competencesOn(deps.store.read, context.today);
    if (!drafts.every((draft) => isCompetent(draft, caller, competences))) throw outOfPlace();
    const settled = reconcile([], drafts, { events: [event], ids: ids.values(), random: deps.random, now, today: context.today });
    const findings = (settled.rows.finding ?? []).map((row) => ({ ...row, authorityId: caller.authority.id }));
    const repository = await repositoryFor(deps, caller);
    const [view] = await leadViews(deps.store.read, repository, findings, call.locale);
    const photos = await officePhotos(deps.store.read, caller.authority.id, body.files ?? []);
    return {
      chain: chainOf(caller),
      at: now,
      entries: [
        {
          kind: 'violation.noted',
          subject: `note/${noteCode}`,
          payload: {
            note: noteCode,
            rule: body.rule,
            party: party.publicId,
            site: site.publicId,
            seenAt: formatInstant(seenAt),
            text: body.text,
            files: body.files ?? [],
            violations: findings.map((row) => row.publicId),
            actedBy: actedBy(caller),
          },
        },
      ],
      rows: { finding: findings, note_photo: notePhotoRows(noteId, photos) },
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: ({ stamps }) => ({
        reply: json(201, { ...view, ledger: stamps[0] ?? null }, { Location: `/v1/violations/${view?.id ?? ''}` }),
      }),
    };
  });
}

function wrongFields(body: NoteInput, seenAt: number, now: number): ProblemDetail[] {
  const errors: ProblemDetail[] = [];
  const rule = rules.find((one) => one.id === body.rule);
  if (!rule?.watches.includes('officer-note')) {
    const known = noteable.join(', ');
    errors.push({
      pointer: '/rule',
      found: body.rule,
      expected: { zh: `可由执法人员现场记录的规则：${known}`, en: `a rule that can be seen on site: ${known}` },
      fix: { zh: '其余规则由记录得出，无需录入', en: 'the others follow from the records' },
    });
  }
  if (seenAt > now)
    errors.push({
      pointer: '/seenAt',
      found: body.seenAt,
      expected: { zh: '不晚于现在', en: 'not later than now' },
      fix: { zh: '填写实际看到的时间', en: 'write when it was seen' },
    });
  else if (rule && civilDateOf(seenAt) < rule.startsOn)
    errors.push({
      pointer: '/seenAt',
      found: body.seenAt,
      expected: { zh: `${rule.startsOn} 起，此前的法律不在数据中`, en: `from ${rule.startsOn} on; the law before it is not in the data` },
      fix: { zh: '按当时的规定另行处理', en: 'handle it under the law of that day' },
    });
  return errors;
}

const outOfPlace = () => notFound({ zh: '该场所', en: 'such site' });

async function placeOf(deps: Deps, body: NoteInput, { authority }: AuthorityCaller): Promise<{ party: PartyFacts; site: SiteFacts }> {
  const party = await partyByRef(deps.store.read, body.party);
  if (!party) throw notFound({ zh: '该经营主体', en: 'such party' });
  const site = await siteOf(deps.store.read, party.id, body.site);
  if (!site || !within(site.regionCode, authority.regionCode)) throw outOfPlace();
  return { party, site };
}

/** Competent by law, or because the power was given to it. */
function isCompetent(draft: FindingDraft, { authority }: AuthorityCaller, competences: readonly Competence[]): boolean {
  if (draft.department === authority.department) return true;
  if (draft.offence === null || draft.department === null) return false;
  const offence: OffenceId = draft.offence;
  return law.resolve(competences, draft.regionCode, offence, draft.department as Department)?.authorityId === authority.publicId;
}

/**
 * Dismisses an open lead, with the reason.
 * @throws {Problem} not-found out of scope; out-of-order when it is not open any more
 */
export async function dismissLead(
  deps: Deps,
  call: Pick<Call, 'now' | 'claim'> & { params: { id: string }; body: { reason: string } },
  caller: AuthorityCaller,
): Promise<Reply> {
  const { reason } = call.body;
  return write(deps.store, async () => {
    const repository = await repositoryFor(deps, caller);
    const row = await repository.finding(call.params.id);
    if (!row || row.weight === 'todo') throw noLead();
    if (row.weight !== 'lead' || row.state !== 'open') throw notOpen(row);
    await refusePowerGivenAway(deps.store.read, [row], caller);
    const settled = { state: 'dismissed', settledAt: call.now, settledReason: reason };
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [
        {
          kind: 'lead.dismissed',
          subject: `violation/${row.publicId}`,
          payload: { violation: row.publicId, reason, actedBy: actedBy(caller) },
        },
      ],
      touch: [{ set: 'finding', id: row.id, to: settled }],
      expect: [{ table: 'finding', id: row.id, column: 'state', is: 'open' }],
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => ({ reply: json(201, { id: row.publicId, state: 'dismissed', reason }) }),
    };
  });
}

function notOpen(row: { publicId: string; weight: string; state: string; settledReason: string | null }): Problem {
  if (row.weight !== 'lead')
    return new Problem('out-of-order', {
      zh: '这是发给经营主体的提醒，不是线索，无需排除。',
      en: 'This is a reminder to the party, not a lead: there is nothing to dismiss.',
    });
  return new Problem(
    'out-of-order',
    {
      zh: `该线索已不是待处理状态（${row.state}）${row.settledReason === null ? '' : `：${row.settledReason}`}。`,
      en: `This lead is no longer open (${row.state}).`,
    },
    { extra: { violation: row.publicId, state: row.state } },
  );
}
