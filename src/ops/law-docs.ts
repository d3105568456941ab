import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bandLines } from '../law/bands.ts';
import { checkLaw } from '../law/check.ts';
import type { AnyLawEntry, Citation, Confirmed, DatedValue, Offence, Regulation, Text, UnitValue } from '../law/model.ts';
import { offences } from '../law/offences.ts';
import { lawEntries, regulations } from '../law/registry.ts';
import { valueLines } from '../law/value-text.ts';

const MARK: Record<Confirmed, string> = { yes: '已核实', secondary: '转述', no: '**待核实**' };
const TREATMENT = {
  encoded: '已编码 encoded',
  'nothing-to-check': '无可检查 nothing to check',
  'not-known': '**待核实** not known',
} as const;

/** The pages of docs/law by file name, written from the data alone. Throws when the data has defects. */
export function lawDocs(): Map<string, string> {
  const problems = checkLaw();
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const pages = new Map([['README.md', overview()]]);
  for (const regulation of regulations) pages.set(`${regulation.id}.md`, regulationPage(regulation));
  return pages;
}

const both = (text: Text) => (text.zh === text.en ? text.zh : `${text.zh}<br>${text.en}`);
const cell = (text: string) => text.replaceAll('|', '\\|');
const row = (...cells: string[]) => `| ${cells.map(cell).join(' | ')} |`;

function table(head: readonly string[], rows: readonly string[]): string {
  return [row(...head), row(...head.map(() => '---')), ...rows].join('\n');
}

function page(...blocks: string[]): string {
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function overview(): string {
  return page(
    '# 法律数据 The law as data',
    '本目录由 `node src/ops/law-docs.ts` 从 `src/law` 生成，不手工修改。Generated from `src/law` by `node src/ops/law-docs.ts`; not edited by hand.',
    '未读到的条号、期限一律显示“待核实”，不作推测。系统只说明“某事实符合某条的情形”，作为线索；是否违法由办案人员认定。\n' +
      'An article or a deadline that was not read shows as 待核实 and is never guessed. The service says “this fact meets that article”, as a lead; whether the law was broken is for people to decide.',
    table(
      ['法规 Regulation', '施行 In force', '项目 Values', '待核实 To be verified'],
      regulations.map((r) =>
        row(
          `[${r.name.zh}](${r.id}.md)<br>${r.name.en}`,
          r.effectiveFrom,
          `${entriesOf(r).length}`,
          `${r.accounts.filter((a) => a.treatment === 'not-known').length}`,
        ),
      ),
    ),
    '## 情形与罚款幅度 Offences and bands',
    table(['id', '情形 Offence', '部门 Departments', '幅度 Band', '依据 Article'], Object.values(offences).map(offenceRow)),
  );
}

function offenceRow(offence: Offence): string {
  const band = offence.band.values.at(-1)?.value;
  const lines = band ? bandLines(band).map((line) => line.zh) : [];
  return row(
    `\`${offence.id}\``,
    both(offence.title),
    offence.departments.join(', '),
    lines.join('<br>'),
    `${offence.citation.law.zh} ${article(offence.citation)}`,
  );
}

const entriesOf = (regulation: Regulation) => lawEntries.filter((entry) => entry.regulation === regulation.id);
const article = (citation: Citation) => citation.article ?? '**待核实**';

function regulationPage(regulation: Regulation): string {
  const published = regulation.publishedOn ? `公布 Published ${regulation.publishedOn} · ` : '';
  return page(
    `# ${regulation.name.zh}`,
    `${regulation.name.en} · ${published}施行 In force ${regulation.effectiveFrom}`,
    `${regulation.note.zh}\n${regulation.note.en}`,
    `来源 Sources:\n${regulation.sources.map((source) => `- ${source}`).join('\n')}`,
    '## 逐条说明 Every paragraph known',
    table(
      ['条 Article', '内容 Says', '处理 Treatment', '数据 Data'],
      regulation.accounts.map((a) =>
        row(a.article ?? '**待核实**', both(a.says), TREATMENT[a.treatment], (a.entries ?? []).map((id) => `\`${id}\``).join('<br>')),
      ),
    ),
    ...entriesOf(regulation).map(entryBlock),
  );
}

function entryBlock(entry: AnyLawEntry): string {
  const held: readonly DatedValue<UnitValue[keyof UnitValue]>[] = entry.values;
  const rows = held.map(({ from, to, value, citation }) =>
    row(
      `${from} – ${to ?? ''}`,
      valueLines(entry.unit, value).map(both).join('<br>'),
      article(citation),
      citation.source,
      citation.publishedOn ?? '',
      citation.lastConfirmedOn,
      MARK[citation.confirmed],
      citation.doubt ? both(citation.doubt) : '',
    ),
  );
  const head = [
    '期间 Period',
    '值 Value',
    '条 Article',
    '来源 Source',
    '公布 Published',
    '最近核对 Last confirmed',
    '标记 Mark',
    '存疑 Doubt',
  ];
  const note = entry.note ? `${entry.note.zh}\n${entry.note.en}` : '';
  return [`## ${entry.title.zh}`, `\`${entry.id}\` · ${entry.title.en}`, note, table(head, rows)]
    .filter((block) => block !== '')
    .join('\n\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = join(import.meta.dirname, '..', '..', 'docs', 'law');
  await mkdir(folder, { recursive: true });
  for (const [file, text] of lawDocs()) await writeFile(join(folder, file), text);
}
