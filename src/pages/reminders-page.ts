import { escapeHtml as e } from './escape.ts';
import { onceField } from './form-once.ts';
import { deskPage } from './layout.ts';
import { REMINDERS_PATH, regulatorNav } from './regulator-nav.ts';
import { DESK_TEXT } from './text-desk.ts';
import type { Language } from './view.ts';

export interface RemindersView {
  who: string;
  /** Which list it came from, and its filters. */
  from: 'leads' | 'limits';
  back: string;
  text: string;
  /** One line a firm: what it is reminded of. */
  firms: readonly { party: string; ids: readonly string[]; matters: readonly string[] }[];
  /** Ticked and no longer open. */
  leftOut: number;
  /** Cases that were ticked, to be ticked again. */
  cases: readonly string[];
  once: string;
}

/** How many firms a reminder goes to, which, and what it says, before it is sent. */
export function remindersPage(view: RemindersView, language: Language): string {
  const t = DESK_TEXT[language];
  const { firms, leftOut, text, from, back, once, cases } = view;
  const matters = firms.reduce((sum, firm) => sum + firm.matters.length, 0);
  const rows = firms.map(
    (firm) =>
      `<li class="line"><b>${e(firm.party)}</b><ul class="why small">${firm.matters.map((one) => `<li>${e(one)}</li>`).join('')}</ul></li>`,
  );
  const hidden = [
    ...firms.flatMap((firm) => firm.ids.map((id) => ['id', id])),
    ...cases.map((id) => ['case', id]),
    ['from', from],
    ['back', back],
    ['text', text],
  ].map(([name = '', value = '']) => `<input type="hidden" name="${name}" value="${e(value)}">`);
  const less = leftOut === 0 ? '' : `<p class="limit">${t.remindLess(leftOut)}</p>`;
  const main = `<div class="in">${regulatorNav(from === 'leads' ? 'leads' : 'limits', language)}<div class="head"><h1>${t.remindConfirm(firms.length)}</h1><p class="quiet">${t.remindMatters(matters)}</p></div>${less}<section class="card"><h2>${t.remindText}</h2><p class="pasted">${e(text)}</p></section><ul>${rows.join('')}</ul><form method="post" action="${REMINDERS_PATH}">${onceField(once)}${hidden.join('')}<p class="buttons gapped"><button class="btn" name="do" value="send">${t.remindSend(firms.length)}</button> <button class="btn plain" name="do" value="back">${t.remindBack}</button></p></form></div>`;
  return deskPage({ language, title: t.remindConfirm(firms.length), main, who: view.who });
}
