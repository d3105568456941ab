import { OWN_NAMESPACE } from './contexts.ts';

/** Most events of one document. */
export const CAPTURE_LIMIT = 1_000;
/** Largest document, in bytes. */
export const CAPTURE_BYTES = 4_194_304;

/** What this service is able to do, as EPCIS 2.0 (12.6) announces it. */
export const epcisHeaders: Readonly<Record<string, string>> = {
  'GS1-EPCIS-Version': '2.0.0',
  'GS1-EPCIS-Min': '2.0.0',
  'GS1-EPCIS-Max': '2.0.0',
  'GS1-CBV-Version': '2.0.0',
  'GS1-CBV-Min': '2.0.0',
  'GS1-CBV-Max': '2.0.0',
  'GS1-Extensions': `suyuan=${OWN_NAMESPACE}`,
  'GS1-EPC-Format': 'Never_Translates',
  'GS1-EPCIS-Capture-Limit': String(CAPTURE_LIMIT),
  'GS1-EPCIS-Capture-File-Size-Limit': String(CAPTURE_BYTES),
};

/** Paths that take a POST. */
const WRITABLE = ['/epcis/capture', '/epcis/events'];

/** OPTIONS under /epcis: which methods there are, which versions, which limits. */
export function epcisOptions(path: string): Response {
  const isWritable = WRITABLE.includes(path);
  const headers = {
    ...epcisHeaders,
    Allow: isWritable ? 'OPTIONS, GET, POST' : 'OPTIONS, GET',
    ...(path === '/epcis/capture' ? { 'GS1-Capture-Error-Behaviour': 'all' } : {}),
  };
  return new Response(null, { status: 204, headers });
}

export const LINKED_DATA: Readonly<Record<string, string>> = { 'Content-Type': 'application/ld+json; charset=utf-8' };
