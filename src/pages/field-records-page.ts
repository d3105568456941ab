import { escapeHtml as e } from './escape.ts';
import { time } from './format.ts';
import { csrfField, deskPage, table } from './layout.ts';
import { errorSummary, type FieldError } from './tool-page.ts';
import type { Language } from './view.ts';

export const FIELD_RECORDS_PATH = '/field-records';

export interface FieldRecordsView {
  who: string;
  csrf?: string | undefined;
  today: string;
  items: readonly {
    crop: string;
    plot: string | null;
    agent: string | null;
    registrationNumber: string | null;
    appliedOn: string | null;
    intervalDays: number | null;
    harvestFrom: string | null;
    harvestedOn: string | null;
  }[];
  /** What was typed, when it was refused. */
  refused?: { errors: readonly FieldError[]; entered: Readonly<Record<string, string>> } | undefined;
}

const zh = {
  title: '田间记录',
  lead: '只有作物必填；上一次填过的已经带出，改动不同的即可。',
  crop: '作物',
  plot: '地块',
  agent: '施用（农药、肥料）',
  registrationNumber: '登记证号',
  appliedOn: '施用日期',
  intervalDays: '安全间隔期（天）',
  harvestedOn: '采收日期',
  traceCode: '追溯码（已有批次时）',
  save: '记下',
  wrong: '没有记下，请修改：',
  earlier: '记过的',
  none: '还没有记录。',
  columns: ['作物', '地块', '施用', '施用日期', '间隔', '可采收自', '采收'],
};
const en: typeof zh = {
  title: 'Field records',
  lead: 'Only the crop is needed; what was entered last stands here already, change what differs.',
  crop: 'Crop',
  plot: 'Plot',
  agent: 'Applied (pesticide, fertiliser)',
  registrationNumber: 'Registration number',
  appliedOn: 'Applied on',
  intervalDays: 'Safety interval (days)',
  harvestedOn: 'Harvested on',
  traceCode: 'Trace code, where there is a batch',
  save: 'Save',
  wrong: 'Nothing was saved. Please change:',
  earlier: 'Earlier',
  none: 'Nothing recorded yet.',
  columns: ['Crop', 'Plot', 'Applied', 'On', 'Interval', 'Harvest from', 'Harvested'],
};
const TEXT: Record<Language, typeof zh> = { 'zh-CN': zh, en };
type Text = typeof zh;

/** A form of eight fields for a phone in the field, filled in from the last record; what was recorded before below. */
export function fieldRecordsPage(view: FieldRecordsView, language: Language): string {
  const t = TEXT[language];
  const main = `<div class="in"><div class="head"><h1>${t.title}</h1><p>${t.lead}</p></div>${errorSummary(view.refused?.errors ?? [], t.wrong)}${form(view, t)}${earlier(view, t)}</div>`;
  return deskPage({ language, title: t.title, main, who: view.who, csrf: view.csrf });
}

function form(view: FieldRecordsView, t: Text): string {
  const [last] = view.items;
  const entered = view.refused?.entered;
  const field = (name: keyof Text & string, before: string | null | undefined, more: string) => {
    const wrong = (view.refused?.errors ?? []).filter((one) => one.field === name).map(({ text }) => e(text));
    const told = wrong.length === 0 ? '' : `<p class="wrong" id="${name}-w">${wrong.join(' ')}</p>`;
    const marked = wrong.length === 0 ? '' : ` aria-invalid="true" aria-describedby="${name}-w"`;
    return `<div class="field"><label for="${name}">${e(String(t[name]))}</label>${told}<input id="${name}" name="${name}" value="${e(entered?.[name] ?? before ?? '')}" ${more}${marked}></div>`;
  };
  return `<form class="card" method="post" action="${FIELD_RECORDS_PATH}">${csrfField(view.csrf)}${field('crop', last?.crop, 'required maxlength="60"')}${field('plot', last?.plot, 'maxlength="60"')}${field('agent', last?.agent, 'maxlength="100"')}${field('registrationNumber', last?.registrationNumber, 'maxlength="60"')}${field('appliedOn', last?.agent ? view.today : '', `type="date" max="${view.today}"`)}${field('intervalDays', last?.intervalDays?.toString(), 'type="number" min="0" max="365" inputmode="numeric"')}${field('harvestedOn', '', `type="date" max="${view.today}"`)}${field('traceCode', '', 'maxlength="40" autocapitalize="characters"')}<button class="btn">${t.save}</button></form>`;
}

function earlier({ items }: FieldRecordsView, t: Text): string {
  if (items.length === 0) return `<section class="card"><h2>${t.earlier}</h2><p>${t.none}</p></section>`;
  const day = (text: string | null) => (text === null ? '' : time(text));
  const rows = items.map((one) => [
    `<b>${e(one.crop)}</b>`,
    e(one.plot ?? ''),
    e(one.agent ?? ''),
    day(one.appliedOn),
    one.intervalDays === null ? '' : String(one.intervalDays),
    day(one.harvestFrom),
    day(one.harvestedOn),
  ]);
  return `<section class="card">${table(t.earlier, t.columns, rows, [4])}</section>`;
}
