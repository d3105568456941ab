import { describe, expect, it, onTestFinished } from 'vitest';
import { cpuMs } from '../../../test/cpu-time.ts';
import { type ImportWorld, importWorld, storedImports } from '../../../test/imports-world.ts';
import { xlsxOf, zipOf } from '../../../test/xlsx.ts';
import type { Deps } from '../../platform/deps.ts';
import { openSqlite } from '../../store/sqlite.ts';
import { StoreUnavailable } from '../../store/store.ts';
import { cleaned, readCell } from './cells.ts';
import { type Column, type ColumnType, headerKey } from './columns.ts';
import { mergedBy, mergesOf } from './merges.ts';
import { Pace } from './pace.ts';
import { kindOf } from './placing.ts';
import { openXlsx } from './read-xlsx.ts';
import { resumeImports } from './runner.ts';

const HEAD = '产品名称,类别,批号,生产日期,数量,单位';
const row = (n: string) => `${HEAD}\n示例酱油,食品,${n},2026-11-01,1,瓶\n`;

/** Milliseconds of computing a reading may take that is linear; what is quadratic takes minutes over these texts. */
const LINEAR_MS = 2_000;

async function timed(work: () => unknown): Promise<number> {
  const started = cpuMs();
  await work();
  return cpuMs() - started;
}

function read(type: ColumnType, text: string) {
  const column: Column = { pointer: '/x', header: '列', type, example: '', about: '', words: {} };
  return readCell(column, { text });
}

describe('a text made to cost time', () => {
  const long = 30_000;
  const texts = ['T', '[', '(', '.', ' ', '1', '_x'].map((sign) => `a${sign.repeat(long)}1`);
  const types: ColumnType[] = ['text', 'label', 'gtin', 'uscc', 'date', 'instant', 'time', 'amount', 'whole', 'yesNo', 'choices', 'names'];

  it.each(types)('is read in linear time as %s', async (type) => {
    const column = Array.from({ length: 20 }, () => texts.flatMap((text) => [text, text.slice(1)])).flat();
    expect(await timed(() => column.map((text) => read(type, text)))).toBeLessThan(LINEAR_MS);
  });

  it('with a million blanks inside is cleaned in linear time', async () => {
    const blanks = ' '.repeat(1_000_000);
    expect(await timed(() => cleaned(`a${blanks}b`))).toBeLessThan(LINEAR_MS);
    expect(cleaned(`\u3000\ufeff a ${blanks}b\u200b\n`)).toBe(`a ${blanks}b`);
    expect(cleaned(blanks)).toBe('');
  });

  it('is no header, and no kind of amount, any slower', async () => {
    expect(await timed(() => headerKey('(['.repeat(200_000)))).toBeLessThan(LINEAR_MS);
    expect(headerKey('数量 （必填）*[件]')).toBe('数量');
    const told = { pointer: '/quantity/amount', found: `${'.'.repeat(200_000)}1`, expected: { zh: '', en: '' }, fix: { zh: '', en: '' } };
    expect(await timed(() => kindOf(told, null))).toBeLessThan(LINEAR_MS);
  });

  it('beyond what a cell holds is told as too long', () => {
    expect(read('text', 'a'.repeat(32_767))).toHaveProperty('value');
    expect(read('text', 'a'.repeat(32_768))).toMatchObject({ fault: { code: 'too-long' } });
  });

  it('in a sheet holds up nobody', async () => {
    const t = await importWorld();
    const sheet = row(`A${' '.repeat(40_000)}1`) + row(`B${' '.repeat(30_000)}1`).slice(HEAD.length + 1);
    expect(await timed(() => t.run(sheet))).toBeLessThan(LINEAR_MS);
  });
});

/** A workbook whose cells name one shared text, over and over. */
function sharedBook(text: string, cells: number, styles = '<styleSheet/>', tail = '') {
  const named = '<c t="s"><v>0</v></c>'.repeat(cells);
  return zipOf({
    'xl/workbook.xml': '<workbook/>',
    'xl/styles.xml': styles,
    'xl/sharedStrings.xml': `<sst><si><t>${text}</t></si></sst>`,
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData><row r="1">${named}</row></sheetData>${tail}</worksheet>`,
  });
}

describe('a small workbook that says much', () => {
  it.each([
    ['one text of 10 MB in 60 cells', sharedBook('x'.repeat(10_000_000), 60)],
    ['a row of more text than a row may have', sharedBook('x'.repeat(30_000), 60)],
  ])('%s is refused at once', async (_, book) => {
    const t = await importWorld();
    const sent = await t.send(book);
    expect([sent.status, sent.json.faults]).toEqual([422, ['broken-file']]);
  });

  it('keeps of a shared text one character more than a cell may have', async () => {
    const book = await openXlsx(sharedBook('x'.repeat(50_000), 1));
    const { value } = await book.rows().next();
    expect(value?.cells[0]?.text.length).toBe(32_768);
  });

  it('with a format made to cost time is read in linear time', async () => {
    const styles = `<styleSheet><numFmts>${`<numFmt numFmtId="164" formatCode="${'['.repeat(200_000)}"/>`.repeat(10)}</numFmts></styleSheet>`;
    expect(await timed(() => openXlsx(sharedBook('x', 1, styles)))).toBeLessThan(LINEAR_MS);
  });
});

describe('merged ranges', () => {
  async function* sheet(refs: readonly string[]) {
    yield `</sheetData><mergeCells>${refs.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`;
  }
  const broken = { extra: { faults: ['broken-file'] } };

  it('cost a row no more than those it lies in', async () => {
    const refs = Array.from({ length: 5_000 }, (_, i) => `A${i * 20 + 1}:B${i * 20 + 2}`);
    const merged = mergedBy(await mergesOf(sheet(refs)));
    let marked = 0;
    expect(await timed(() => Array.from({ length: 100_000 }, (_, i) => (marked += merged(i + 1).length)))).toBeLessThan(LINEAR_MS);
    expect(marked).toBe(10_000);
  });

  it('are found however they stand', async () => {
    const merged = mergedBy(await mergesOf(sheet(['C5:D9', 'A2:A3', 'B2:B8'])));
    expect([1, 2, 3, 4, 8, 9, 10].map((at) => merged(at).map(({ left }) => left))).toEqual([[], [0, 1], [0, 1], [1], [1, 2], [2], []]);
  });

  it('that overlap, or are too many, are refused', async () => {
    await expect(mergesOf(sheet(['A1:C3', 'C3:D4']))).rejects.toMatchObject(broken);
    await expect(mergesOf(sheet(Array.from({ length: 5_001 }, (_, i) => `A${i + 1}:B${i + 1}`)))).rejects.toMatchObject(broken);
    expect(await mergesOf(sheet(['A1:B3', 'C1:D3', 'A4:D4']))).toHaveLength(3);
  });
});

/** An import that is entered and has read nothing yet, since the store took no more. */
async function leftBehind(t: ImportWorld, sheet: string): Promise<void> {
  const { commit } = t.store;
  let left = 1;
  t.store.commit = async (one) => {
    if (left-- <= 0) throw new StoreUnavailable('cut off', false);
    return commit.call(t.store, one);
  };
  const sent = await t.send(sheet, 'kind=batches&preview=true');
  t.store.commit = commit;
  if (sent.status !== 202) throw new Error(`${sent.status} ${sent.text}`);
}

const imports = async (t: ImportWorld, key = t.producer.key) => (await t.request('GET', '/v1/imports', { key })).json.items;

describe('an import that cannot be read', () => {
  it('for whatever reason ends as failed, and is noted once', async () => {
    const t = await importWorld();
    await leftBehind(t, row('A1'));
    const noted: string[] = [];
    const deps: Deps = {
      ...t.deps,
      log: { ...t.deps.log, error: (event) => noted.push(event) },
      files: { ...t.deps.files, large: largeThat(t, new RangeError('Invalid string length')) },
    };
    await resumeImports(deps);
    await resumeImports(deps);
    expect(await imports(t)).toMatchObject([{ state: 'failed', fileFaults: [{ code: 'not-read-to-its-end', found: '0' }] }]);
    expect(noted).toEqual(['import']);
  });

  it('because the store takes nothing goes on when it does', async () => {
    const t = await importWorld();
    await leftBehind(t, row('A1'));
    const deps = { ...t.deps, files: { ...t.deps.files, large: largeThat(t, new StoreUnavailable('away', false)) } };
    for (let pulse = 0; pulse < 10; pulse++) await resumeImports(deps);
    expect(await imports(t)).toMatchObject([{ state: 'previewing' }]);
    await resumeImports(t.deps);
    expect(await imports(t)).toMatchObject([{ state: 'previewed', good: 1 }]);
  });

  it('since the process ends with it is taken up three times and no more', async () => {
    const t = await importWorld();
    await leftBehind(t, row('A1'));
    const states: string[] = [];
    for (let process = 0; process < 4; process++) {
      const store = openSqlite(t.file);
      onTestFinished(() => store.close());
      // What ends a process leaves no more behind than a store that is gone.
      await resumeImports({ ...t.deps, store, files: { ...t.deps.files, large: largeThat(t, new StoreUnavailable('gone', false)) } });
      states.push((await imports(t))[0].state);
    }
    expect(states).toEqual(['previewing', 'previewing', 'previewing', 'failed']);
    expect((await imports(t))[0].fileFaults).toMatchObject([{ code: 'not-read-to-its-end' }]);
  });

  it('within two minutes a part is given up', async () => {
    let now = 0;
    const pace = new Pace(() => now);
    now = 119_000;
    await pace.step(1);
    pace.startPart();
    now = 238_000;
    await pace.step(2);
    now = 240_000;
    await expect(pace.step(3)).rejects.toMatchObject({ extra: { faults: ['not-read-to-its-end'] }, errors: [{ found: '3' }] });
  });
});

function largeThat(t: ImportWorld, error: Error): NonNullable<Deps['files']['large']> {
  const { large } = t.deps.files;
  if (!large) throw new Error('Files are kept.');
  return {
    ...large,
    read: () => {
      throw error;
    },
  };
}

describe('what is sent to be imported', () => {
  it('while two imports of its owner are under way is refused and not kept', async () => {
    const t = await importWorld();
    const other = await t.party({ name: '另一家有限公司' });
    await leftBehind(t, row('A1'));
    await leftBehind(t, row('A2'));
    const third = await t.send(row('A3'));
    expect([third.status, third.json.code, third.headers.get('retry-after')]).toEqual([429, 'too-many-requests', '30']);
    expect(third.json.underWay).toHaveLength(2);
    expect(storedImports(t.file)).toHaveLength(2);
    expect((await t.send(row('A3'), 'kind=batches', other.key)).status).toBe(201);
    await t.sweep();
    expect((await t.send(row('A3'))).status).toBe(201);
  });

  it('and refused is kept only where an import names the same bytes', async () => {
    const t = await importWorld();
    expect((await t.send(row('A1'), 'kind=shipments')).status).toBe(422);
    expect(storedImports(t.file)).toEqual([]);
    const { json } = await t.send(row('A1'));
    expect((await t.send(row('A1'), 'kind=shipments')).status).toBe(422);
    expect(storedImports(t.file)).toEqual([json.sha256]);
  });

  it('as a workbook beside others is read as before', async () => {
    const t = await importWorld();
    const sent = await t.send(xlsxOf([HEAD.split(','), ['示例酱油', '食品', 'A1', { date: 46_327 }, 5, '瓶']], { merges: ['H9:I9'] }));
    expect(sent.json).toMatchObject({ state: 'finished', applied: 1 });
  });
});
