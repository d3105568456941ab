import { z } from '@hono/zod-openapi';
import { BODY_LIMIT } from '../../platform/body.ts';
import { MOST_STRUCTURES } from '../structure-screening.ts';

/** What fits the body of a request beside its field name: no longer text can come. */
const MOST_TEXT = BODY_LIMIT - '{"ingredientsText":""}'.length;

/** Counts of one request; longer lists are sent in parts. */
export const MOST_NAMES = 200;
export const MOST_CAS = 200;
export const MOST_RESULTS = 500;

/** Text as it was pasted: line breaks and odd characters are part of what people paste; blank is a mistake and no clear answer. */
function pasted(limit: number, description: string, example: string) {
  return z
    .string()
    .max(limit)
    .superRefine((value, context) => {
      if (value.trim() !== '') return;
      const refusal = {
        found: value,
        expected: { zh: '有内容的文字', en: 'text that is not blank' },
        fix: { zh: '填写内容，或去掉此字段', en: 'fill it in, or leave the field out' },
      };
      context.addIssue({ code: 'custom', params: { refusal } });
    })
    .openapi({ description, example });
}

const result = z
  .strictObject({
    item: pasted(500, 'What was tested for, by name', '酚酞'),
    value: z
      .string()
      .max(1_000)
      .openapi({ description: 'The result as written; ND, 未检出, <LOD and — count as not found', example: '11.9' }),
    unit: z.string().max(50).optional().openapi({ description: 'Its unit', example: 'mg/kg' }),
    limit: z.string().max(500).optional().openapi({ description: 'The limit or requirement as written', example: '不得检出' }),
    method: z.string().max(200).optional().openapi({ description: 'Method', example: 'BJS 201701' }),
    lod: z.string().max(100).optional().openapi({ description: 'Limit of detection of the method', example: '0.5 mg/kg' }),
  })
  .openapi({ description: 'A line of a report', example: { item: '酚酞', value: '11.9', unit: 'mg/kg', limit: '不得检出' } });

const shape = {
  ingredientsText: pasted(
    MOST_TEXT,
    'An ingredient list (配料表) as printed on the pack, several lists and OCR included. As much as a body of 1 MiB holds, some 349,000 Chinese characters; the first 100,000 characters are read, and more is answered review',
    '配料：白砂糖、酚酞、食用香精',
  ).optional(),
  names: z
    .array(pasted(2_000, 'A name', '酚酞'))
    .min(1)
    .max(MOST_NAMES)
    .optional()
    .openapi({ description: 'Names of substances or ingredients', example: ['酚酞'] }),
  cas: z
    .array(pasted(200, 'A CAS number', '77-09-8'))
    .min(1)
    .max(MOST_CAS)
    .optional()
    .openapi({ description: 'CAS numbers, as laboratories write them', example: ['77-09-8'] }),
  structures: z
    .array(pasted(200_000, 'A structure as SMILES', 'O=C1OC(c2ccc(O)cc2)(c2ccc(O)cc2)c2ccccc12'))
    .min(1)
    .max(MOST_STRUCTURES)
    .optional()
    .openapi({ description: 'Structures', example: ['O=C1OC(c2ccc(O)cc2)(c2ccc(O)cc2)c2ccccc12'] }),
  results: z
    .array(result)
    .min(1)
    .max(MOST_RESULTS)
    .optional()
    .openapi({ description: 'Lines of a test report', example: [{ item: '酚酞', value: '11.9', unit: 'mg/kg' }] }),
};

export const screeningBody = z
  .strictObject(shape)
  .superRefine((body, context) => {
    if (Object.values(body).some((part) => part !== undefined)) return;
    const refusal = {
      found: '{}',
      expected: {
        zh: 'ingredientsText、names、cas、structures、results 中至少一项',
        en: 'at least one of ingredientsText, names, cas, structures, results',
      },
      fix: { zh: '填写要筛查的内容', en: 'say what to screen' },
    };
    context.addIssue({ code: 'custom', params: { refusal } });
  })
  .openapi({ description: 'What to screen, in any combination', example: { names: ['酚酞'], cas: ['77-09-8'] } });

const verdict = z.enum(['banned', 'review', 'clear']).openapi({
  description:
    'banned: a list or notice names it or its class. review: a person must look. clear: nothing known was recognised, which is not “safe”',
  example: 'banned',
});

const substance = z
  .object({
    id: z.string().openapi({ description: 'Id in GET /v1/substances', example: '77-09-8' }),
    names: z
      .object({
        zh: z.array(z.string()).openapi({ description: 'Chinese names', example: ['酚酞'] }),
        en: z.array(z.string()).openapi({ description: 'English names', example: ['Phenolphthalein'] }),
      })
      .openapi({ description: 'Names', example: { zh: ['酚酞'], en: ['Phenolphthalein'] } }),
    cas: z.string().nullable().openapi({ description: 'CAS number, null where none is known', example: '77-09-8' }),
  })
  .openapi({ description: 'The substance' });

const structure = z
  .object({
    rule: z
      .string()
      .nullable()
      .openapi({ description: 'Structure rule that matched; null for a listed structure', example: 'laxative-diphenol' }),
    atoms: z.array(z.number()).openapi({ description: 'Atoms it stands on, from 0 in the order of the SMILES', example: [3, 4] }),
    hydrolysesTo: substance.nullable().openapi({ description: 'The listed parent it hydrolyses to', example: null }),
    svg: z.string().nullable().openapi({ description: 'Drawing with the matched part marked', example: '<svg …>' }),
  })
  .openapi({ description: 'How a structure was read' });

const match = z
  .object({
    input: z.string().openapi({ description: 'As it was written', example: '酚酞' }),
    verdict,
    substance: substance.nullable(),
    family: z.string().nullable().openapi({ description: 'Family it belongs to', example: 'laxative-diphenol' }),
    by: z.enum(['name', 'cas', 'structure', 'rule']).openapi({ description: 'How it was recognised', example: 'name' }),
    reason: z.string().openapi({ description: 'Why, in the language asked for', example: '《…的通知》列有酚酞' }),
    sources: z.array(z.string()).openapi({ description: 'Texts it rests on', example: ['SAMR general office notice 2023-10-08'] }),
    span: z
      .array(z.number())
      .optional()
      .openapi({ description: 'Place in ingredientsText: start, and end past the last character', example: [7, 9] }),
    structure: structure.optional(),
  })
  .openapi({ description: 'One recognised part' });

export const screeningReply = z
  .object({
    verdict,
    matches: z.array(match).openapi({ description: 'What was recognised, and what could not be read' }),
    notes: z
      .array(
        z.object({
          code: z
            .enum(['text-cut', 'matches-cut', 'results-without-units', 'results-unread', 'additive-numbers'])
            .openapi({ description: 'What the note is about', example: 'results-without-units' }),
          message: z.string().openapi({ description: 'In the language asked for', example: '1行的结果没有单位,无法与限量比较' }),
          at: z.array(z.string()).openapi({ description: 'Pointers into the request', example: ['/results/0'] }),
        }),
      )
      .openapi({ description: 'What was cut short, and what says nothing by itself' }),
  })
  .openapi('Screening');
