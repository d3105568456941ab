import {
  arithmeticPart,
  articlesPart,
  day,
  documentPage,
  type Filling,
  factsPart,
  open,
  paragraph,
  penaltiesPart,
  said,
  statementsPart,
  stepOf,
} from './parts.ts';

/** 行政处罚决定书 with the six matters of 行政处罚法 59. */
export function decisionDocument(filling: Filling): string {
  const { pack } = filling;
  const decided = stepOf(filling, 'decision', 'approval');
  const notice = stepOf(filling, 'notice');
  return documentPage(
    'decision',
    filling,
    [
      factsPart(filling),
      paragraph(
        `本机关于 ${day(pack.case.noticeServedOn ?? notice?.at, '告知日期')} 告知当事人拟作出的处罚及事实、理由、依据和依法享有的权利。`,
      ),
      statementsPart(filling),
      pack.case.statements.every(({ kind }) => kind === 'reminder')
        ? ''
        : paragraph(`复核意见：${open('对当事人提出的事实、理由和证据的复核')}`),
      paragraph('上述行为违反下列规定：'),
      articlesPart(filling),
      paragraph('罚款幅度：'),
      arithmeticPart(filling),
      paragraph(
        `理由：${said(decided?.reason, '理由')}${decided?.ground ? `　${decided.fineCents === 0 ? '免予罚款' : '减轻处罚'}的依据：${said(decided.ground, '依据')}` : ''}`,
      ),
      paragraph(`决定：${penaltiesPart(decided)}。`),
      decided?.fineCents === 0 ? '' : paymentPart(),
      paragraph(
        `救济：不服本决定的，可以依法申请行政复议或者提起行政诉讼；受理机关：${open('复议机关和法院')}；期限：${open('核对行政复议法、行政诉讼法原文，待核实')}。复议、诉讼期间，本决定不停止执行，法律另有规定的除外。`,
      ),
      paragraph(`作出决定的日期：${day(pack.case.decidedOn, '决定日期')}`),
    ].join(''),
  );
}

/** How and by when a fine is paid; nothing of it without one. */
const paymentPart = () =>
  paragraph(
    `履行方式和期限：依据《中华人民共和国行政处罚法》第六十七条，自收到本决定书之日起十五日内，到 ${open('指定的银行')} 或者通过电子支付系统缴纳罚款。到期不缴纳的，依据第七十二条每日按罚款数额的百分之三加处罚款，加处罚款的数额不超出罚款的数额。`,
  );
