import type { Deps } from '../../platform/deps.ts';
import type { Store } from '../../store/store.ts';
import { wholeCase } from '../case-reading.ts';
import { evidencePack } from '../evidence.ts';
import type { Asking } from '../lists.ts';
import type { FindingRow } from '../repository.ts';
import { partyRef } from '../views.ts';
import { decisionDocument } from './decision.ts';
import { noticeDocument } from './notice.ts';
import { orderDocument } from './order.ts';
import type { DocumentKind, Filling } from './parts.ts';
import { referralDocument } from './referral.ts';

const documents: Record<DocumentKind, (filling: Filling) => string> = {
  order: orderDocument,
  notice: noticeDocument,
  decision: decisionDocument,
  referral: referralDocument,
};

/**
 * A draft of a document of the case as a page to print, always in Chinese. It can be made before its step, to be read and corrected by people:
 * what the case does not hold yet stands open.
 * @throws {Problem} not-found for a case out of scope
 */
export async function caseDocument(deps: Deps, asking: Asking, { id, kind }: { id: string; kind: DocumentKind }): Promise<string> {
  const inChinese: Asking = { caller: asking.caller, now: asking.now, locale: 'zh' };
  const whole = await wholeCase(deps, inChinese, id);
  const pack = await evidencePack(deps, inChinese, id);
  const { name, uscc } = partyRef(whole.party);
  const codes = await traceCodesOf(deps.store.read, whole.leads);
  return documents[kind]({ pack, party: { name, uscc, natural: whole.party?.natural === true }, codes });
}

/** The goods each lead is about: its batch, or the batches on the lines of its shipment. */
async function traceCodesOf(read: Store['read'], leads: readonly FindingRow[]): Promise<Map<string, string[]>> {
  const shipments = leads.flatMap((lead) => (lead.batchId === null && lead.subjectType === 'shipment' ? [lead.subjectId] : []));
  const lines =
    shipments.length === 0
      ? []
      : await read
          .selectFrom('shipment_line')
          .select(['shipmentId', 'batchId'])
          .where('shipmentId', 'in', shipments)
          .orderBy('n')
          .execute();
  const batchIds = [...new Set([...leads.flatMap((lead) => lead.batchId ?? []), ...lines.map((line) => line.batchId)])];
  const batches =
    batchIds.length === 0 ? [] : await read.selectFrom('batch').select(['id', 'traceCode']).where('id', 'in', batchIds).execute();
  const codeOf = new Map(batches.map((batch) => [batch.id, batch.traceCode]));
  const linesOf = Map.groupBy(lines, (line) => line.shipmentId);
  return new Map(
    leads.map((lead) => {
      const own = lead.batchId === null ? (linesOf.get(lead.subjectId) ?? []).map((line) => line.batchId) : [lead.batchId];
      return [lead.publicId, [...new Set(own.flatMap((batch) => codeOf.get(batch) ?? []))]];
    }),
  );
}
