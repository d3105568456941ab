import type { PartyCaller } from '../../platform/caller.ts';
import { civilDateOf, formatInstant } from '../../platform/civil-date.ts';
import type { Deps } from '../../platform/deps.ts';
import type { Call } from '../../platform/route.ts';
import { EPCIS_CONTEXT, OWN_TERMS, standing } from './contexts.ts';
import { placed } from './query.ts';
import { epcisRepository } from './repository.ts';
import { isObject } from './shape.ts';

const PAGE = 200;

/**
 * GET /v1/exports/epcis: all events of the party in the order of its chain, its own records and what it captured, as one EPCISDocument. Sent as it is read: a
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

async function* documentText(deps: Deps, now: number, caller: PartyCaller): AsyncGenerator<string> {
  const repository = epcisRepository(deps.store.read, caller);
  const head = { '@context': [EPCIS_CONTEXT, OWN_TERMS], type: 'EPCISDocument', schemaVersion: '2.0', creationDate: formatInstant(now) };
  yield `${JSON.stringify(head).slice(0, -1)},"epcisBody":{"eventList":[`;
  let after = { seq: 0, n: -1 };
  let comma = '';
  for (;;) {
    const rows = await repository.inChain(after, PAGE);
    const last = rows.at(-1);
    if (!last) break;
    yield comma + rows.map((row) => JSON.stringify(inDocument(placed(row)))).join(',\n');
    comma = ',\n';
    after = last;
  }
  yield ']}}\n';
}

/** An event that needs more than the context of the document brings its own. */
function inDocument(one: ReturnType<typeof placed>) {
  const isCovered = one.extras.every(
    (extra) => isObject(extra) && Object.entries(extra).every(([term, means]) => OWN_TERMS[term as 'suyuan'] === means),
  );
  return isCovered ? one.event : standing(one);
}
