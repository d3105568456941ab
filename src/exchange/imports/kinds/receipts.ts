import { text } from '../../../platform/fields.ts';
import type { Body } from '../kinds.ts';

export const shipmentNamed = text(200, 'Id of the shipment, or the code of its slip', 'V1StGXR8Z5jdHi6B');

/** A line as the columns of the template make it, goods described and named alike. */
interface SheetLine extends Body {
  outcome?: string;
  traceCode?: string;
  product?: { gtin?: string };
}

/**
 * The body of the API from the one template for both: an answer to a shipment where its number is given, else goods from a supplier outside
 * the system. Lines of an answer name goods; a line that names none speaks of the whole shipment.
 */
export function receiptOf({ document: _, ...body }: Body): Body {
  const lines = Array.isArray(body.lines) ? (body.lines as (SheetLine | undefined)[]).map((line) => line ?? {}) : [];
  if (body.shipment === undefined) return { ...body, ...(lines.length > 0 ? { lines: lines.map(outsideLine) } : {}) };
  const [firstLine] = lines;
  const outcome = body.outcome ?? firstLine?.outcome;
  const named = lines.map(answerLine).filter((line) => Object.keys(line).some((key) => key !== 'outcome'));
  const { lines: _lines, ...rest } = body;
  return { ...rest, ...(outcome === undefined ? {} : { outcome }), ...(named.length > 0 ? { lines: named } : {}) };
}

/** What a line is, is known by its trace code, whatever else is written of it. */
function outsideLine({ outcome, ...line }: SheetLine): Body {
  const said = outcome === undefined || outcome === 'accepted' ? {} : { outcome };
  if (line.traceCode === undefined) return { ...line, ...said };
  return { traceCode: line.traceCode, ...(line.quantity === undefined ? {} : { quantity: line.quantity }), ...said };
}

function answerLine({ product, ...line }: SheetLine): Body {
  return product?.gtin === undefined ? line : { ...line, gtin: product.gtin };
}
