import { escapeHtml as e } from '../../pages/escape.ts';
import { articlesPart, documentPage, type Filling, factsPart, officersOf, open, paragraph, said, stepOf } from './parts.ts';

/** 案件移送函: on suspicion of a crime (行政处罚法 27), or to the authority that is competent (22, 25). */
export function referralDocument(filling: Filling): string {
  const { pack, party } = filling;
  const referral = stepOf(filling, 'referral');
  const to = referral && 'to' in referral && typeof referral.to === 'string' ? e(referral.to) : open('受移送机关');
  const other = referral && 'way' in referral && referral.way === 'other-authority';
  const basis = other ? '第二十二条、第二十五条（管辖）' : '第二十七条（涉嫌犯罪，移送司法机关）';
  const code = party.uscc === null ? '' : `（统一社会信用代码 ${e(party.uscc)}）`;
  return documentPage(
    'referral',
    filling,
    [
      `<p class="flat">${to}：</p>`,
      paragraph(
        `本机关办理的 ${e(party.name)}${code} ${e(pack.case.title)} 一案（案件编号 ${e(pack.case.id)}），${said(referral?.reason, '移送理由')}`,
      ),
      paragraph(`依据《中华人民共和国行政处罚法》${basis}，现将该案移送你机关处理。`),
      factsPart(filling),
      paragraph('涉及的规定：'),
      articlesPart(filling),
      paragraph(`随函移送：案件证据包（GET /v1/cases/${e(pack.case.id)}/evidence）、${open('纸质材料清单')}。请在处理后将结果函告本机关。`),
      paragraph(`承办人员：${officersOf(filling)}　联系方式：${open('电话')}`),
    ].join(''),
  );
}
