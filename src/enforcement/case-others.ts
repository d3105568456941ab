import { z } from '@hono/zod-openapi';
import type { Penalty } from '../law/index.ts';
import { text } from '../platform/fields.ts';
import type { Bilingual, ProblemDetail } from '../platform/problem-detail.ts';
import { penaltyLaw } from './case-model.ts';
import { wrongField } from './case-taking.ts';

/** Penalties beside a fine (行政处罚法 9): what an article names in no other kind is `other`, in the officer’s words. */
export const otherKinds = ['warning', 'confiscation', 'suspension', 'revocation', 'other'] as const;
export type OtherKind = (typeof otherKinds)[number];

export const OTHER_WORDS: Record<OtherKind, Bilingual> = {
  warning: { zh: '警告', en: 'Warning' },
  confiscation: { zh: '没收', en: 'Confiscation' },
  suspension: { zh: '责令停产停业', en: 'Suspension of business' },
  revocation: { zh: '吊销许可证', en: 'Revocation of the licence' },
  other: { zh: '其他', en: 'Other' },
};

const other = z
  .strictObject({
    kind: z.enum(otherKinds).openapi({ description: otherKinds.join(', '), example: 'confiscation' }),
    text: text(500, 'What exactly', '没收违法所得 320 元和超过保质期的食品 12 袋'),
  })
  .openapi({ description: 'A penalty beside the fine', example: { kind: 'warning', text: '给予警告' } });
export type Other = { kind: OtherKind; text: string };

export const others = z
  .array(other)
  .max(20)
  .optional()
  .openapi({
    description:
      'Penalties beside the fine: warning, confiscation, suspension, revocation. A decision holds none that the notice did not tell (44)',
    example: [{ kind: 'warning', text: '给予警告' }],
  });

/** Kinds of consequences that become a penalty of a decision; orders, fines, criticism, and what is for the police or for persons do not. */
const KINDS: Partial<Record<Penalty['consequences'][number]['kind'], OtherKind>> = {
  warning: 'warning',
  confiscation: 'confiscation',
  businessStop: 'suspension',
  revocation: 'revocation',
  stop: 'other',
};

/** What the article sets beside the fine, as a notice begins: kept for serious cases only where the case is one, for an order refused only where it was. */
export function othersOf(penalty: Penalty | null, at: { orderUnmet: boolean }): Other[] {
  return (penalty?.consequences ?? []).flatMap(({ kind, text: words, onlyIfSevere, condition }) => {
    const found = KINDS[kind];
    if (!found || (onlyIfSevere && !penalty?.severe.holds)) return [];
    if (condition === 'grave' || (condition === 'refused' && !at.orderUnmet)) return [];
    return [{ kind: found, text: words }];
  });
}

/** An order obeyed in time leaves nothing to decide: the fine needs the order first, and no warning or confiscation stands beside the order. */
export function endsWhenObeyed({ ordersFirst, consequences }: Pick<Penalty, 'ordersFirst' | 'consequences'>): boolean {
  const beside = consequences.filter(({ onlyIfSevere, condition }) => !onlyIfSevere && condition === undefined);
  return ordersFirst && !beside.some(({ kind }) => kind === 'warning' || kind === 'confiscation');
}

const key = ({ kind, text: words }: Other) => `${kind}\n${words.replace(/\s+/g, '')}`;

/** Nobody is decided against on what was not told (行政处罚法 44). */
export function untold(decided: readonly Other[], told: readonly Other[]): ProblemDetail[] {
  const known = new Set(told.map(key));
  return decided.flatMap((one, i) =>
    known.has(key(one))
      ? []
      : wrongField(
          `/others/${i}`,
          `${one.kind}: ${one.text}`,
          penaltyLaw(44),
          { zh: '告知书中已经告知的处罚种类和内容', en: 'a penalty the notice told, in its words' },
          { zh: '去掉此项，或者重新告知', en: 'leave it out, or give notice anew' },
        ),
  );
}
