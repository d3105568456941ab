import { qrSvg } from '../codes/qr.ts';
import { escapeHtml as e } from './escape.ts';
import { tick } from './form-parts.ts';
import { alert, deskPage, facts, link, table } from './layout.ts';
import { word } from './text.ts';
import { PEOPLE_TEXT } from './text-people.ts';
import type { Language } from './view.ts';

/** Why a form was refused, and the id of the field it is about. */
export interface Refused {
  error?: string | undefined;
  at?: string | undefined;
}

/** A labelled input of a form; `refused` is told beside the field it is about. */
export function input(
  name: string,
  label: string,
  more: {
    id?: string;
    type?: string;
    hint?: string;
    complete?: string;
    value?: string;
    required?: boolean;
    max?: number;
    refused?: Refused;
  } = {},
): string {
  const id = more.id ?? name;
  const hint = more.hint === undefined ? '' : `<p class="hint" id="${id}-h">${more.hint}</p>`;
  const isWrong = more.refused?.error !== undefined && more.refused.at === id;
  const wrong = isWrong ? `<p class="wrong" id="${id}-w">${e(more.refused?.error ?? '')}</p>` : '';
  const ids = [...(more.hint === undefined ? [] : [`${id}-h`]), ...(isWrong ? [`${id}-w`] : [])].join(' ');
  const described = `${ids === '' ? '' : ` aria-describedby="${ids}"`}${isWrong ? ' aria-invalid="true"' : ''}`;
  const required = more.required === false ? '' : ' required';
  return `<div class="field"><label for="${id}">${label}</label>${hint}${wrong}<input id="${id}" name="${name}" type="${more.type ?? 'text'}" autocomplete="${more.complete ?? 'off'}" autocapitalize="none" spellcheck="false" maxlength="${more.max ?? 200}" value="${e(more.value ?? '')}"${described}${required}></div>`;
}

/** A form of these pages: all of them write by POST to an address of ours. */
export function form(action: string, fields: string, button: string, className = 'card'): string {
  return `<form class="${className}" method="post" action="${e(action)}">${fields}<button class="btn">${button}</button></form>`;
}

function small(language: Language, title: string, main: string): string {
  return deskPage({ language, title, main: `<div class="in"><h1 class="gapped serif">${title}</h1>${main}</div>` });
}

/** Asks for the code of the second factor, or of a message to the phone. */
export function codePage(
  view: { action: string; next?: string | undefined; error?: string | undefined; phone?: boolean },
  language: Language,
): string {
  const t = PEOPLE_TEXT[language];
  const next = view.next === undefined ? '' : `<input type="hidden" name="next" value="${e(view.next)}">`;
  const told = view.phone ? `<p>${t.phoneSent}</p>` : '';
  const code = input('code', view.phone ? t.phoneCode : t.code, {
    complete: 'one-time-code',
    max: 20,
    refused: { error: view.error, at: 'code' },
    ...(view.phone ? {} : { hint: t.codeHint }),
  });
  return small(language, view.phone ? t.byPhone : t.codeTitle, `${alert(view.error)}${told}${form(view.action, next + code, t.codeGo)}`);
}

/** Shows the secret of a second factor as a picture, and asks for a code that proves the app has it. */
export function factorPage(view: { uri: string; secret: string; error?: string | undefined }, language: Language): string {
  const t = PEOPLE_TEXT[language];
  const picture = `<div class="card">${qrSvg(view.uri, { title: t.factorTitle })}</div>`;
  const byHand = facts([[t.factorSecret, `<code>${e(view.secret.replace(/(.{4})(?=.)/g, '$1 '))}</code>`]]);
  const code = input('code', t.code, { complete: 'one-time-code', max: 20, refused: { error: view.error, at: 'code' } });
  return small(
    language,
    t.factorTitle,
    `${alert(view.error)}<p>${t.factorLead}</p>${picture}${byHand}${form('/account/second-factor', code, t.codeGo)}`,
  );
}

export function recoveryPage(view: { codes: readonly string[]; home: string }, language: Language): string {
  const t = PEOPLE_TEXT[language];
  const list = view.codes.map((code) => `<li><code>${e(code)}</code></li>`).join('');
  return small(
    language,
    t.recoveryTitle,
    `<p>${t.recoveryLead}</p><ul class="card">${list}</ul><p><a class="tap" href="${e(view.home)}">${t.recoveryDone}</a></p>`,
  );
}

/** Where a one-time link leads: login (for an invitation) and password. */
export function invitationPage(
  view: { token: string; isReset: boolean; login?: string | undefined } & Refused,
  language: Language,
): string {
  const t = PEOPLE_TEXT[language];
  const login = view.isReset
    ? ''
    : input('login', t.login, {
        hint: t.loginHint,
        complete: 'username',
        max: 40,
        refused: view,
        ...(view.login === undefined ? {} : { value: view.login }),
      });
  const fields = `${login}${input('password', t.password, { type: 'password', hint: t.passwordHint, complete: 'new-password', refused: view })}${input('again', t.again, { type: 'password', complete: 'new-password', refused: view })}`;
  const title = view.isReset ? t.resetTitle : t.inviteTitle;
  return small(language, title, `${alert(view.error)}${form(`/invitation/${view.token}`, fields, t.inviteGo)}`);
}

export function linkUsedPage(language: Language): string {
  const t = PEOPLE_TEXT[language];
  return small(language, t.inviteTitle, alert(t.linkUsed));
}

export interface AccountPageView extends Refused {
  name: string;
  login: string | null;
  role: string | null;
  rights: readonly string[] | null;
  phone: string | null;
  hasPhone: boolean;
  /** null: not set up; false: set up and must stay. */
  secondFactor: { on: boolean; mayDrop: boolean };
  sessions: readonly { id: string; browser: string; createdAt: string; seenAt: string; isThis: boolean }[];
  oidc: readonly { action: string; name: string; isConnected: boolean }[];
  isKeeper: boolean;
  told?: string | undefined;
}

export function accountPage(view: AccountPageView, language: Language): string {
  const t = PEOPLE_TEXT[language];
  const rights = view.rights === null ? '' : view.rights.map((right) => word(t.rightNames, right)).join('、');
  const who = facts([
    [t.name, e(view.name)],
    [t.login, e(view.login ?? '')],
    [t.role, view.role === null ? '' : word(t.roles, view.role)],
    [t.rights, rights],
  ]);
  const staff = view.isKeeper ? `<p><a class="tap" href="/staff">${t.staffTitle}</a></p>` : '';
  const main = `<div class="in wide"><h1>${t.accountTitle}</h1>${alert(view.error)}${view.told ? `<p class="card" role="status">${view.told}</p>` : ''}<section class="card">${who}${staff}</section>${passwordForm(view, t)}${factorSection(view, t)}${phoneForm(view, t)}${oidcSection(view, t)}${sessionSection(view, t)}</div>`;
  return deskPage({ language, title: t.accountTitle, main, who: view.name });
}

type Text = (typeof PEOPLE_TEXT)[Language];

function passwordForm(refused: Refused, t: Text): string {
  const fields = `<h2>${t.changePassword}</h2>${input('present', t.present, { type: 'password', complete: 'current-password', refused })}${input('password', t.fresh, { type: 'password', hint: t.passwordHint, complete: 'new-password', refused })}${input('again', t.again, { type: 'password', complete: 'new-password', refused })}`;
  return form('/account/password', fields, t.change);
}

function factorSection(view: AccountPageView, t: Text): string {
  const { on, mayDrop } = view.secondFactor;
  if (!on)
    return `<section class="card"><h2>${t.factor}</h2><p>${t.factorOff}</p><p><a class="tap" href="/account/second-factor">${t.factorSet}</a></p></section>`;
  const code = (id: string) => input('code', t.code, { id, complete: 'one-time-code', max: 20, refused: view });
  const drop = mayDrop ? form('/account/second-factor/end', code('code-drop'), t.factorDrop, '') : '';
  return `<section class="card"><h2>${t.factor}</h2><p>${t.factorOn}</p>${form('/account/recovery-codes', code('code-new'), t.newCodes, '')}${drop}</section>`;
}

function phoneForm(view: AccountPageView, t: Text): string {
  if (!view.hasPhone) return '';
  const present = input('present', t.present, { id: 'present-phone', type: 'password', complete: 'current-password', refused: view });
  const phone = input('phone', t.phoneSaved, {
    type: 'tel',
    hint: t.phoneHint,
    value: view.phone ?? '',
    required: false,
    max: 20,
    refused: view,
  });
  return form('/account/phone', `<h2>${t.phoneSaved}</h2>${phone}${present}`, t.save);
}

function oidcSection(view: AccountPageView, t: Text): string {
  const { oidc } = view;
  if (oidc.length === 0) return '';
  return oidc
    .map(({ action, name, isConnected }, i) => {
      const present = input('present', t.present, {
        id: `present-elsewhere-${i}`,
        type: 'password',
        complete: 'current-password',
        refused: view,
      });
      return form(isConnected ? `${action}/end` : action, present, isConnected ? t.unlink(e(name)) : t.link(e(name)));
    })
    .join('');
}

/** Leads to another service to connect an identity there. */
export function elsewherePage({ href, name }: { href: string; name: string }, language: Language): string {
  const t = PEOPLE_TEXT[language];
  return small(language, t.link(e(name)), `<p class="card">${link(href, t.onTo(name), 'tap')}</p>`);
}

function sessionSection({ sessions }: AccountPageView, t: Text): string {
  const rows = sessions.map((one) => [
    e(one.browser),
    e(one.createdAt),
    e(one.seenAt),
    one.isThis ? t.thisOne : form(`/account/sessions/${encodeURIComponent(one.id)}/end`, '', t.end, ''),
  ]);
  return `<section class="card"><h2>${t.sessions}</h2>${table(t.sessions, t.sessionColumns, rows)}${form('/account/sessions/end-others', '', t.endOthers, '')}</section>`;
}

export interface StaffPageView extends Refused {
  who: string;
  people: readonly {
    id: string;
    name: string;
    login: string | null;
    rights: readonly string[];
    state: string;
    /** Keys it made that still open something. */
    keys: readonly { label: string; prefix: string }[];
  }[];
  /** Cursor of the next page. */
  next: string | null;
  /** Rights the inviter may give. */
  rights: readonly string[];
  link?: string | undefined;
  /** The name that was typed and the rights that were ticked, when they were refused. */
  typed?: string | undefined;
  ticked: readonly string[];
}

/** Whoever made a key may have kept it, so ending them with the person is what is ticked. */
function keysMade(keys: StaffPageView['people'][number]['keys'], t: (typeof PEOPLE_TEXT)[Language]): string {
  if (keys.length === 0) return '';
  const names = keys.map(({ label, prefix }) => `${e(label)} (<code>${e(prefix)}…</code>)`).join('、');
  return `<label class="check"><input type="checkbox" name="keys" value="end" checked><span>${t.endKeys}${names}</span></label>`;
}

export function staffPage(view: StaffPageView, language: Language): string {
  const t = PEOPLE_TEXT[language];
  const rows = view.people.map((one) => [
    e(one.name),
    e(one.login ?? ''),
    one.rights.map((right) => word(t.rightNames, right)).join('、'),
    word(t.states, one.state),
    form(`/staff/${encodeURIComponent(one.id)}/removal`, keysMade(one.keys, t), t.remove, ''),
  ]);
  const more = view.next === null ? '' : `<p><a class="tap" href="/staff?cursor=${encodeURIComponent(view.next)}">${t.staffMore}</a></p>`;
  const list = rows.length === 0 ? `<p>${t.staffNone}</p>` : table(t.staffTitle, t.staffColumns, rows);
  // Nothing is ticked beforehand: a tap too few is asked again, a right too many is not.
  const entered = Object.fromEntries(view.ticked.map((right) => [`right-${right}`, '1']));
  const choices = view.rights.map((right) => tick({ entered, errors: [] }, `right-${right}`, word(t.rightNames, right))).join('');
  const shown = view.link === undefined ? '' : `<p class="card" role="status">${t.invited}<br><code>${e(view.link)}</code></p>`;
  const invite = form(
    '/staff',
    `<h2>${t.invite}</h2>${input('name', t.name, { max: 50, value: view.typed ?? '', refused: view })}<div class="field">${choices}</div>`,
    t.inviteSend,
  );
  const main = `<div class="in wide"><div class="head"><h1>${t.staffTitle}</h1></div>${alert(view.error)}${shown}<section class="card">${list}${more}</section>${invite}</div>`;
  return deskPage({ language, title: t.staffTitle, main, who: view.who });
}
