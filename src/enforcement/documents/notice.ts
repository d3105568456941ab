import { escapeHtml as e } from '../../pages/escape.ts';
import { civilDateOf } from '../../platform/civil-date.ts';
import { orderedText } from '../order-outcome.ts';
import {
  arithmeticPart,
  articlesPart,
  day,
  documentPage,
  type Filling,
  factsPart,
  officersOf,
  open,
  paragraph,
  penaltiesPart,
  said,
  stepOf,
} from './parts.ts';

/** 行政处罚告知书: what is intended, facts, reasons and basis, and the rights of the party (行政处罚法 44, 45, 63, 64). */
export function noticeDocument(filling: Filling): string {
  const { pack } = filling;
  const notice = stepOf(filling, 'notice');
  const ordered = orderedPart(filling, notice);
  const hearing = notice && 'hearing' in notice && notice.hearing === true;
  return documentPage(
    'notice',
    filling,
    [
      factsPart(filling),
      ordered,
      paragraph('上述行为涉及下列规定：'),
      articlesPart(filling),
      paragraph(`理由：${said(notice?.text, '理由')}`),
      paragraph('罚款幅度：'),
      arithmeticPart(filling),
      paragraph(`本机关拟对你（单位）作出下列行政处罚：${penaltiesPart(notice)}。`),
      paragraph(
        `依据《中华人民共和国行政处罚法》第四十四条、第四十五条，你（单位）有权进行陈述和申辩，期限至 ${day(pack.case.statementDueOn, '陈述、申辩期限')}（期限由本机关设定）。可以在追溯系统中提交，也可以书面或者当面提出；本机关不因陈述、申辩而给予更重的处罚。`,
      ),
      hearing
        ? paragraph('依据该法第六十三条、第六十四条，你（单位）有权要求听证，应当在收到本告知书之日起五个工作日内提出。')
        : paragraph(`是否属于应当告知听证权利的情形：${open('对照第六十三条和本省数额标准')}`),
      paragraph(`执法人员：${officersOf(filling)}`),
    ].join(''),
  );
}

/** The order and what had become of it when the notice was given; of a draft before that, by today. */
function orderedPart({ pack }: Filling, notice: ReturnType<typeof stepOf>): string {
  const steps = notice ? pack.case.steps.filter((step) => step.n <= notice.n) : pack.case.steps;
  const words = orderedText(steps, civilDateOf(Date.parse(notice?.at ?? pack.madeAt)));
  return words === '' ? '' : paragraph(e(words));
}
