import type { Citation, Text } from '../model.ts';

export const PENALTY_LAW_TEXT = 'https://github.com/Theonefkguy/Chinese-Laws（行政法/行政处罚法(2021-01-22)）';
export const penaltyLawName: Text = { zh: '中华人民共和国行政处罚法', en: 'Administrative Penalty Law' };

function cite(article: string, title: Text): Citation {
  return {
    regulation: 'administrative-penalty-law',
    law: penaltyLawName,
    article,
    title,
    source: PENALTY_LAW_TEXT,
    effectiveFrom: '2021-07-15',
    publishedOn: '2021-01-22',
    lastConfirmedOn: '2026-11-22',
    confirmed: 'yes',
  };
}

export const penaltyLawCitations = {
  'apl-5-2': cite('第五条第二款', {
    zh: '以事实为依据，与违法行为的事实、性质、情节以及社会危害程度相当',
    en: 'Based on facts and in proportion to the act',
  }),
  'apl-5-3': cite('第五条第三款', {
    zh: '对违法行为给予行政处罚的规定必须公布；未经公布的，不得作为行政处罚的依据',
    en: 'Provisions that punish must be published; what was not published grounds no penalty',
  }),
  'apl-22': cite('第二十二条', { zh: '由违法行为发生地的行政机关管辖', en: 'The authority of the place of the act is competent' }),
  'apl-24': cite('第二十四条', {
    zh: '省级可以决定将县级部门的行政处罚权交由乡镇、街道行使，决定应当公布',
    en: 'A province may hand county powers to townships; the decision is published',
  }),
  'apl-25': cite('第二十五条', {
    zh: '两个以上机关都有管辖权的，由最先立案的机关管辖',
    en: 'Among several competent authorities the first to open the case',
  }),
  'apl-27': cite('第二十七条', { zh: '违法行为涉嫌犯罪的，应当及时移送司法机关', en: 'Suspected crime is transferred' }),
  'apl-28-1': cite('第二十八条第一款', {
    zh: '实施行政处罚时，应当责令当事人改正或者限期改正',
    en: 'With a penalty the party is ordered to correct',
  }),
  'apl-29': cite('第二十九条', {
    zh: '对同一个违法行为，不得给予两次以上罚款；违反多个法律规范的，按照罚款数额高的规定处罚',
    en: 'One act is fined once; where several provisions are broken, by the one with the higher fine',
  }),
  'apl-32': cite('第三十二条', { zh: '应当从轻或者减轻行政处罚的情形', en: 'When the penalty must be lighter or below the band' }),
  'apl-33-1': cite('第三十三条第一款', {
    zh: '轻微并及时改正、没有造成危害后果的，不予处罚；初次违法且危害后果轻微并及时改正的，可以不予处罚',
    en: 'Minor, corrected in time and without harm: no penalty; first time, slight harm, corrected in time: may be no penalty',
  }),
  'apl-33-2': cite('第三十三条第二款', {
    zh: '有证据足以证明没有主观过错的，不予行政处罚',
    en: 'No penalty where it is proved that there was no fault',
  }),
  'apl-33-3': cite('第三十三条第三款', {
    zh: '依法不予行政处罚的，应当对当事人进行教育',
    en: 'Where there is no penalty the party is instructed',
  }),
  'apl-36-1': cite('第三十六条第一款', {
    zh: '二年内未被发现的，不再给予行政处罚；涉及公民生命健康安全且有危害后果的，五年',
    en: 'Not found within two years: no penalty; five years where life and health are concerned and harm was done',
  }),
  'apl-36-2': cite('第三十六条第二款', {
    zh: '自违法行为发生之日起计算；连续或者继续的，自行为终了之日起',
    en: 'Counted from the act, or from its end where it goes on',
  }),
  'apl-37': cite('第三十七条', {
    zh: '适用违法行为发生时的规定；新的规定处罚较轻或者不认为是违法的，适用新的规定',
    en: 'The law of the day of the act, or the later law where it is lighter',
  }),
  'apl-40': cite('第四十条', { zh: '违法事实不清、证据不足的，不得给予行政处罚', en: 'Unclear facts or lacking evidence: no penalty' }),
  'apl-41': cite('第四十一条', {
    zh: '利用电子技术监控设备收集事实的，应当经过法制和技术审核，并及时告知当事人',
    en: 'Facts from electronic monitoring need legal and technical review, and the party is told',
  }),
  'apl-42-1': cite('第四十二条第一款', { zh: '执法人员不得少于两人', en: 'At least two officers' }),
  'apl-43': cite('第四十三条', { zh: '回避', en: 'Officers with an interest withdraw' }),
  'apl-44': cite('第四十四条', {
    zh: '决定之前应当告知拟作出的处罚内容及事实、理由、依据和陈述、申辩、听证的权利',
    en: 'Before the decision: notice of the intended penalty, its facts, reasons and grounds, and of the rights to be heard',
  }),
  'apl-45': cite('第四十五条', {
    zh: '当事人有权陈述和申辩；不得因此给予更重的处罚',
    en: 'The party states and defends; not punished more for it',
  }),
  'apl-48-1': cite('第四十八条第一款', {
    zh: '具有一定社会影响的处罚决定应当依法公开',
    en: 'Decisions of some public weight are published',
  }),
  'apl-48-2': cite('第四十八条第二款', {
    zh: '公开的决定被变更、撤销的，应当在三日内撤回',
    en: 'A published decision that is changed or revoked is withdrawn within three days',
  }),
  'apl-51': cite('第五十一条', {
    zh: '对公民二百元以下、对法人或者其他组织三千元以下罚款或者警告的，可以当场决定',
    en: 'Up to 200 yuan for a citizen, 3,000 for a unit, or a warning: may be decided on the spot',
  }),
  'apl-54-2': cite('第五十四条第二款', { zh: '符合立案标准的，应当及时立案', en: 'A case is opened in time' }),
  'apl-57-1': cite('第五十七条第一款', {
    zh: '调查终结后的决定：处罚、不予处罚、移送',
    en: 'Decisions after the inquiry: penalty, no penalty, transfer',
  }),
  'apl-57-2': cite('第五十七条第二款', {
    zh: '情节复杂或者重大的，负责人集体讨论决定',
    en: 'Complex or grave cases are decided by the heads together',
  }),
  'apl-58-1': cite('第五十八条第一款', {
    zh: '法制审核的情形；未经审核或者审核未通过的，不得作出决定',
    en: 'When legal review is needed; without it no decision',
  }),
  'apl-59': cite('第五十九条', { zh: '行政处罚决定书应当载明的事项', en: 'What the decision states' }),
  'apl-60': cite('第六十条', {
    zh: '自立案之日起九十日内作出决定；法律、法规、规章另有规定的从其规定',
    en: 'Decision within ninety days of opening, unless other law provides',
  }),
  'apl-61-1': cite('第六十一条第一款', {
    zh: '宣告后当场交付；当事人不在场的，七日内送达',
    en: 'Handed over when declared; served within seven days where the party is absent',
  }),
  'apl-61-2': cite('第六十一条第二款', {
    zh: '当事人同意并签订确认书的，可以电子送达',
    en: 'Served electronically where the party agreed in writing',
  }),
  'apl-62': cite('第六十二条', {
    zh: '未告知或者拒绝听取陈述、申辩的，不得作出行政处罚决定；明确放弃的除外',
    en: 'Without notice or hearing the party no decision, unless it plainly waived',
  }),
  'apl-63-1': cite('第六十三条第一款', {
    zh: '较大数额罚款、没收、停产停业、吊销等应当告知听证权利',
    en: 'Larger fines, confiscation, stop, revocation: the right to a hearing is told',
  }),
  'apl-64-1': cite('第六十四条第（一）项', {
    zh: '要求听证的，应当在告知后五日内提出',
    en: 'A hearing is asked for within five days of the notice',
  }),
  'apl-64-2': cite('第六十四条第（二）项', { zh: '举行听证的七日前通知', en: 'Notice seven days before the hearing' }),
  'apl-67-3': cite('第六十七条第三款', {
    zh: '自收到决定书之日起十五日内缴纳罚款',
    en: 'Paid within fifteen days of receiving the decision',
  }),
  'apl-72-1-1': cite('第七十二条第一款第（一）项', {
    zh: '每日按罚款数额的百分之三加处罚款，不得超出罚款的数额',
    en: 'Three per cent a day, at most the fine itself',
  }),
  'apl-73-3': cite('第七十三条第三款', { zh: '加处罚款在复议或者诉讼期间不予计算', en: 'No surcharge during review or suit' }),
  'apl-85': cite('第八十五条', {
    zh: '“二日”“三日”“五日”“七日”是指工作日，不含法定节假日',
    en: 'Two, three, five and seven days are working days without public holidays',
  }),
} as const satisfies Record<string, Citation>;
