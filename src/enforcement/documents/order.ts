import { articlesPart, day, documentPage, type Filling, factsPart, officersOf, paragraph, said, stepOf } from './parts.ts';

/** 责令改正通知书 (行政处罚法 28). */
export function orderDocument(filling: Filling): string {
  const order = stepOf(filling, 'order');
  return documentPage(
    'order',
    filling,
    [
      factsPart(filling),
      paragraph('上述行为涉及下列规定：'),
      articlesPart(filling),
      paragraph(
        `依据《中华人民共和国行政处罚法》第二十八条第一款，现责令你（单位）于 <b>${day(order?.dueOn, '改正期限')}</b>（含当日）前改正：${said(order?.text, '改正要求')}`,
      ),
      paragraph('逾期不改正的，将依法处理。改正情况请在追溯系统中补录，并告知本机关。'),
      paragraph(`执法人员：${officersOf(filling)}`),
      paragraph('对本通知的内容，你（单位）可以向本机关说明情况、提交证据。'),
    ].join(''),
  );
}
