import type { LimitDue } from '../enforcement/limits.ts';
import { escapeHtml as e } from './escape.ts';
import { time } from './format.ts';
import { deskPage, link, table } from './layout.ts';
import { regulatorNav } from './regulator-nav.ts';
import { FIRMS_TEXT } from './text-firms.ts';
import type { Language } from './view.ts';

/** Orders and limits due as a list by month, the nearest first. */
export function limitsPage({ who, items }: { who: string; items: readonly LimitDue[] }, language: Language): string {
  const t = FIRMS_TEXT[language];
  const months = [...Map.groupBy(items, (item) => item.on.slice(0, 7))].map(([month, due]) => {
    const rows = due.map((one) => [
      `${time(one.on)}${one.passed ? ` <span class="tag red">${t.passed}</span>` : ''}`,
      `<b>${e(one.text)}</b>`,
      `${link(`/cases/${encodeURIComponent(one.case.id)}`, one.case.title, 'tap')}<br>${e(one.party)}`,
      e(t.whoseOf[one.whose]),
      e(one.basis ?? ''),
    ]);
    return `<section class="card">${table(t.month(month), [t.on, t.what, t.case, t.whose, t.basis], rows)}</section>`;
  });
  const main = `<div class="in wide">${regulatorNav('limits', language)}<div class="head"><h1>${t.limits}</h1><p class="quiet">${t.limitsNote}</p></div>${months.length === 0 ? `<p class="card">${t.limitsEmpty}</p>` : months.join('')}</div>`;
  return deskPage({ language, title: t.limits, main, who });
}
