import { parseInstant } from '../../platform/civil-date.ts';
import type { ProblemDetail } from '../../platform/problem-detail.ts';
import { anyText, type Check, isObject, isUri, list, number, object, text, told, truth, uri, word } from './shape.ts';
import {
  actions,
  bizSteps,
  bizTransactionTypes,
  CBV_NAMESPACE,
  components,
  dispositions,
  type EventType,
  errorReasons,
  GS1_WEB_NAMESPACE,
  measurements,
  sensorAlerts,
  sourceTypes,
} from './vocabulary.ts';

/*
 * EPCIS 2.0 events in JSON, from the facts of the standard (GS1 EPCIS 2.0, chapters 7 and 10): which fields, of what form, which must be there.
 */

export const time = text((value) => parseInstant(value) !== null, {
  expected: {
    zh: '带时区的时间（RFC 3339），如 2026-11-05T09:00:00+08:00',
    en: 'a time with its zone (RFC 3339), such as 2026-11-05T09:00:00+08:00',
  },
  fix: { zh: '补上秒和时区（+08:00 或 Z）', en: 'add the seconds and the zone (+08:00 or Z)' },
});

const zone = text((value) => /^[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00)$/.test(value), {
  expected: { zh: '时区偏移，如 +08:00', en: 'an offset such as +08:00' },
  fix: { zh: '写成 +08:00 的形式，不写 Z', en: 'write it like +08:00, not Z' },
});

const uom = text((value) => /^[A-Z0-9]{2,3}$/.test(value), {
  expected: { zh: 'UN/CEFACT 计量单位代码，如 KGM', en: 'a UN/CEFACT unit code, such as KGM' },
  fix: { zh: '件数不写 uom；千克写 KGM', en: 'leave uom out of counts; kilograms are KGM' },
});

const hex = text((value) => /^[0-9a-f]+$/i.test(value), {
  expected: { zh: '十六进制数字', en: 'hexadecimal digits' },
  fix: { zh: '只写 0-9 与 A-F', en: 'write 0-9 and A-F alone' },
});

const cbv = (known: ReadonlySet<string>) => word(known, CBV_NAMESPACE);

const quantity = object({ fields: { epcClass: uri, quantity: number, uom }, required: ['epcClass'], others: 'none' });
const place = object({ fields: { id: uri }, required: ['id'], others: 'any' });
const bizTransaction = object({
  fields: { type: cbv(bizTransactionTypes), bizTransaction: uri },
  required: ['bizTransaction'],
  others: 'none',
});
const end = (name: 'source' | 'destination') =>
  object({ fields: { type: cbv(sourceTypes), [name]: uri }, required: ['type', name], others: 'none' });

const disposition = cbv(dispositions);
const persistent: Check = (value, at, wrong) => {
  const some = list(disposition, { least: 1, unique: true });
  object({ fields: { set: some, unset: some }, others: 'none' })(value, at, wrong);
  if (isObject(value) && value.set === undefined && value.unset === undefined)
    wrong.push(
      told(value, at, { expected: { zh: 'set 或 unset', en: 'set or unset' }, fix: { zh: '补上其中之一', en: 'add one of them' } }),
    );
};

const sensorMetadata = object({
  fields: {
    time,
    startTime: time,
    endTime: time,
    deviceID: uri,
    deviceMetadata: uri,
    rawData: uri,
    dataProcessingMethod: uri,
    bizRules: uri,
  },
  others: 'extensions',
});

const sensorReport = object({
  fields: {
    type: word(measurements, GS1_WEB_NAMESPACE),
    exception: word(sensorAlerts, GS1_WEB_NAMESPACE),
    deviceID: uri,
    deviceMetadata: uri,
    rawData: uri,
    dataProcessingMethod: uri,
    bizRules: uri,
    time,
    microorganism: uri,
    chemicalSubstance: uri,
    coordinateReferenceSystem: uri,
    value: number,
    component: cbv(components),
    stringValue: anyText,
    booleanValue: truth,
    hexBinaryValue: hex,
    uriValue: uri,
    minValue: number,
    maxValue: number,
    meanValue: number,
    sDev: number,
    percRank: number,
    percValue: number,
    uom: anyText,
  },
  required: ['type'],
  others: 'extensions',
});

const sensorElement = object({
  fields: { sensorMetadata, sensorReport: list(sensorReport, { least: 1 }) },
  required: ['sensorReport'],
  others: 'extensions',
});

const errorDeclaration = object({
  fields: { declarationTime: time, reason: cbv(errorReasons), correctiveEventIDs: list(uri) },
  required: ['declarationTime'],
  others: 'extensions',
});

const certification: Check = (value, at, wrong) => (Array.isArray(value) ? list(uri) : uri)(value, at, wrong);

/** Most links, most terms and most characters of a context: it is kept with every event that stands in it. */
export const CONTEXT_LIMITS = { links: 20, terms: 200, characters: 8_192 } as const;

/** A JSON-LD context: a URI, terms, or a list of them. */
export const context: Check = (value, at, wrong) => {
  const isOne = (one: unknown) => isUri(one) || isObject(one);
  const isContext = Array.isArray(value)
    ? value.every(isOne) && new Set(value.map((one) => JSON.stringify(one))).size === value.length
    : isOne(value);
  if (!isContext) wrong.push(told(value, at, contextWords));
  else if (!isSmall(Array.isArray(value) ? value : [value])) wrong.push(told(value, at, smallContext));
};

function isSmall(contexts: readonly unknown[]): boolean {
  const { links, terms, characters } = CONTEXT_LIMITS;
  const named = contexts.reduce<number>((sum, one) => sum + (isObject(one) ? Object.keys(one).length : 0), 0);
  return contexts.filter((one) => !isObject(one)).length <= links && named <= terms && JSON.stringify(contexts).length <= characters;
}

const contextWords = {
  expected: {
    zh: 'JSON-LD 上下文：URI、对象，或互不重复的数组',
    en: 'a JSON-LD context: a URI, an object, or a list of different ones',
  },
  fix: {
    zh: '写 ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"]',
    en: 'write ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"]',
  },
};

const smallContext = {
  expected: {
    zh: `上下文至多 ${CONTEXT_LIMITS.links} 个网址、${CONTEXT_LIMITS.terms} 个词、${CONTEXT_LIMITS.characters} 个字符`,
    en: `a context of at most ${CONTEXT_LIMITS.links} links, ${CONTEXT_LIMITS.terms} terms and ${CONTEXT_LIMITS.characters} characters`,
  },
  fix: { zh: '去掉用不到的词，或把词汇表放到一个网址下', en: 'leave out what is not used, or put the terms under one address' },
};

const common = {
  '@context': context,
  type: anyText,
  eventTime: time,
  recordTime: time,
  eventTimeZoneOffset: zone,
  eventID: uri,
  certificationInfo: certification,
  errorDeclaration,
};
const times = ['type', 'eventTime', 'eventTimeZoneOffset'];

const action = text((value) => actions.has(value), {
  expected: { zh: 'ADD、OBSERVE 或 DELETE', en: 'ADD, OBSERVE or DELETE' },
  fix: { zh: '从三者中选一', en: 'take one of the three' },
});

const step = {
  bizStep: cbv(bizSteps),
  disposition,
  readPoint: place,
  bizLocation: place,
  bizTransactionList: list(bizTransaction),
  sourceList: list(end('source')),
  destinationList: list(end('destination')),
  sensorElementList: list(sensorElement),
};
const ilmd = object({ fields: {}, others: 'extensions' });
const children = { parentID: uri, childEPCs: list(uri), childQuantityList: list(quantity) };
const goods = { epcList: list(uri), quantityList: list(quantity) };

/** Fields of each type of event. */
export const eventShapes: Readonly<Record<EventType, Check>> = {
  ObjectEvent: object({
    fields: { ...common, ...step, ...goods, epcList: list(uri, { unique: true }), action, persistentDisposition: persistent, ilmd },
    required: [...times, 'action'],
    others: 'extensions',
  }),
  AggregationEvent: object({ fields: { ...common, ...step, ...children, action }, required: [...times, 'action'], others: 'extensions' }),
  TransactionEvent: object({
    fields: { ...common, ...step, ...goods, action, parentID: uri, bizTransactionList: list(bizTransaction, { least: 1 }) },
    required: [...times, 'action', 'bizTransactionList'],
    others: 'extensions',
  }),
  TransformationEvent: object({
    fields: {
      ...common,
      ...step,
      inputEPCList: list(uri, { unique: true }),
      inputQuantityList: list(quantity),
      outputEPCList: list(uri, { unique: true }),
      outputQuantityList: list(quantity),
      transformationID: uri,
      persistentDisposition: persistent,
      ilmd,
    },
    required: times,
    others: 'extensions',
  }),
  AssociationEvent: object({
    fields: { ...common, ...step, ...children, action },
    required: [...times, 'action', 'parentID'],
    others: 'extensions',
  }),
};

/** A type of somebody’s own: only what every event has is known of it. */
export const extendedShape: Check = object({ fields: common, required: times, others: 'any' });

type Event = Record<string, unknown>;
const isSome = (value: unknown) => Array.isArray(value) && value.length > 0;

/** What an event must be about, where no single field is wrong. */
export function aboutNothing(event: Event, at: string): ProblemDetail[] {
  const nothing = (zh: string, en: string) => [
    told(undefined, at, {
      expected: { zh, en },
      fix: { zh: '补上事件所涉及的货物', en: 'say which goods the event is about' },
    }),
  ];
  switch (event.type) {
    case 'ObjectEvent':
      return Array.isArray(event.epcList) ||
        isSome(event.quantityList) ||
        (isSome(event.sensorElementList) && event.readPoint !== undefined)
        ? wrongIlmd(event, at)
        : nothing('epcList、quantityList，或 sensorElementList 加 readPoint', 'epcList, quantityList, or sensorElementList with readPoint');
    case 'AggregationEvent':
    case 'AssociationEvent':
      return isSome(event.childEPCs) || isSome(event.childQuantityList) || event.action === 'DELETE'
        ? []
        : nothing('childEPCs 或 childQuantityList', 'childEPCs or childQuantityList');
    case 'TransactionEvent':
      return Array.isArray(event.epcList) || isSome(event.quantityList) || event.action === 'DELETE'
        ? []
        : nothing('epcList 或 quantityList', 'epcList or quantityList');
    case 'TransformationEvent':
      return isTransformed(event)
        ? []
        : nothing('投入与产出；有 transformationID 时其一即可', 'inputs and outputs; with a transformationID one of them');
    default:
      return [];
  }
}

function isTransformed(event: Event): boolean {
  const [went, came] = [
    isSome(event.inputEPCList) || isSome(event.inputQuantityList),
    isSome(event.outputEPCList) || isSome(event.outputQuantityList),
  ];
  return (went && came) || (event.transformationID !== undefined && (went || came));
}

/** Master data of the lot come with its making alone. */
function wrongIlmd(event: Event, at: string): ProblemDetail[] {
  if (event.ilmd === undefined || event.action === 'ADD') return [];
  return [
    told(event.ilmd, `${at}/ilmd`, {
      expected: { zh: '仅 action 为 ADD 的事件可带 ilmd', en: 'ilmd in an event of action ADD alone' },
      fix: { zh: '去掉 ilmd，或更正 action', en: 'leave ilmd out, or correct action' },
    }),
  ];
}
