import { z } from '@hono/zod-openapi';
import { checkGtin } from '../codes/gtin.ts';
import { validateRegionCode } from '../parties/regions.ts';
import { checkUscc } from '../parties/uscc.ts';
import { civilDateRefusal, instantRefusal, parseCivilDate, parseInstant } from './civil-date.ts';
import { parseQuantity, type QuantityInput } from './quantity.ts';
import type { Refusal } from './result.ts';

/*
 * The fields every module describes its bodies with. Each names itself in the OpenAPI document (description, example) and refuses with
 * what was found, what is expected and the smallest fix. Values stay as the caller wrote them; use cases read them with the same functions.
 */

type Check = (text: string) => Refusal | null;

function checked(check: Check, limit = 100) {
  return z
    .string()
    .max(limit)
    .superRefine((value, context) => {
      const refusal = check(value);
      if (refusal) context.addIssue({ code: 'custom', params: { refusal } });
    });
}

/** Text that says something: not empty, no control characters. */
export function text(limit: number, description: string, example: string) {
  return z
    .string()
    .max(limit)
    .superRefine((value, context) => {
      const refusal = blankOrControl(value);
      if (refusal) context.addIssue({ code: 'custom', params: { refusal } });
    })
    .openapi({ description, example });
}

function blankOrControl(value: string): Refusal | null {
  if (value.trim() === '')
    return { found: value, expected: { zh: '有内容的文字', en: 'text that is not blank' }, fix: { zh: '填写内容', en: 'fill it in' } };
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code < 32 && code !== 10 && code !== 9)
      return {
        found: `U+${code.toString(16).padStart(4, '0')}`,
        expected: { zh: '不含控制字符', en: 'no control characters' },
        fix: { zh: '删除看不见的字符', en: 'delete the invisible character' },
      };
  }
  return null;
}

/** A day in China: `2026-11-01`. */
export function civilDate(description: string, example = '2026-11-01') {
  return checked((value) => (parseCivilDate(value) === null ? civilDateRefusal(value) : null)).openapi({
    description,
    example,
    format: 'date',
  });
}

/** RFC 3339 with seconds and offset. */
export function instant(description: string, example = '2026-11-05T09:00:00+08:00') {
  return checked((value) => (parseInstant(value) === null ? instantRefusal(value) : null)).openapi({
    description,
    example,
    format: 'date-time',
  });
}

export function uscc(description = '统一社会信用代码 (GB 32100): unified social credit code') {
  return checked((value) => {
    const result = checkUscc(value);
    return result.ok ? null : result;
  }).openapi({ description, example: '91330110MA0DEM013U' });
}

export function gtin(description = 'GTIN of the unit sold, 8 to 14 digits') {
  return checked((value) => {
    const result = checkGtin(value);
    return result.ok ? null : result;
  }).openapi({ description, example: '09521234543213' });
}

export function regionCode(description = 'Division code (GB/T 2260), six digits') {
  return checked((value) => {
    const result = validateRegionCode(value);
    return result.ok ? null : result;
  }).openapi({ description, example: '330110' });
}

/** An amount with its unit, as people write them. */
export function quantity(description: string) {
  return z
    .strictObject({
      amount: z.string().max(40).openapi({ description: 'Decimal number as text', example: '24' }),
      unit: z.string().max(20).openapi({ description: 'Unit as people write it, or its UN/CEFACT code', example: '箱' }),
      pieces: z.number().int().min(0).max(1_000_000_000).optional().openapi({ description: 'Pieces beside a weight', example: 2 }),
      unitCode: z.string().max(3).optional().openapi({ description: 'Ignored on input; replies carry it', example: 'XBX' }),
    })
    .superRefine(mustMeasure)
    .openapi({ description, example: { amount: '24', unit: '箱' } });
}

/** For schemas that carry an amount and a unit among other fields: names every part of them that is wrong. */
export function mustMeasure(value: QuantityInput, context: z.RefinementCtx): void {
  const result = parseQuantity(value);
  if (result.ok) return;
  for (const problem of result.problems) context.addIssue({ code: 'custom', path: [problem.at], params: { refusal: problem } });
}

/** A page of a list: how many, and after what. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(200).optional().openapi({ description: 'Items a page (50)', example: 50 }),
  cursor: z.string().max(80).optional().openapi({ description: 'The `next` of the page before', example: 'MTc2NDA…' }),
};
