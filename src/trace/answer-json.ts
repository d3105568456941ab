import type { Amount } from './amounts.ts';
import type { Answer, EdgeShown, NodeShown, OnHandShown, PartyShown, ReceivedShown, SiteShown } from './answer-shapes.ts';

/** Items made into text at once. */
const SLICE = 500;

/** An answer whose broken links speak one language. */
export type Told = Omit<Answer, 'brokenLinks'> & { brokenLinks: Iterable<object> };

/**
 * The JSON of an answer in pieces; together the text JSON.stringify makes of it. Names go through it; codes, ids, instants and words of closed
 * lists hold nothing that JSON escapes, and amounts, which come again and again, are written once.
 */
export function* answerJson({ asked, asOf, batches, nodes, edges, summary, brokenLinks }: Told): Generator<string> {
  const write = writer();
  yield `{"asked":${JSON.stringify(asked)},"asOf":${JSON.stringify(asOf)},"batches":${JSON.stringify(batches)},"nodes":[`;
  yield* items(nodes, write.node);
  yield '],"edges":[';
  yield* items(edges, write.edge);
  yield '],"summary":{"received":[';
  yield* items(summary.received, write.received);
  yield '],"inTransit":[';
  yield* items(summary.inTransit, (one) => JSON.stringify(one));
  yield '],"onHand":[';
  yield* items(summary.onHand, write.onHand);
  yield ']},"brokenLinks":[';
  yield* items(brokenLinks, (one) => JSON.stringify(one));
  yield ']}';
}

function* items<T>(list: Iterable<T>, write: (item: T) => string): Generator<string> {
  let text = '';
  let count = 0;
  for (const item of list) {
    text += `${count === 0 ? '' : ','}${write(item)}`;
    if (++count % SLICE > 0) continue;
    yield text;
    text = '';
  }
  yield text;
}

function writer() {
  const texts = new Map<Amount, string>();
  const amount = (value: Amount | null): string => {
    if (value === null) return 'null';
    let text = texts.get(value);
    if (text === undefined) {
      text = JSON.stringify(value);
      texts.set(value, text);
    }
    return text;
  };
  const holder = ({ node, traceCode, party, quantity, contact }: ReceivedShown) =>
    `"node":"${node}","traceCode":"${traceCode}","party":${partyJson(party)},"contact":"${contact}","quantity":${amount(quantity)}`;
  return {
    node: ({ id, traceCode, party, site, contact, level, quantity, received, atLeast, atMost, basis }: NodeShown) =>
      `{"id":"${id}","traceCode":"${traceCode}","party":${partyJson(party)},"site":${siteJson(site)},"contact":"${contact}","level":${level},"quantity":${amount(quantity)},"received":${amount(received)},"atLeast":${amount(atLeast)},"atMost":${amount(atMost)},"basis":"${basis}"}`,
    edge: ({ from, to, kind, quantity, at, revision, shipment }: EdgeShown) =>
      `{"from":"${from}","to":${plain(to)},"kind":"${kind}","quantity":${amount(quantity)},"at":"${at}"${revision === undefined ? '' : `,"revision":${revision}`}${shipment === undefined ? '' : `,"shipment":"${shipment}"`}}`,
    received: (one: ReceivedShown) => `{${holder(one)}}`,
    onHand: (one: OnHandShown) => `{${holder(one)},"atLeast":${amount(one.atLeast)},"atMost":${amount(one.atMost)},"basis":"${one.basis}"}`,
  };
}

const plain = (text: string | null) => (text === null ? 'null' : `"${text}"`);

function partyJson({ id, uscc, name }: PartyShown): string {
  return `{"id":${plain(id)},"uscc":${plain(uscc)},"name":${JSON.stringify(name)}}`;
}

function siteJson(site: SiteShown | null): string {
  if (site === null) return 'null';
  return `{"id":"${site.id}","name":${JSON.stringify(site.name)},"kind":"${site.kind}","regionCode":"${site.regionCode}"}`;
}
