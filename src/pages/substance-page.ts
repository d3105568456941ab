import type { SubstanceShown } from '../substances/entered/listing.ts';
import { escapeHtml as e, svgImage } from './escape.ts';
import { area, type FormState } from './form-parts.ts';
import { time } from './format.ts';
import { addressWith, knowledgePage, listed, type Reader, verdictTag } from './knowledge-parts.ts';
import { facts, link, table } from './layout.ts';
import { SUBSTANCES_PATH } from './regulator-nav.ts';
import { NEW_ENTRY_PATH, type SubstanceLine, substanceHref } from './substances-page.ts';
import { localeOf, word } from './text.ts';
import { SUBSTANCES_TEXT, type SubstancesText } from './text-substances.ts';
import { errorSummary } from './tool-page.ts';
import type { Language } from './view.ts';

export interface SubstanceView extends Reader, FormState {
  row: SubstanceShown;
  /** Name of the office that entered it. */
  by: string;
  /** What an alias means, by name. */
  means: string | null;
  /** A drawing of each structure, in their order; null where none can be made. */
  drawings: readonly (string | null)[];
  relatives: { total: number; items: readonly SubstanceLine[] };
  /** Others of one family are worth a list; a catch-all grouping is not. */
  familyHref: string;
  mayRevoke: boolean;
  told: 'entered' | 'revoked' | null;
}

/** One substance, class or spelling: its names and identifiers, the texts that name it, who entered it, its relatives, and what can be done with it. */
export function substancePage(view: SubstanceView, language: Language): string {
  const t = SUBSTANCES_TEXT[language];
  const { row } = view;
  const name = nameOf(row);
  const told = view.told === null ? '' : `<p class="card" role="status">${view.told === 'entered' ? t.justEntered : t.justRevoked}</p>`;
  const alias =
    row.kind === 'alias'
      ? `<p class="card ochre">${t.isAlias(e(name))} ${t.means}${t.colon}${link(substanceHref(row.of), view.means ?? row.of, 'tap')}</p>`
      : '';
  const revoked = row.entry?.revoked ? `<p class="card ochre" role="status">${t.isRevoked}</p>` : '';
  const head = `<p>${link(SUBSTANCES_PATH, `← ${t.back}`, 'tap')}</p><div class="head"><h1>${e(name)} ${verdictTag(row.verdict, t.verdicts)}</h1><p class="gapped">${e(row.reason)}</p></div>`;
  const body = `${errorSummary(view.errors, t.revoke)}${told}${head}${alias}${revoked}${doing(view, t)}${identity(view, t, localeOf(language))}${structures(view, t)}${texts(row, t)}${entry(view, t)}${relatives(view, t)}${revoke(view, t, language)}`;
  return knowledgePage('substances', { title: name, body, who: view.who }, language);
}

export function nameOf({ kind, names, entry, id }: SubstanceShown): string {
  if (kind === 'alias' && entry?.kind === 'alias') return entry.name;
  return names.zh[0] ?? names.en[0] ?? id;
}

function doing({ row, mayEnter }: SubstanceView, t: SubstancesText): string {
  if (row.entry?.revoked) return '';
  const add =
    mayEnter && row.kind === 'substance'
      ? `<a class="btn plain" href="${addressWith(NEW_ENTRY_PATH, { kind: 'alias', of: row.id })}">${t.addAlias}</a>`
      : '';
  return `<section class="card"><p>${t.noticeNote}</p><p class="buttons gapped"><a class="btn" href="${e(`${substanceHref(row.id)}/notice`)}">${t.notice}</a> ${add}</p></section>`;
}

function identity({ row, familyHref }: SubstanceView, t: SubstancesText, locale: 'zh' | 'en'): string {
  const confidence = row.confidence === 'entered' ? t.byEntry : `<span lang="en">${e(row.confidence)}</span>`;
  const rows = facts([
    [t.kind, word(t.kinds, row.kind)],
    [t.names, listed(row.names.zh)],
    [t.others, row.names.en.length === 0 ? '' : `<span lang="en">${listed(row.names.en)}</span>`],
    [t.aliases, listed(row.aliases)],
    [t.cas, row.cas === null ? '' : `<span class="code">${e(row.cas)}</span>`],
    [t.formula, row.formula === null ? '' : `<span class="code">${e(row.formula)}</span>`],
    [t.family, `<a class="tap" href="${familyHref}">${e(row.family[locale])}</a>`],
    [t.lawful, e(row.lawful ?? '')],
    [t.limit, row.limitApplies ? t.limitYes : ''],
    [t.methods, listed(row.methods)],
    [t.confidence, confidence],
  ]);
  return `<section class="card">${rows}</section>`;
}

function structures({ row, drawings }: SubstanceView, t: SubstancesText): string {
  if (row.structures.length === 0) return '';
  const items = row.structures.map(({ smiles, inchikey }, i) => {
    const svg = drawings[i];
    const picture = svg
      ? `<figure class="gapped"><img src="${svgImage(svg)}" width="360" height="260" alt="${t.drawing(e(nameOf(row)))}"></figure>`
      : '';
    const rows = facts([
      [t.smiles, `<span class="code">${e(smiles)}</span>`],
      [t.inchikey, inchikey === null ? '' : `<span class="code">${e(inchikey)}</span>`],
    ]);
    return picture + rows;
  });
  return `<section class="card one"><h2>${t.structures}</h2>${items.join('')}</section>`;
}

function texts(row: SubstanceShown, t: SubstancesText): string {
  const rows = row.texts.map((one) => [
    e(one.title),
    word(t.asWords, one.as),
    `<span class="tag${one.confirmed === 'yes' ? ' ok' : ' ochre'}">${word(t.confirmed, one.confirmed)}</span>`,
    e(one.source),
  ]);
  const list = rows.length === 0 ? `<h2>${t.texts}</h2><p>${t.noTexts}</p>` : table(t.texts, [t.text, t.as, t.confidence, t.source], rows);
  const sources =
    row.sources.length === 0
      ? ''
      : `<details><summary>${t.sources}</summary><ul class="why small">${row.sources.map((one) => `<li>${e(one)}</li>`).join('')}</ul></details>`;
  return `<section class="card">${list}${sources}</section>`;
}

function entry({ row, by }: SubstanceView, t: SubstancesText): string {
  if (!row.entry) return `<section class="card"><h2>${t.entryTitle}</h2><p>${t.fromTable}</p></section>`;
  const { from, publishedOn, source, reason, at, revoked } = row.entry;
  const rows = facts([
    [t.from, time(from)],
    [t.publishedOn, publishedOn === null ? '' : time(publishedOn)],
    [t.source, e(source)],
    [t.reason, e(reason)],
    [t.by, e(by)],
    [t.at, time(at)],
    [t.revokedAt, revoked ? time(revoked.at) : ''],
    [t.revokedReason, e(revoked?.reason ?? '')],
  ]);
  return `<section class="card"><h2>${t.entryTitle}</h2>${rows}</section>`;
}

function relatives({ relatives: { total, items }, familyHref }: SubstanceView, t: SubstancesText): string {
  if (items.length === 0) return '';
  const rows = items.map((one) => [
    link(substanceHref(one.id), one.names.zh[0] ?? one.names.en[0] ?? one.id, 'tap'),
    one.cas === null ? '' : `<span class="code">${e(one.cas)}</span>`,
    verdictTag(one.verdict, t.verdicts),
  ]);
  return `<section class="card">${table(t.relatives, [t.name, t.cas, t.verdict], rows)}<p class="small quiet gapped">${t.relativesNote}</p><p><a class="tap" href="${familyHref}">${t.moreRelatives(total)} →</a></p></section>`;
}

function revoke(view: SubstanceView, t: SubstancesText, language: Language): string {
  const { row } = view;
  if (!row.entry || row.entry.revoked) return '';
  if (!view.mayRevoke) return `<p class="small quiet">${view.mayEnter ? t.onlyOffice : t.inspector}</p>`;
  const action = e(`${substanceHref(row.entry.id)}/revocation?lang=${language}`);
  return `<form class="card" method="post" action="${action}"><h2>${t.revoke}</h2><p class="hint">${t.revokeNote}</p>${area(view, 'reason', t.reason, { required: true, most: 2_000 })}<button class="btn plain">${t.revokeGo}</button></form>`;
}
