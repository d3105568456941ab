import { z } from '@hono/zod-openapi';

const several = (description: string, example: string) =>
  z
    .string()
    .min(1)
    .max(4_000)
    .optional()
    .openapi({ description: `${description}; several parted by |`, example });
const instant = (description: string) => z.string().max(40).optional().openapi({ description, example: '2026-11-05T09:00:00+08:00' });

const paging = {
  perPage: z.coerce.number().int().min(1).max(200).optional().openapi({ description: 'Items a page (30)', example: 30 }),
  nextPageToken: z.string().max(80).optional().openapi({ description: 'From the Link header of the page before', example: 'MTc2NDA…' }),
};

export const jobQuery = z.strictObject(paging);
export const exportQuery = z.strictObject({
  after: z
    .string()
    .max(40)
    .optional()
    .openapi({ description: '0, then what the Link header leads to; without it all in one document', example: '0' }),
});
export const valueQuery = z.strictObject({
  ...paging,
  nextPageToken: paging.nextPageToken.unwrap().max(4_000).optional().openapi({
    description: 'From the Link header of the page before',
    example: 'c2hpcHBpbmc',
  }),
});

const epc = 'urn:epc:id:sgtin:0614141.107346.2017';
const lot = 'https://id.gs1.org/01/09521234543213/10/20261101A';
export const eventQuery = z.strictObject({
  ...paging,
  eventType: several('Type of event', 'ObjectEvent'),
  GE_eventTime: instant('At or after'),
  LT_eventTime: instant('Before'),
  GE_recordTime: instant('Recorded here at or after'),
  LT_recordTime: instant('Recorded here before'),
  EQ_action: several('Action', 'OBSERVE'),
  EQ_bizStep: several('Business step, bare or as a URI', 'shipping'),
  EQ_disposition: several('Disposition, bare or as a URI', 'in_transit'),
  EQ_readPoint: several('Where it was read', 'urn:epc:id:sgln:0614141.07346.1234'),
  EQ_bizLocation: several('Where the goods were afterwards', 'urn:epc:id:sgln:0012345.11111.0'),
  MATCH_epc: several('In epcList or childEPCs; URN, Digital Link or a pattern that ends in .*', epc),
  MATCH_parentID: several('As parentID', 'urn:epc:id:sscc:0614141.1234567890'),
  MATCH_inputEPC: several('In inputEPCList', epc),
  MATCH_outputEPC: several('In outputEPCList', epc),
  MATCH_anyEPC: several('In any list of EPCs, or as parentID', epc),
  MATCH_epcClass: several('In quantityList or childQuantityList', lot),
  MATCH_inputEPCClass: several('In inputQuantityList', lot),
  MATCH_outputEPCClass: several('In outputQuantityList', lot),
  MATCH_anyEPCClass: several('In any list of quantities', lot),
  EQ_eventID: several('The identifier of the event', 'urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8'),
  EXISTS_errorDeclaration: z
    .enum(['true', 'false'])
    .optional()
    .openapi({ description: 'Only events that were declared wrong, or only the others', example: 'false' }),
  orderBy: z.enum(['eventTime']).optional().openapi({ description: 'The order of the list', example: 'eventTime' }),
  orderDirection: z.enum(['ASC', 'DESC']).optional().openapi({ description: 'DESC without it: newest first', example: 'ASC' }),
});
export type EventQuery = z.output<typeof eventQuery>;

export const documentBody = z
  .looseObject({
    '@context': z.unknown().openapi({
      description: 'JSON-LD context: the standard’s, and terms of your own',
      example: ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
    }),
    type: z.string().openapi({ description: 'EPCISDocument; an EPCISQueryDocument is taken too', example: 'EPCISDocument' }),
    schemaVersion: z.string().openapi({ description: 'Version of EPCIS', example: '2.0' }),
    creationDate: z.string().openapi({ description: 'When the document was made', example: '2026-11-05T09:00:00+08:00' }),
    epcisBody: z
      .looseObject({ eventList: z.array(z.unknown()).openapi({ description: 'Up to 1,000 events', example: [] }) })
      .openapi({ description: 'The events' }),
  })
  .openapi({ description: 'An EPCIS 2.0 document in JSON-LD' });

export const eventBody = z
  .looseObject({
    '@context': z.unknown().openapi({
      description: 'JSON-LD context: the standard’s, and terms of your own',
      example: ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
    }),
    type: z.string().openapi({ description: 'Type of event', example: 'ObjectEvent' }),
    eventTime: z.string().openapi({ description: 'When, with its zone', example: '2026-11-05T09:00:00+08:00' }),
    eventTimeZoneOffset: z.string().openapi({ description: 'The zone where it happened', example: '+08:00' }),
  })
  .openapi({ description: 'An EPCIS 2.0 event in JSON-LD' });

const param = <const N extends string>(name: N, description: string, example: string) =>
  z.object({ [name]: z.string().max(2_000).openapi({ description, example }) } as Record<N, z.ZodString>);

export const captureParam = param('captureID', 'Id of the capture job', 'V1StGXR8Z5jdHi6B');
export const eventParam = param('eventID', 'The event’s identifier, percent-encoded', 'urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8');
export const valueParam = (name: string, example: string) => param(name, 'The value, percent-encoded', example);

const jobFields = {
  captureID: z.string().openapi({ description: 'Id of the job', example: 'V1StGXR8Z5jdHi6B' }),
  running: z.boolean().openapi({ description: 'Records are still being made of its events', example: false }),
  success: z.boolean().openapi({ description: 'No event was wrong', example: true }),
};

export const jobSummary = z.looseObject(jobFields).openapi({ description: 'A capture job, without what was wrong in it' });

export const jobReply = z
  .looseObject({
    ...jobFields,
    errors: z.array(z.unknown()).openapi({ description: 'The wrong places with their event, pointer and fix', example: [] }),
  })
  .openapi({ description: 'A capture job' });

export const queryReply = z
  .looseObject({ type: z.string().openapi({ description: 'EPCISQueryDocument', example: 'EPCISQueryDocument' }) })
  .openapi({ description: 'Events as an EPCISQueryDocument' });

export const collectionReply = z
  .looseObject({ member: z.array(z.string()).openapi({ description: 'The values', example: ['shipping'] }) })
  .openapi({ description: 'A collection' });
