import { z } from '@hono/zod-openapi';
import { UNITS } from './model.ts';

const text = (description: string, example: string) => z.string().openapi({ description, example });
const day = (description: string, example: string) => z.string().openapi({ description, example });

const citation = z
  .object({
    law: text('Name of the law', '中华人民共和国食品安全法'),
    article: z
      .string()
      .nullable()
      .openapi({ description: 'Article; null where its text was not read (待核实)', example: '第一百二十六条第一款' }),
    title: text('What it says, in short', '责令改正、警告、罚款、停产停业'),
    confirmed: z
      .enum(['yes', 'secondary', 'no'])
      .openapi({ description: 'Read in a text, stated at second hand, or not confirmed (待核实)', example: 'yes' }),
    source: text('Where it was read', 'https://github.com/LawRefBook/Laws'),
    effectiveFrom: day('First day of the text cited', '2021-04-29'),
    publishedOn: z.string().nullable().openapi({ description: 'Day it was published, where known', example: '2021-04-29' }),
    lastConfirmedOn: day('Last day it was found unchanged', '2026-11-22'),
    doubt: z.string().nullable().openapi({ description: 'What is still open', example: null }),
  })
  .openapi({ description: 'A place in the law' });

const regulation = z.object({
  id: text('Id of the regulation', 'food-safety-law'),
  name: text('Its name', '中华人民共和国食品安全法'),
  note: text('What is known of it', '所读文本为2021年4月29日修正本'),
  sources: z.array(z.string()).openapi({ description: 'Texts it was read in', example: ['https://github.com/LawRefBook/Laws'] }),
  publishedOn: z.string().nullable().openapi({ description: 'Published, where known', example: '2021-04-29' }),
  effectiveFrom: day('In force from', '2021-04-29'),
  values: z.number().int().openapi({ description: 'Values in the data', example: 20 }),
  unconfirmed: z.number().int().openapi({ description: 'Values with a dated value still 待核实', example: 0 }),
  notKnown: z.number().int().openapi({ description: 'Paragraphs not known', example: 0 }),
});

export const lawList = z.object({ items: z.array(regulation).openapi({ description: 'Every regulation in the data' }) });

const datedValue = z.object({
  from: day('First day it holds', '2021-04-29'),
  to: z.string().nullable().openapi({ description: 'Last day it holds; null while it does', example: null }),
  value: z.unknown().openapi({ description: 'The value in its unit; money in cents', example: 6 }),
  text: z.array(z.string()).openapi({ description: 'The value in words, with 待核实 where it is not confirmed', example: ['6个月'] }),
  citation,
});

export const lawPage = regulation.extend({
  asOf: z.string().nullable().openapi({ description: 'Day whose values are shown; null for all', example: null }),
  paragraphs: z
    .array(
      z.object({
        article: z.string().nullable().openapi({ description: 'Article; null where it was not read (待核实)', example: '第五十条' }),
        says: text('What it says, in short', '生产者查验'),
        treatment: z.enum(['encoded', 'nothing-to-check', 'not-known']).openapi({ description: 'What became of it', example: 'encoded' }),
        entries: z.array(z.string()).openapi({ description: 'Values it gave', example: ['food-safety-law/retention-after-shelf-life'] }),
      }),
    )
    .openapi({ description: 'Every paragraph known' }),
  entries: z
    .array(
      z.object({
        id: text('Id of the value', 'food-safety-law/retention-after-shelf-life'),
        title: text('What it is', '记录和凭证保存期限'),
        unit: z.enum(UNITS).openapi({ description: 'Unit of the value', example: 'month' }),
        note: z.string().nullable().openapi({ description: 'What a number cannot say', example: null }),
        values: z.array(datedValue).openapi({ description: 'Its dated values, oldest first; never overwritten' }),
      }),
    )
    .openapi({ description: 'Every value' }),
});
