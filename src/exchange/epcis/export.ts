import type { PartyCaller } from '../../platform/caller.ts';
import { civilDateOf, formatInstant } from '../../platform/civil-date.ts';
import type { Deps } from '../../platform/deps.ts';
import type { Call } from '../../platform/route.ts';
import type { Reply } from '../../store/store.ts';
import { EPCIS_CONTEXT, OWN_TERMS, standing } from './contexts.ts';
import { CAPTURE_BYTES, CAPTURE_LIMIT, LINKED_DATA } from './headers.ts';
import { placed } from './query.ts';
import { epcisRepository } from './repository.ts';
import { isObject } from './shape.ts';
import { chainPlaceOf } from './token.ts';

const PAGE = 200;
/** Room for the frame of a document that is to be captured. */
const FRAME_BYTES = 1_024;

/**
 * GET /v1/exports/epcis without `after`: all events of the party in the order of its chain, its own records and what it captured, as one EPCISDocument. Sent as it is read: a
 * failure on the way ends the stream without the closing brackets, which no reader takes for a whole document.
 */
export function exportEvents(deps: Deps, call: Call, caller: PartyCaller): Response {
  const blocks = documentText(deps, call.now, caller);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await blocks.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await blocks.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      'Content-Type': 'application/ld+json; charset=utf-8',
      'Content-Disposition': `attachment; filename="epcis-${civilDateOf(call.now)}.jsonld"`,
      'Cache-Control': 'no-store',
    },
  });
}

/**
 * GET /v1/exports/epcis with `after`: as many of the next events as a capture takes at once, by number and by bytes, and in `Link` where to go on. An event
 * that is larger alone stands alone.
 * @throws {Problem} invalid-input for an `after` that was not given out
 */
export async function exportPart(deps: Deps, call: Call<unknown, { after: string }>, caller: PartyCaller): Promise<Reply> {
  let after = chainPlaceOf(call.query.after);
  const repository = epcisRepository(deps.store.read, caller);
  const part: string[] = [];
  let [bytes, isEnd] = [FRAME_BYTES, false];
  while (!isEnd && part.length < CAPTURE_LIMIT) {
    const rows = await repository.inChain(after, Math.min(PAGE, CAPTURE_LIMIT - part.length));
    if (rows.length === 0) break;
    for (const row of rows) {
      const text = JSON.stringify(inDocument(placed(row)));
      const size = Buffer.byteLength(text) + SEPARATOR.length;
      isEnd = part.length > 0 && bytes + size > CAPTURE_BYTES;
      if (isEnd) break;
      part.push(text);
      bytes += size;
      after = { seq: row.seq, n: row.n };
    }
  }
  const [next] = await repository.inChain(after, 1);
  const headers = next ? { Link: `</v1/exports/epcis?after=${after.seq}.${after.n}>; rel="next"` } : {};
  const body = `${opening(call.now)}${part.join(SEPARATOR)}${CLOSING}`;
  return { status: 200, headers: { ...LINKED_DATA, 'Cache-Control': 'no-store', ...headers }, body };
}

const SEPARATOR = ',\n';
const CLOSING = ']}}\n';

function opening(now: number): string {
  const head = { '@context': [EPCIS_CONTEXT, OWN_TERMS], type: 'EPCISDocument', schemaVersion: '2.0', creationDate: formatInstant(now) };
  return `${JSON.stringify(head).slice(0, -1)},"epcisBody":{"eventList":[`;
}

async function* documentText(deps: Deps, now: number, caller: PartyCaller): AsyncGenerator<string> {
  const repository = epcisRepository(deps.store.read, caller);
  yield opening(now);
  let after = { seq: 0, n: -1 };
  let comma = '';
  for (;;) {
    const rows = await repository.inChain(after, PAGE);
    const last = rows.at(-1);
    if (!last) break;
    yield comma + rows.map((row) => JSON.stringify(inDocument(placed(row)))).join(SEPARATOR);
    comma = SEPARATOR;
    after = last;
  }
  yield CLOSING;
}

/** An event that needs more than the context of the document brings its own. */
function inDocument(one: ReturnType<typeof placed>) {
  const isCovered = one.extras.every(
    (extra) => isObject(extra) && Object.entries(extra).every(([term, means]) => OWN_TERMS[term as 'suyuan'] === means),
  );
  return isCovered ? one.event : standing(one);
}
