import { escapeHtml as e, safeUrl } from './escape.ts';
import { csrfField, deskPage } from './layout.ts';
import { HOME_TEXT } from './text-home.ts';
import type { Language, SignInView } from './view.ts';

/** Sign-in by key, sent as the body of a POST (`key`, `next`): a key never stands in an address. Pasting and password managers work. */
export function signInPage(view: SignInView, language: Language): string {
  const t = HOME_TEXT[language];
  const wrong = view.error === undefined ? '' : `<p class="wrong" id="key-e" role="alert">${e(view.error)}</p>`;
  const described = view.error === undefined ? 'aria-describedby="key-h"' : 'aria-describedby="key-h key-e" aria-invalid="true"';
  const next = view.next === undefined ? '' : `<input type="hidden" name="next" value="${e(view.next)}">`;
  const main = `<div class="in"><form class="card key" method="post" action="${safeUrl(view.action)}"><h1 class="gapped serif">${t.signInTitle}</h1>${csrfField(view.csrf)}${next}<div class="field"><label for="key">${t.key}</label><p class="hint" id="key-h">${t.keyHint}</p>${wrong}<input class="code" id="key" name="key" type="password" required autocomplete="current-password" autocapitalize="none" spellcheck="false" maxlength="200" ${described}></div><button class="btn full">${t.keyGo}</button><p class="small quiet gapped">${t.keyNote}</p></form><p class="limit">${t.limit}</p></div>`;
  return deskPage({ language, title: t.signInTitle, main });
}
