import type { Citation, Text } from '../model.ts';

export const PESTICIDE_TEXT = 'https://github.com/LawRefBook/Laws（行政法规/农药管理条例(2022-03-29)）';
export const pesticideName: Text = { zh: '农药管理条例', en: 'Regulations on Pesticides' };

function cite(article: string | null, title: Text): Citation {
  return {
    regulation: 'pesticide-regulations',
    law: pesticideName,
    article,
    title,
    source: PESTICIDE_TEXT,
    effectiveFrom: '2022-05-01',
    lastConfirmedOn: '2026-11-22',
    confirmed: 'secondary',
    doubt: {
      zh: '2022年修改的施行日期按2022年5月1日计，待核实；此前的行为不在本数据范围内',
      en: 'The amendment of 2022 is taken to be in force from 1 May 2022, to be verified; earlier acts are outside this data',
    },
  };
}

export const pesticideCitations = {
  'pest-60-1': cite('第六十条第（一）项', {
    zh: '不按照标签标注的使用范围、方法和剂量、安全间隔期使用农药',
    en: 'Pesticides not used as the label says: scope, method, dose, safety interval',
  }),
} as const satisfies Record<string, Citation>;
