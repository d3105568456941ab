import { civilDateOf, localTime, parseInstant } from '../platform/civil-date.ts';
import { escapeHtml } from './escape.ts';
import type { FineBandView, Language } from './view.ts';

/** 'YYYY-MM-DD HH:MM' in Shanghai of an RFC 3339 instant; text that is no instant comes back as it is. */
export function shanghaiTime(instant: string): string {
  const epochMs = parseInstant(instant);
  return epochMs === null ? instant : localTime(epochMs);
}

/** The day in Shanghai of an RFC 3339 instant; a civil date or any other text comes back as it is. */
export function shanghaiDate(instant: string): string {
  const epochMs = parseInstant(instant);
  return epochMs === null ? instant : civilDateOf(epochMs);
}

/** A `<time>` element: an instant to the minute, a civil date as it stands. */
export function time(instantOrDate: string): string {
  return `<time datetime="${escapeHtml(instantOrDate)}">${escapeHtml(shanghaiTime(instantOrDate))}</time>`;
}

/** A code as people read it: upper case, groups of four joined by dashes. */
export function groupedCode(code: string): string {
  const bare = code.replace(/[\s-]/g, '').toUpperCase();
  return (bare.match(/[\s\S]{1,4}/g) ?? []).join('-');
}

/** Integer cents as yuan: thousands separated, two decimals only where there are cents ('1,000', '12.50'). */
export function yuan(cents: number): string {
  const whole = Math.trunc(cents / 100);
  const rest = Math.abs(cents % 100);
  const text = String(whole).replace(/\B(?=(\d{3})+$)/g, ',');
  return rest === 0 ? text : `${text}.${String(rest).padStart(2, '0')}`;
}

const AFTER: Record<string, { 'zh-CN': string; en: string }> = {
  'order-overdue': { 'zh-CN': '责令改正逾期后', en: 'only after an order to correct is overdue' },
  'order-refused': { 'zh-CN': '责令改正后拒不改正', en: 'only after an order to correct is refused' },
  immediate: { 'zh-CN': '不以责令改正为前提，须经告知和陈述申辩', en: 'no order to correct comes first; notice and statement do' },
};

/** A fine band in words, plain text: '1,000–10,000 元（责令改正逾期后）'. Null where the band is not an amount of money. */
export function fineBandText(band: FineBandView, language: Language): string | null {
  const amount = bandAmount(band, language);
  if (amount === null) return null;
  if (band.after === null) return amount;
  const after = AFTER[band.after]?.[language] ?? band.after;
  return language === 'en' ? `${amount} (${after})` : `${amount}（${after}）`;
}

function bandAmount({ minCents, maxCents }: FineBandView, language: Language): string | null {
  const english = language === 'en';
  if (minCents !== null && minCents > 0 && maxCents !== null) {
    return english ? `CNY ${yuan(minCents)}–${yuan(maxCents)}` : `${yuan(minCents)}–${yuan(maxCents)} 元`;
  }
  if (maxCents !== null) return english ? `up to CNY ${yuan(maxCents)}` : `${yuan(maxCents)} 元以下`;
  if (minCents !== null) return english ? `from CNY ${yuan(minCents)}` : `${yuan(minCents)} 元起`;
  return null;
}
