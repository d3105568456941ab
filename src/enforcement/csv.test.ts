import { describe, expect, it } from 'vitest';
import { csvCell, csvLine, wantsCsv, yuan } from './csv.ts';

describe('a cell of a CSV file', () => {
  it('never begins as a formula', () => {
    expect(csvCell('=HYPERLINK("http://x","点我")')).toBe(`"'=HYPERLINK(""http://x"",""点我"")"`);
    expect(csvCell('+86 571')).toBe("'+86 571");
    expect(csvCell('-1')).toBe("'-1");
    expect(csvCell('@SUM(A1)')).toBe("'@SUM(A1)");
    expect(csvCell('＝cmd')).toBe("'＝cmd");
    expect(csvCell('\t=1')).toBe(`"'\t=1"`);
    expect(csvCell('\r=1')).toBe(`"'\r=1"`);
    expect(csvCell('\n=1')).toBe(`"'\n=1"`);
    expect(csvCell('  =1')).toBe("'  =1");
  });

  it('keeps what is harmless, quotes and doubles as RFC 4180 says, and is empty for null', () => {
    expect(csvCell('示例超市')).toBe('示例超市');
    expect(csvCell('a=b')).toBe('a=b');
    expect(csvCell('甲,乙')).toBe('"甲,乙"');
    expect(csvCell('说"好"')).toBe('"说""好"""');
    expect(csvCell('一\n二')).toBe('"一\n二"');
    expect(csvCell(12)).toBe('12');
    expect(csvCell(null)).toBe('');
    expect(csvLine(['甲', null, 3])).toBe('甲,,3\r\n');
  });

  it('shows money in yuan', () => {
    expect(yuan(100_000)).toBe('1000');
    expect(yuan(100_050)).toBe('1000.50');
    expect(yuan(null)).toBeNull();
  });
});

describe('CSV', () => {
  const asks = (accept: string | null, format?: 'csv' | 'json') =>
    wantsCsv(new Request('http://x/', accept === null ? {} : { headers: { accept } }), format);

  it('is given for format=csv or where Accept names it', () => {
    expect(asks(null)).toBe(false);
    expect(asks('*/*')).toBe(false);
    expect(asks('application/json')).toBe(false);
    expect(asks('text/csv')).toBe(true);
    expect(asks('application/xml;q=0.5, text/csv; charset=utf-8')).toBe(true);
    expect(asks('text/csv;q=0, application/json')).toBe(false);
    expect(asks('text/csv', 'json')).toBe(false);
    expect(asks('application/json', 'csv')).toBe(true);
  });
});
