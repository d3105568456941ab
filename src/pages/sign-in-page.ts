import { escapeHtml as e, safeUrl } from './escape.ts';
import { alert, csrfField, deskPage, link } from './layout.ts';
import { form, input } from './people-pages.ts';
import { HOME_TEXT } from './text-home.ts';
import { PEOPLE_TEXT } from './text-people.ts';
import type { Language, SignInView } from './view.ts';

/** Login and password where people have accounts, and sign-in by key, sent as the body of a POST (`key`, `next`): a key never stands in an address. Pasting and password managers work. */
export function signInPage(view: SignInView, language: Language): string {
  const t = HOME_TEXT[language];
  const error = view.wrong === 'person' ? undefined : view.error;
  const wrong = error === undefined ? '' : `<p class="wrong" id="key-e" role="alert">${e(error)}</p>`;
  const described = error === undefined ? 'aria-describedby="key-h"' : 'aria-describedby="key-h key-e" aria-invalid="true" autofocus';
  const next = view.next === undefined ? '' : `<input type="hidden" name="next" value="${e(view.next)}">`;
  const level = view.ways ? 'h2' : 'h1';
  const heading = `<${level} class="gapped serif">${t.signInTitle}</${level}>`;
  const main = `<div class="in">${personForms(view, next, language)}<form class="card key" method="post" action="${safeUrl(view.action)}">${heading}${csrfField(view.csrf)}${next}<div class="field"><label for="key">${t.key}</label><p class="hint" id="key-h">${t.keyHint}</p>${wrong}<input class="code" id="key" name="key" type="password" required autocomplete="current-password" autocapitalize="none" spellcheck="false" maxlength="200" ${described}></div><button class="btn full">${t.keyGo}</button><p class="small quiet gapped">${t.keyNote}</p></form><p class="limit">${t.limit}</p></div>`;
  return deskPage({ language, title: t.signInTitle, main });
}

function personForms(view: SignInView, next: string, language: Language): string {
  if (!view.ways) return '';
  const t = PEOPLE_TEXT[language];
  const person = form(
    view.action,
    `<h1 class="gapped serif">${t.byPerson}</h1>${view.wrong === 'person' ? alert(view.error) : ''}${next}${input('login', t.login, { complete: 'username', max: 100, value: view.login ?? '', refused: { error: view.wrong === 'person' ? view.error : undefined, at: 'login' } })}${input('password', t.password, { type: 'password', complete: 'current-password', max: 400 })}`,
    t.go,
  );
  const phone = view.ways.phone
    ? form('/sign-in/phone', `<h2>${t.byPhone}</h2>${input('phone', t.phone, { type: 'tel', complete: 'tel', max: 20 })}`, t.phoneGo)
    : '';
  const elsewhere = view.ways.oidc.map(({ href, name }) => `<p>${link(href, name, 'tap')}</p>`).join('');
  return person + phone + elsewhere;
}
