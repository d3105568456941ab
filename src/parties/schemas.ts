import { z } from '@hono/zod-openapi';
import { checkGtin } from '../codes/gtin.ts';
import { civilDate, paging, regionCode, text, uscc } from '../platform/fields.ts';
import { checkLicenceNumber, LICENCE_KINDS } from './licence.ts';
import { partyKinds, siteKinds } from './model.ts';

const kinds = z
  .array(z.enum(partyKinds))
  .min(1)
  .max(partyKinds.length)
  .openapi({ description: 'What the party does; the first decides the kind of a site that is not named', example: ['producer'] });

const licence = z
  .strictObject({
    kind: z
      .enum(LICENCE_KINDS)
      .openapi({ description: 'SC production, JY business, filing 备案, business 营业执照, quarantineCode, other', example: 'SC' }),
    number: z
      .string()
      .max(80)
      .openapi({ description: 'As it stands on the licence; SC may be left out before 14 digits', example: 'SC10333011000012' }),
    validFrom: civilDate('First day', '2024-12-31').optional(),
    validUntil: civilDate('Last day', '2029-12-31').optional(),
  })
  .superRefine((value, context) => {
    const result = checkLicenceNumber(value);
    if (!result.ok) context.addIssue({ code: 'custom', path: ['number'], params: { refusal: result } });
  })
  .openapi({
    description: 'A licence, filing or registration',
    example: { kind: 'SC', number: 'SC10333011000012', validUntil: '2029-12-31' },
  });

const gln = z
  .string()
  .superRefine((value, context) => {
    const result = checkGtin(value);
    if (result.ok && value.trim().length === 13) return;
    const expected = { zh: '13 位 GLN，末位为校验码', en: 'a GLN of 13 digits, the last one its check digit' };
    const fix = result.ok ? { zh: '填足 13 位', en: 'give all 13 digits' } : result.fix;
    context.addIssue({ code: 'custom', params: { refusal: { found: value, expected, fix } } });
  })
  .openapi({ description: 'GS1 Global Location Number', example: '6901234000009' });

const siteFields = {
  name: text(100, 'What people call the place', '一厂'),
  kind: z.enum(siteKinds).openapi({ description: 'plant, farm, warehouse, shop, stall, canteen, coldStore', example: 'plant' }),
  regionCode: regionCode('County of the place (GB/T 2260): decides which authority an act there belongs to'),
  address: text(200, 'Street address', '文一西路 1 号'),
  stallNumber: text(40, 'Number of a stall in its market', 'A-12'),
};

const site = z
  .strictObject({
    ...siteFields,
    address: siteFields.address.optional(),
    stallNumber: siteFields.stallNumber.optional(),
    gln: gln.optional(),
  })
  .openapi({ description: 'A place the party works at', example: { name: '一厂', kind: 'plant', regionCode: '330110' } });

const contact = z
  .strictObject({
    name: text(60, 'Who to ask; kept out of the ledger', '联系人').optional(),
    phone: text(40, 'Telephone; kept out of the ledger', '0571-00000000').optional(),
    address: text(200, 'Address; kept out of the ledger', '文一西路 1 号').optional(),
  })
  .openapi({
    description: 'Personal data: visible to the party and its authority only',
    example: { name: '联系人', phone: '0571-00000000' },
  });

export const registrationBody = z
  .strictObject({
    uscc: uscc('Unified social credit code (GB 32100); left out only by natural persons').optional(),
    name: text(200, 'Registered name; of a natural person, masked to others', '示例酱油厂'),
    kinds,
    regionCode: regionCode('County the party is registered in (GB/T 2260)'),
    licences: z.array(licence).max(50).optional().openapi({ description: 'Licences held', example: [] }),
    sites: z
      .array(site)
      .min(1)
      .max(500)
      .optional()
      .openapi({ description: 'Without them one site is made from the region of the party', example: [] }),
    contact: contact.optional(),
  })
  .openapi('Registration', { description: 'A party to register' });
export type Registration = z.output<typeof registrationBody>;
export type SiteInput = z.output<typeof site>;
export type LicenceInput = z.output<typeof licence>;
export type ContactInput = z.output<typeof contact>;

export const approvalBody = z
  .strictObject({
    outcome: z
      .enum(['approved', 'rejected'])
      .openapi({ description: 'A rejection frees the credit code for a new registration', example: 'approved' }),
    reason: text(1_000, 'Why; needed for a rejection', '证照齐全').optional(),
  })
  .openapi('Approval', { description: 'What the authority decided about a registration' });
export type Approval = z.output<typeof approvalBody>;

export const changeBody = z
  .strictObject({
    name: text(200, 'New registered name', '示例酿造厂').optional(),
    regionCode: regionCode('New county').optional(),
    licences: z
      .strictObject({
        add: z.array(licence).max(50).optional().openapi({ description: 'Licences granted since', example: [] }),
        end: z
          .array(
            z.strictObject({
              kind: z.enum(LICENCE_KINDS).openapi({ description: 'Kind', example: 'SC' }),
              number: text(80, 'Number', 'SC10333011000012'),
            }),
          )
          .max(50)
          .optional()
          .openapi({ description: 'Licences that ended', example: [] }),
      })
      .optional()
      .openapi({ description: 'Licences to add and to end; a renewed licence is added, the old one ended', example: {} }),
    contact: z
      .strictObject({
        name: contact.shape.name.nullable(),
        phone: contact.shape.phone.nullable(),
        address: contact.shape.address.nullable(),
      })
      .optional()
      .openapi({
        description:
          'Fields to replace; null erases one. The value that stood there is deleted; the ledger keeps a commitment that no longer leads to it',
        example: { phone: null },
      }),
  })
  .openapi('PartyChange', { description: 'Only the fields to change' });
export type PartyChange = z.output<typeof changeBody>;

export const siteBody = site;
export const siteChangeBody = z
  .strictObject({
    name: siteFields.name.optional(),
    regionCode: siteFields.regionCode.optional(),
    address: siteFields.address.nullable().optional(),
    stallNumber: siteFields.stallNumber.nullable().optional(),
    ended: z.literal(true).optional().openapi({ description: 'Closes the site for good', example: true }),
  })
  .openapi('SiteChange', { description: 'Only the fields to change' });
export type SiteChange = z.output<typeof siteChangeBody>;

export const partyParams = z.object({ party: text(100, 'Id of the party or uscc:…', 'uscc:91330110MA0DEM013U') });
export const siteParams = partyParams.extend({ site: text(40, 'Id of the site', 'sT3kP9dWq2RnYb7x') });

const states = ['pending', 'approved', 'rejected'] as const;

export const listQuery = z.strictObject({
  ...paging,
  q: text(100, 'Beginning of the name, or a credit code', '示例').optional(),
  state: z.enum(states).optional().openapi({ description: 'State of the registration', example: 'pending' }),
  region: z
    .string()
    .regex(/^\d{2}(?:\d{2}){0,2}$/)
    .optional()
    .openapi({ description: 'Division code or its beginning', example: '3301' }),
});
export type ListQuery = z.output<typeof listQuery>;

const id = z.string().openapi({ description: 'Public id', example: 'aB3dEfGh5JkLmNp7' });
const nullable = (description: string, example: string) => z.string().nullable().openapi({ description, example });

export const warningReply = z
  .object({
    code: z.string().openapi({ description: 'What was noticed', example: 'check-digit' }),
    pointer: z.string().openapi({ description: 'Where', example: '/licences/0/number' }),
    message: z.string().openapi({ description: 'For people', example: '末位校验码与其余数字不符' }),
  })
  .openapi('Warning', { description: 'Noticed, stored all the same' });

export const registeredReply = z
  .object({
    id,
    uscc: nullable('Credit code', '91330110MA0DEM013U'),
    state: z.enum(states).openapi({ description: 'Approved at once when the authority or an administrator registers', example: 'pending' }),
    sites: z
      .array(z.object({ id, name: z.string().openapi({ description: 'Name', example: '一厂' }) }))
      .openapi({ description: 'Sites made', example: [] }),
    warnings: z.array(warningReply).openapi({ description: 'Worth a look', example: [] }),
  })
  .openapi('Registered', { description: 'The registration' });

export const decidedReply = z
  .object({
    id,
    state: z.enum(states).openapi({ description: 'State now', example: 'approved' }),
    revision: z.number().int().openapi({ description: 'Revision now', example: 2 }),
  })
  .openapi('RegistrationDecided', { description: 'The decision' });

export const siteReply = z
  .object({
    id,
    name: z.string().openapi({ description: 'Name', example: '一厂' }),
    kind: z.enum(siteKinds).openapi({ description: 'Kind', example: 'plant' }),
    regionCode: z.string().openapi({ description: 'County', example: '330110' }),
    region: z.string().openapi({ description: 'County by name', example: '杭州市余杭区' }),
    address: nullable('Address', '文一西路 1 号'),
    stallNumber: nullable('Stall', 'A-12'),
    gln: nullable('GLN', '6901234000009'),
    endedAt: nullable('When it was closed', '2026-12-01T09:00:00+08:00'),
    warnings: z.array(warningReply).optional().openapi({ description: 'Worth a look', example: [] }),
  })
  .openapi('Site', { description: 'A site' });

const licenceReply = z.object({
  kind: z.enum(LICENCE_KINDS).openapi({ description: 'Kind', example: 'SC' }),
  number: z.string().openapi({ description: 'Number', example: 'SC10333011000012' }),
  validFrom: nullable('First day', '2024-12-31'),
  validUntil: nullable('Last day', '2029-12-31'),
  endedAt: nullable('When it was ended', '2026-12-01T09:00:00+08:00'),
});

const publicShape = {
  id,
  uscc: nullable('Credit code; not shown of natural persons', '91330110MA0DEM013U'),
  name: nullable('Registered name; null until approved, masked of natural persons', '示例酱油厂'),
  kinds: z.array(z.enum(partyKinds)).openapi({ description: 'Kinds', example: ['producer'] }),
  regionCode: z.string().openapi({ description: 'County', example: '330110' }),
  region: z.string().openapi({ description: 'County by name', example: '杭州市余杭区' }),
  state: z.enum(states).openapi({ description: 'State of the registration', example: 'approved' }),
};

export const partyReply = z
  .object({
    ...publicShape,
    natural: z.boolean().optional().openapi({ description: 'A natural person; for the party and its authority', example: false }),
    licences: z.array(licenceReply).optional().openapi({ description: 'For the party and its authority', example: [] }),
    sites: z.array(siteReply).optional().openapi({ description: 'For the party and its authority', example: [] }),
    contact: z
      .object({
        name: nullable('Name', '联系人'),
        phone: nullable('Telephone', '0571-00000000'),
        address: nullable('Address', '文一西路 1 号'),
      })
      .optional()
      .openapi({ description: 'For the party and its authority', example: { name: '联系人', phone: null, address: null } }),
    registration: z
      .array(
        z.object({
          state: z.enum(states).openapi({ description: 'State', example: 'approved' }),
          reason: z.string().openapi({ description: 'Reason', example: '证照齐全' }),
          at: z.string().openapi({ description: 'When', example: '2026-11-05T09:00:00+08:00' }),
        }),
      )
      .optional()
      .openapi({ description: 'For the party and its authority', example: [] }),
    revision: z.number().int().optional().openapi({ description: 'For If-Match', example: 1 }),
    createdAt: z.string().optional().openapi({ description: 'When it registered', example: '2026-11-05T09:00:00+08:00' }),
    warnings: z.array(warningReply).optional().openapi({ description: 'Worth a look, after a change', example: [] }),
  })
  .openapi('Party', { description: 'A party, as far as the caller may see it' });

export const partyListReply = z
  .object({
    items: z.array(z.object(publicShape)).openapi({ description: 'Newest first', example: [] }),
    next: nullable('Cursor of the next page', 'MTc2NDA…'),
  })
  .openapi('PartyList', { description: 'A page of parties' });
