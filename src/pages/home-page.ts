import { bar, foot, headStart } from './layout.ts';
import { SCREENING_PATH } from './regulator-nav.ts';
import { findForm } from './scan-problem-pages.ts';
import { SHARED } from './text.ts';
import { FIND_TEXT } from './text-find.ts';
import { HOME_TEXT } from './text-home.ts';
import type { Language } from './view.ts';

/** The front door: what this is, for whom, a code typed by hand, the way to sign in, and the honest limit. */
export function homePage(language: Language): string {
  const t = HOME_TEXT[language];
  const s = SHARED[language];
  const groups = t.groups.map(([name, text]) => `<div><h3>${name}</h3><p>${text}</p></div>`).join('');
  return `${headStart(language)}<title>${s.name} · ${t.title}</title><meta name="description" content="${t.lead}"></head><body><a class="skip" href="#main">${s.skip}</a><header>${bar(language)}</header><main id="main" tabindex="-1"><section class="st door"><div class="in"><h1>${t.title}</h1><p>${t.lead}</p><p class="small">${t.how}</p></div></section><div class="in"><h2 class="gapped lift">${FIND_TEXT[language].findTitle}</h2>${findForm({}, language)}<section class="card"><h2>${t.forWhom}</h2><div class="trio">${groups}</div><p class="gapped"><a class="btn plain" href="/sign-in">${t.signIn}</a></p></section><section class="card"><h2>${t.screening}</h2><p class="gapped">${t.screeningText}</p><p><a class="btn plain" href="${SCREENING_PATH}">${t.screeningGo}</a></p></section><p class="limit">${t.limit}</p></div></main>${foot(language)}`;
}
