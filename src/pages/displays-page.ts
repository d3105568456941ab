import type { ShelfRow, ShopSite, Shown } from '../custody/shelf.ts';
import type { SeenCode, ShelfCheck } from '../exchange/resolve/shelf-check.ts';
import { escapeHtml as e, safeUrl } from './escape.ts';
import { time } from './format.ts';
import { deskPage, link } from './layout.ts';
import { word } from './text.ts';
import { SHOP_TEXT } from './text-shop.ts';
import { errorSummary, type FieldError, scanBox } from './tool-page.ts';
import type { Language } from './view.ts';

export const DISPLAYS_PATH = '/displays';
export const PAPERS = ['A4', 'A5'] as const;
export type Paper = (typeof PAPERS)[number];

export type Marked = Shown & { expired: boolean; recalled: boolean };

export interface DisplaysView {
  who: string;
  head: string;
  sites: readonly ShopSite[];
  /** Null where the party has no shop. */
  site: ShopSite | null;
  shown: readonly Marked[];
  /** In stock at the site and not on show. */
  toShow: readonly ShelfRow[];
  entered?: { place: string; traceCodes: readonly string[] };
  errors?: readonly FieldError[];
  check?: ShelfCheck & { codes: readonly string[] };
}

type Text = (typeof SHOP_TEXT)[Language];

const at = (site: ShopSite) => `site=${encodeURIComponent(site.publicId)}`;

/** What is on show at a shop: begun and ended here, printed as a sheet, checked by a photo. */
export function displaysPage(view: DisplaysView, language: Language): string {
  const t = SHOP_TEXT[language];
  const { site } = view;
  const head = `<div class="head"><h1>${t.displays}</h1><p>${t.displaysLead}</p></div>`;
  const body =
    site === null ? `<section class="card"><p>${t.noSite}</p><p>${link('/home', t.toHome, 'tap')}</p></section>` : bodyOf(view, site, t);
  const main = `<div class="in">${head}${tabs(view)}${errorSummary(view.errors ?? [], t.wrong)}${body}</div>`;
  const here = site === null ? '' : at(site);
  return deskPage({ language, title: t.displays, main, who: view.who, head: view.head, here });
}

function tabs({ sites, site }: DisplaysView): string {
  if (sites.length < 2) return '';
  const links = sites.map(
    (one) => `<a href="${DISPLAYS_PATH}?${at(one)}"${one.id === site?.id ? ' aria-current="page"' : ''}>${e(one.name)}</a>`,
  );
  return `<nav class="tabs" aria-label="${e(sites.map((one) => one.name).join(' · '))}">${links.join('')}</nav>`;
}

function bodyOf(view: DisplaysView, site: ShopSite, t: Text): string {
  const papers = PAPERS.map((paper) => link(`${DISPLAYS_PATH}/sheet?${at(site)}&paper=${paper}`, t.print(paper)));
  const shop = `<section class="card"><h2>${t.shopCode}</h2><p>${t.shopCodeHow}</p><p class="chips">${link(`/m/${site.publicId}`, t.openShop)}${papers.join('')}</p></section>`;
  return checked(view, t) + checkForm(view, site, t) + onShow(view, site, t) + startForm(view, site, t) + shop;
}

const marks = (one: { expired: boolean; recalled: boolean }, t: Text) =>
  (one.recalled ? ` <span class="tag red">${t.isRecalled}</span>` : '') +
  (one.expired ? ` <span class="tag red">${t.isExpired}</span>` : '');

function details(one: { batchNumber: string | null; expiresOn: string | null }, t: Text): string {
  const parts = [
    one.batchNumber === null ? '' : `${t.batch} ${e(one.batchNumber)}`,
    one.expiresOn === null ? '' : `${t.until} ${time(one.expiresOn)}`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function onShow({ shown }: DisplaysView, site: ShopSite, t: Text): string {
  const rows = shown.map(
    (one) =>
      `<li class="line"><b>${e(one.productName)}</b>${marks(one, t)}<p class="small quiet">${details(one, t)} · ${t.place} ${e(one.place)} · ${t.since} ${time(one.shownFrom)}</p><p class="code">${link(`/t/${one.traceCode}`, one.traceCode, 'tap')}</p><form method="post" action="${safeUrl(`${DISPLAYS_PATH}/${one.id}/end?${at(site)}`)}"><button class="btn plain" aria-label="${t.end} · ${e(one.productName)} ${e(one.traceCode)}">${t.end}</button></form></li>`,
  );
  return `<section class="card"><h2>${t.shownHere} <span class="tag">${shown.length}</span></h2>${rows.length === 0 ? `<p>${t.shownNone}</p>` : `<ul>${rows.join('')}</ul>`}</section>`;
}

function startForm({ toShow, entered, errors = [] }: DisplaysView, site: ShopSite, t: Text): string {
  if (toShow.length === 0) return `<section class="card"><h2>${t.start}</h2><p>${t.startNone}</p></section>`;
  const boxes = toShow.map(
    (row) =>
      `<label class="check"><input type="checkbox" name="traceCode" value="${e(row.traceCode)}"${entered?.traceCodes.includes(row.traceCode) ? ' checked' : ''}><span>${e(row.productName)} <span class="small quiet">${details(row, t)} · ${e(row.quantity.amount)} ${e(row.quantity.unit)}</span></span></label>`,
  );
  const wrong = errors.filter(({ field }) => field === 'place');
  const described = wrong.length === 0 ? 'place-h' : 'place-h place-wrong';
  const message = wrong.map(({ text }) => `<p class="wrong" id="place-wrong">${e(text)}</p>`).join('');
  return `<section class="card"><h2>${t.start}</h2><form method="post" action="${DISPLAYS_PATH}?${at(site)}"><fieldset class="field"><legend class="label">${t.startHint}</legend>${boxes.join('')}</fieldset><div class="field"><label for="place">${t.place}</label><p class="hint" id="place-h">${t.placeHint}</p><input id="place" name="place" maxlength="100" value="${e(entered?.place ?? '')}" aria-describedby="${described}"${wrong.length === 0 ? '' : ' aria-invalid="true"'}>${message}</div><button class="btn full">${t.show}</button></form></section>`;
}

function checkForm({ check }: DisplaysView, site: ShopSite, t: Text): string {
  return `<section class="card"><h2>${t.check}</h2><p>${t.checkHow}</p>${scanBox(t, t.script, false)}<form method="post" action="${DISPLAYS_PATH}/check?${at(site)}"><div class="field gapped"><label for="codes">${t.codes}</label><textarea id="codes" name="codes" rows="3" maxlength="100000">${e((check?.codes ?? []).join('\n'))}</textarea></div><button class="btn">${t.checkGo}</button></form></section>`;
}

const TONES: Record<SeenCode['state'], string> = {
  shown: 'ok',
  notShown: 'ochre',
  notHere: 'red',
  shop: 'ok',
  barcode: '',
  unknown: 'red',
};

function checked({ check }: DisplaysView, t: Text): string {
  if (!check) return '';
  const seen = check.seen.map(
    (one) =>
      `<li class="line" data-state="${one.state}"><span class="tag ${TONES[one.state]}">${word(t.seenStates, one.state)}</span>${marks(one, t)} <b>${e(one.productName ?? '')}</b><p class="code small">${e(one.traceCode ?? one.code)}</p></li>`,
  );
  const missing = check.missing.map(
    (one) =>
      `<li class="line differs" data-state="missing"><b>${e(one.productName)}</b>${marks(one, t)}<p class="small quiet">${t.place} ${e(one.place)}</p><p class="code small">${e(one.traceCode)}</p></li>`,
  );
  const gaps = missing.length === 0 ? `<p>${t.missingNone}</p>` : `<ul>${missing.join('')}</ul>`;
  return `<section class="card" id="checked" role="status"><h2>${t.checked} · ${t.seenCount(check.seen.length)}</h2><ul>${seen.join('')}</ul></section><section class="card"><h2>${t.missing} <span class="tag">${missing.length}</span></h2>${gaps}</section>`;
}

export interface SheetView {
  who: string;
  site: ShopSite;
  shop: string;
  paper: Paper;
  shown: readonly Marked[];
}

/** The sheet for the wall: the shop's one code, then a code a batch; what is recalled or expired does not belong on it and says so. */
export function sheetPage(view: SheetView, language: Language): string {
  const t = SHOP_TEXT[language];
  const codes = view.shown.map(
    (one) =>
      `<li><img src="${safeUrl(`/t/${one.traceCode}/qr.svg`)}" alt="${e(one.traceCode)}"><b>${e(one.productName)}</b>${marks(one, t)}<span class="small">${details(one, t)}</span><span class="small code">${e(one.traceCode)}</span></li>`,
  );
  const ways = `<p class="noprint">${link(`${DISPLAYS_PATH}?${at(view.site)}`, t.back, 'tap')} ${t.printHow}</p>`;
  const main = `<div class="in wide sheet ${view.paper}">${ways}<h1 class="gapped">${t.sheetTitle} · ${e(view.shop)}</h1><p>${e(view.site.name)} · ${t.sheetHow}</p><figure class="shopcode card"><img src="${safeUrl(`/m/${view.site.publicId}/qr.svg`)}" alt="${t.shopCode}"><figcaption><b>${t.shopCode}</b><br>${t.shopCodeHow}</figcaption></figure><ul class="codes">${codes.join('')}</ul></div>`;
  return deskPage({ language, title: t.sheet, main, who: view.who, here: `${at(view.site)}&paper=${view.paper}` });
}
