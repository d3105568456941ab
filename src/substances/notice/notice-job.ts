import type { FollowerJob } from '../../ledger/follower.ts';
import type { Deps } from '../../platform/deps.ts';
import { REJUDGE } from '../../rules/rejudge.ts';
import type { DB } from '../../store/schema.ts';

/** Entries after which batches that name a substance may be judged otherwise. */
const CHANGES: ReadonlySet<string> = new Set(['substance.entered', 'substance.revoked']);

/**
 * Puts the batches an entered or revoked substance leads to on the due list, to be judged again: those in which it was found or declared and no others.
 * The sweep takes them a hundred at a time and moves the item on with each step, so that it may stop anywhere and goes on where it stood. Leads appear
 * where the law of the day of the act allows: the rules decide that, not this.
 */
export function noticeJob(deps: Pick<Deps, 'store'>): FollowerJob {
  return {
    name: 'notice-rejudge',
    batch: 100,
    handle: async (entries) => {
      const subjects = new Map(entries.filter((entry) => CHANGES.has(entry.kind)).map(({ at, subject }) => [subject, at]));
      const due: DB['due'][] = [];
      for (const [subject, at] of subjects) {
        const item = { at, rule: REJUDGE, subjectType: subject, subjectId: -1 };
        if (!(await stands(deps, item))) due.push(item);
      }
      return due.length > 0 ? { rows: { due } } : {};
    },
  };
}

/** An entry made and revoked within a millisecond is one item, and is judged as it stands then. */
async function stands({ store }: Pick<Deps, 'store'>, { at, rule, subjectType, subjectId }: DB['due']): Promise<boolean> {
  const row = await store.read
    .selectFrom('due')
    .select('at')
    .where('at', '=', at)
    .where('rule', '=', rule)
    .where('subjectType', '=', subjectType)
    .where('subjectId', '=', subjectId)
    .executeTakeFirst();
  return row !== undefined;
}
