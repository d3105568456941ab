import type { Store } from '../store/store.ts';

/** Who was told of a recall by its notice: inboxes of holders and authorities, and messages to the programs of those who asked for them. */
export interface Told {
  holders: number;
  holdersRead: number;
  authorities: number;
  messages: Record<string, number>;
}

export async function toldOf(read: Store['read'], recall: { id: number; publicId: string }): Promise<Told> {
  const holders = read
    .selectFrom('recall_holder as holder')
    .innerJoin('notice', (join) => join.onRef('notice.ownerId', '=', 'holder.partyId').on('notice.ownerKind', '=', 'party'))
    .where('holder.recallId', '=', recall.id)
    .where('notice.kind', '=', 'recall.opened')
    .where('notice.subjectType', '=', 'recall')
    .where('notice.subjectCode', '=', recall.publicId);
  const counted = await holders
    .select((eb) => [eb.fn.countAll<number>().as('n'), eb.fn.count<number>('notice.readAt').as('seen')])
    .executeTakeFirst();
  const offices = await read
    .selectFrom('authority')
    .innerJoin('notice', (join) => join.onRef('notice.ownerId', '=', 'authority.id').on('notice.ownerKind', '=', 'authority'))
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('notice.kind', '=', 'recall.opened')
    .where('notice.subjectType', '=', 'recall')
    .where('notice.subjectCode', '=', recall.publicId)
    .executeTakeFirst();
  const messages = await holders
    .innerJoin('webhook', (join) =>
      join.onRef('webhook.ownerId', '=', 'notice.ownerId').onRef('webhook.ownerKind', '=', 'notice.ownerKind'),
    )
    .innerJoin('delivery', (join) => join.onRef('delivery.webhookId', '=', 'webhook.id').onRef('delivery.noticeId', '=', 'notice.id'))
    .select((eb) => ['delivery.state', eb.fn.countAll<number>().as('n')])
    .groupBy('delivery.state')
    .execute();
  return {
    holders: Number(counted?.n ?? 0),
    holdersRead: Number(counted?.seen ?? 0),
    authorities: Number(offices?.n ?? 0),
    messages: Object.fromEntries(messages.map(({ state, n }) => [state, Number(n)])),
  };
}
