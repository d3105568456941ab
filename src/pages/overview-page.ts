import { type Bar, bars, columns, tileMap } from './charts.ts';
import { escapeHtml as e, safeUrl } from './escape.ts';
import { time } from './format.ts';
import { alert, deskPage, link, table } from './layout.ts';
import { OVERVIEW_PATH, regulatorNav } from './regulator-nav.ts';
import { OVERVIEW_TEXT, type OverviewText } from './text-overview.ts';
import type { Language } from './view.ts';

export interface CountView {
  key: string;
  name: string;
  total: number;
  byState: Readonly<Record<string, number>>;
}

export interface OverviewView {
  who: string;
  since: string;
  until: string;
  wrong?: boolean;
  total: number;
  corrected: number;
  toCorrectHours: number | null;
  toConfirmHours: number | null;
  months: readonly CountView[];
  rules: readonly CountView[];
  regions: readonly CountView[];
  confirmations: readonly { month: string; delivered: number; confirmed: number }[];
  recalls: readonly { id: string; name: string; level: number; holders: number; answered: number; completeBy: string | null }[];
}

const percent = (part: number, whole: number) => (whole === 0 ? '—' : `${Math.round((part / whole) * 100)} %`);

/** What happened in a period, each picture with its numbers in a table beside it and as a file. */
export function overviewPage(view: OverviewView, language: Language): string {
  const t = OVERVIEW_TEXT[language];
  const { since, until } = view;
  const english = language === 'en';
  const day = (name: 'since' | 'until', label: string, value: string) =>
    `<div><label for="${name}">${label}</label><input id="${name}" name="${name}" type="date" value="${e(value)}"></div>`;
  const form = `<form class="filter" method="get" action="${OVERVIEW_PATH}"><div class="grid">${day('since', t.since, since)}${day('until', t.until, until)}<div><button class="btn beside">${t.show}</button></div></div></form>`;
  const main = `<div class="in wide">${regulatorNav('overview', language)}${alert(view.wrong ? t.wrong : undefined)}<div class="head"><h1>${t.title}</h1><p class="quiet">${t.note(e(since), e(until))}</p></div>${form}${figures(view, t)}${byMonth(view, t)}${byRule(view, t)}${byRegion(view, t, english)}${confirmation(view, t)}${recalls(view, t)}${precision(view, t)}</div>`;
  return deskPage({ language, title: t.title, main, here: new URLSearchParams({ since, until }).toString(), who: view.who });
}

function figures(view: OverviewView, t: OverviewText): string {
  const hours = (value: number | null) => (value === null ? t.none : t.hours(value));
  const items: [string, string][] = [
    [t.total, String(view.total)],
    [t.corrected, `${view.corrected} · ${percent(view.corrected, view.total)}`],
    [t.toCorrect, hours(view.toCorrectHours)],
    [t.toConfirm, hours(view.toConfirmHours)],
  ];
  return `<dl class="pair figures">${items.map(([label, value]) => `<div><dt>${label}</dt><dd>${value}</dd></div>`).join('')}</dl>`;
}

/* A picture and its table side by side; the file of the table is linked where the API has one. */
function panel(id: string, title: string, hint: string, picture: string, numbers: string, file: string, t: OverviewText): string {
  const csv = file === '' ? '' : `<p><a class="tap" href="${safeUrl(file)}">${t.csv}<span class="hide"> ${title}</span></a></p>`;
  const note = hint === '' ? '' : `<p class="small quiet gapped">${hint}</p>`;
  return `<section class="card" id="${id}"><h2>${title}</h2>${note}<div class="panel"><div>${picture}</div><div>${numbers}${csv}</div></div></section>`;
}

/* Where there is nothing the sentence stands alone: a table without rows says less. */
const numbersOf: typeof table = (caption, headings, rows, numeric) => (rows.length === 0 ? '' : table(caption, headings, rows, numeric));

const nothing = (t: OverviewText) => `<p class="quiet">${t.nothing}</p>`;
const csvOf = (by: string, { since, until }: OverviewView) => `/v1/statistics?by=${by}&since=${since}&until=${until}&format=csv`;

function byMonth(view: OverviewView, t: OverviewText): string {
  const items = view.months.map((one) => ({ label: one.key.replace(/^\d\d(\d\d)-0?/, '$1/'), value: one.total }));
  const rows = view.months.map((one) => [e(one.name), String(one.total), String(one.byState.corrected ?? 0)]);
  const picture = items.length === 0 ? nothing(t) : columns(items, t.month, 'c-month');
  return panel('month', t.month, '', picture, numbersOf(t.month, [t.month, t.total, t.corrected], rows, [1, 2]), csvOf('month', view), t);
}

function byRule(view: OverviewView, t: OverviewText): string {
  const picture =
    view.rules.length === 0
      ? nothing(t)
      : bars(
          view.rules.slice(0, 12).map((one): Bar => ({ label: one.name, value: one.total })),
          t.rule,
          'c-rule',
        );
  const rows = view.rules.map((one) => [link(`/regulator/violations?rule=${one.key}`, one.name), String(one.total)]);
  return panel('rule', t.rule, '', picture, numbersOf(t.rule, [t.rule, t.total], rows, [1]), csvOf('rule', view), t);
}

function byRegion(view: OverviewView, t: OverviewText, english: boolean): string {
  const cities = new Map<string, number>();
  for (const { key, total } of view.regions) cities.set(key.slice(0, 4), (cities.get(key.slice(0, 4)) ?? 0) + total);
  const rows = view.regions.map((one) => [link(`/regulator/violations?region=${one.key}`, one.name), String(one.total)]);
  const numbers = numbersOf(t.region, [t.region, t.total], rows, [1]);
  return panel('region', t.region, t.regionHint, tileMap(cities, t.region, 'c-region', english), numbers, csvOf('region', view), t);
}

function confirmation(view: OverviewView, t: OverviewText): string {
  const { confirmations } = view;
  const picture =
    confirmations.length === 0
      ? nothing(t)
      : bars(
          confirmations.map(
            ({ month, delivered, confirmed }): Bar => ({
              label: month,
              value: delivered,
              part: confirmed,
              words: `${confirmed}/${delivered}`,
            }),
          ),
          t.confirmation,
          'c-confirmation',
        );
  const rows = confirmations.map((one) => [one.month, String(one.delivered), String(one.confirmed), percent(one.confirmed, one.delivered)]);
  const numbers = numbersOf(t.confirmation, [t.month, t.delivered, t.confirmed, t.rate], rows, [1, 2, 3]);
  const file = `${OVERVIEW_PATH}/confirmations.csv?since=${view.since}&until=${view.until}`;
  return panel('confirmation', t.confirmation, t.confirmationHint, picture, numbers, file, t);
}

function recalls(view: OverviewView, t: OverviewText): string {
  if (view.recalls.length === 0) return `<section class="card" id="recalls"><h2>${t.recalls}</h2><p>${t.noRecalls}</p></section>`;
  const picture = bars(
    view.recalls.map(
      ({ name, holders, answered }): Bar => ({ label: name, value: holders, part: answered, words: `${answered}/${holders}` }),
    ),
    t.recalls,
    'c-recalls',
  );
  const rows = view.recalls.map((one) => [
    `${link(`/recalls/${encodeURIComponent(one.id)}`, one.name)} <span class="tag red">${t.level(one.level)}</span>`,
    String(one.answered),
    String(one.holders),
    one.completeBy === null ? '' : time(one.completeBy),
  ]);
  return panel(
    'recalls',
    t.recalls,
    t.recallsHint,
    picture,
    numbersOf(t.recalls, [t.recall, t.answered, t.holders, t.completeBy], rows, [1, 2]),
    `${OVERVIEW_PATH}/recalls.csv`,
    t,
  );
}

/** Fired, dismissed, decided: what people made of what each rule found. */
function precision(view: OverviewView, t: OverviewText): string {
  const rows = view.rules.map(({ name, total, byState }) => {
    const [open = 0, dismissed = 0] = [byState.open, byState.dismissed];
    return [e(name), String(total), String(open), String(dismissed), String(total - open - dismissed), percent(dismissed, total)];
  });
  const heads = [t.rule, t.fired, t.open, t.dismissed, t.decided, t.dismissedRate];
  const csv = `<p><a class="tap" href="${safeUrl(csvOf('rule', view))}">${t.csv}<span class="hide"> ${t.precision}</span></a></p>`;
  return `<section class="card" id="precision"><h2>${t.precision}</h2><p class="small quiet gapped">${t.precisionNote}</p>${rows.length === 0 ? nothing(t) : ''}${numbersOf(t.precision, heads, rows, [1, 2, 3, 4, 5])}${csv}</section>`;
}
