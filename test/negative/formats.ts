import { createHash } from 'node:crypto';
import type { Ask } from '../app.ts';
import { xlsxOf } from '../xlsx.ts';

export const utf8 = (text: string) => new TextEncoder().encode(text);
const HEAD = ['产品名称', '类别', '批号', '生产日期', '数量', '单位'];
const ROW = ['示例酱油', '食品', 'A1', '2026-11-01', '100', '瓶'];
const CSV = `${HEAD.join(',')}\n${ROW.join(',')}\n"示例,醋",食品,A2,2026/11/2,200,瓶\n`;
const NDJSON =
  `{"product":{"name":"示例酱油","category":"food"},"batchNumber":"A1","productionDate":"2026-11-01","quantity":{"amount":"100","unit":"瓶"}}\n`.repeat(
    3,
  );
const SMILES = [
  'O=C1OC(c2ccc(O)cc2)(c2ccc(O)cc2)c2ccccc12',
  'CCCC(=O)Oc1ccc(cc1)C1(OC(=O)c2ccccc12)c1ccc(O)cc1',
  'C[C@H](N)C(=O)O.[Na+].[13CH4]',
  'C1CC2CC3CC1CC(C2)C3',
];
const LINKS = [
  '/01/09521234543213/10/A%2F1/21/117?17=271231&linkType=all',
  '/t/ABCD-EFGH-JKMN-PQRS-TUVM?at=V1StGXR8Z5jdHi6B',
  '/find?gtin=09521234543213&date=2026-11-01&batch=A1',
];
const EPCIS = JSON.stringify({
  '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
  type: 'EPCISDocument',
  schemaVersion: '2.0',
  creationDate: '2026-11-05T09:00:00Z',
  epcisBody: {
    eventList: [
      {
        type: 'ObjectEvent',
        eventID: 'https://example.com/event/1',
        action: 'OBSERVE',
        bizStep: 'storing',
        epcList: ['urn:epc:id:sgtin:0614141.107346.7'],
        quantityList: [{ epcClass: 'https://id.gs1.org/01/09521234543213/10/A', quantity: 12.5, uom: 'KGM' }],
        readPoint: { id: 'urn:epc:id:sgln:0614141.00777.0' },
        eventTime: '2026-11-04T10:00:00+08:00',
        eventTimeZoneOffset: '+08:00',
      },
    ],
  },
});
const PNG = Uint8Array.from(
  Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'),
);
const JPEG = new Uint8Array([
  0xff,
  0xd8,
  0xff,
  0xe0,
  0,
  16,
  ...Array.from({ length: 14 }, () => 0),
  0xff,
  0xc0,
  0,
  11,
  8,
  0,
  2,
  0,
  3,
  1,
  0,
  0,
  0,
  0xff,
  0xd9,
]);

/** What is not a byte of a path is written as its number, so that any bytes can be asked for. */
function pathOf(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) =>
    byte > 0x20 && byte < 0x7f && byte !== 0x23 ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0')}`,
  ).join('');
  return `/${text.replace(/^\/+/, '')}`;
}

const json = { 'Content-Type': 'application/json' };
const structure = (bytes: Uint8Array) => JSON.stringify({ structures: [new TextDecoder().decode(bytes)] });
/** Well-formed bytes of a format, and the request that brings them to who reads it. */
export interface Format {
  samples: Uint8Array[];
  ask(bytes: Uint8Array<ArrayBuffer>): [method: string, path: string, ask: Ask];
}

export const formats: Record<string, Format> = {
  CSV: {
    samples: [utf8(CSV), Uint8Array.from(Buffer.from(`\ufeff${CSV}`, 'utf16le'))],
    ask: (raw) => ['POST', '/v1/imports?kind=batches&preview=true', { raw }],
  },
  XLSX: { samples: [xlsxOf([HEAD, ROW])], ask: (raw) => ['POST', '/v1/imports?kind=batches&preview=true', { raw }] },
  NDJSON: { samples: [utf8(NDJSON)], ask: (raw) => ['POST', '/v1/imports?kind=batches&preview=true', { raw }] },
  picture: {
    samples: [PNG, JPEG, utf8('%PDF-1.7\n%%EOF\n'), xlsxOf([ROW])],
    ask: (raw) => ['PUT', `/v1/files/${createHash('sha256').update(raw).digest('hex')}`, { raw }],
  },
  SMILES: { samples: SMILES.map(utf8), ask: (bytes) => ['POST', '/v1/screenings', { raw: structure(bytes), headers: json }] },
  'Digital Link': { samples: LINKS.map(utf8), ask: (bytes) => ['GET', pathOf(bytes), {}] },
  EPCIS: { samples: [utf8(EPCIS)], ask: (raw) => ['POST', '/epcis/capture', { raw, headers: json }] },
  JSON: { samples: [utf8(NDJSON.split('\n')[0] ?? '')], ask: (raw) => ['POST', '/v1/batches', { raw, headers: json }] },
};
