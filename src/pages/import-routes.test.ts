import { describe, expect, it } from 'vitest';
import { importWorld } from '../../test/imports-world.ts';

const GOOD = '产品名称,类别,批号,数量,单位\n示例酱油,食品,A1,100,瓶\n';

async function desk() {
  const t = await importWorld();
  const opened = await t.request('POST', '/sign-in', {
    raw: new URLSearchParams({ key: t.producer.key }),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  });
  const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const own = { cookie, 'sec-fetch-site': 'same-origin' };
  const upload = (text: string, kind = 'batches', mode = 'all-or-nothing') => {
    const form = new FormData();
    form.set('kind', kind);
    form.set('mode', mode);
    form.set('file', new File([text], '十一月.csv'));
    return t.request('POST', '/imports', { raw: form, headers: own });
  };
  const page = (path: string) => t.request('GET', path, { headers: own });
  const press = (path: string) =>
    t.request('POST', path, { raw: '', headers: { ...own, 'Content-Type': 'application/x-www-form-urlencoded' } });
  return { ...t, upload, page, press, own };
}

describe('the page of imports', () => {
  it('checks a sheet, shows what came of it, and records it when told so', async () => {
    const t = await desk();
    const sent = await t.upload(GOOD);
    expect(sent.status, sent.text).toBe(303);
    const to = sent.headers.get('location') ?? '';
    const checked = await t.page(to);
    expect(checked.text).toContain('共 1 行，无误 1，有误 0，已导入 0');
    expect(await t.count('batch')).toBe(0);
    expect((await t.press(`${to}/application`)).headers.get('location')).toBe(to);
    expect((await t.page(to)).text).toContain('已导入 1');
    expect(await t.count('batch')).toBe(1);
    expect((await t.page('/imports')).text).toContain('十一月.csv');
  });

  it('shows every wrong cell with its fix and leads to the sheet with reasons', async () => {
    const t = await desk();
    const sent = await t.upload('产品名称,类别,批号,数量,单位\n示例<酱油>,食品,A1,零,坨\n');
    const shown = await t.page(sent.headers.get('location') ?? '');
    for (const text of ['不是数字', '未知单位', '坨', '/rejected']) expect(shown.text).toContain(text);
    expect(shown.text).not.toContain('/application');
    const twice = await t.press(`${sent.headers.get('location')}/application`);
    expect([twice.status, twice.text.includes('只有检查完毕')]).toEqual([409, true]);
  });

  it('says why a file is no such sheet, and sends strangers to the sign-in', async () => {
    const t = await desk();
    const wrong = await t.upload('%PDF-1.7');
    expect([wrong.status, wrong.text.includes('不是表格文件')]).toEqual([415, true]);
    expect((await t.request('POST', '/imports', { raw: 'x', headers: t.own })).status).toBe(422);
    expect((await t.request('GET', '/imports')).headers.get('location')).toBe('/sign-in?next=%2Fimports');
    expect((await t.page('/imports?lang=en')).text).toContain('Import a sheet');
  });

  it('writes what a file says as text, never as markup', async () => {
    const t = await desk();
    const sent = await t.upload('产品名称,类别,数量,单位\n酱油,<script>alert(1)</script>,1,瓶\n');
    expect((await t.page(sent.headers.get('location') ?? '')).text).not.toContain('<script>');
  });
});
