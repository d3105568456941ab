import type { Language } from './view.ts';

const zh = {
  problem: {
    unknown: {
      title: '查无此码',
      text: '本系统没有这个追溯码的记录。',
      reasons: ['可能是其他追溯系统的码', '可能还没有录入，或印刷有误', '也可能不是这件食品真正的码'],
      after:
        '这既不说明食品有问题，也不说明没有问题。请用包装上印的条码数字和日期再查一次；仍查不到，可以问销售者要来源凭证，或拨打 12315。',
    },
    mistyped: {
      title: '这个码输错了',
      text: '最后一位校验不符：多半抄错了一个字，或两个字颠倒了。',
      reasons: ['码共 20 位，四位一组', '码里没有 0、1、I、L、O', '对照包装上印的码，一组一组核对'],
      after: '改正后再查一次，或改用条码数字和日期查询。',
    },
  },
  didYouMean: '是不是这个？',
  didYouMeanText: '只差一处，已标出。请先与包装上印的逐字核对，一致才是这一件。',
  typed: '扫到或输入的是',
  findTitle: '按编码查询',
  findIntro: '扫不了码？照着包装输入。',
  byCode: '追溯码',
  byCodeHint: '20 位，大小写、横线都可以',
  or: '或者',
  gtin: '条码数字',
  gtinHint: '条形码下面的 8 到 14 位数字',
  date: '包装上的日期',
  dateHint: '生产日期或到期日，写成 2026-11-01 或 20261101',
  batch: '批号',
  batchHint: '日期和批号填一个就行',
  go: '查询',
  packTitle: '还差一步',
  packText: '这个码只认得出是什么产品，认不出是哪一批。请照包装上印的填生产日期、到期日或批号。',
  candidates: '有多个批次符合，请对照包装选择',
  candidatesHint: '它们不同的地方已标出。',
  nothing: '可以这样做',
  nothingDo: [
    '条码数字逐位核对：条形码下面的 8 到 14 位',
    '日期换一个试：包装上的生产日期、到期日都可以',
    '包装上有批号的，改填批号',
    '有追溯码的，用追溯码查最准',
    '仍查不到，可以问销售者要来源凭证，或拨打 12315；查不到不说明食品有问题，也不说明没有问题',
  ],
  errorTitle: '出错了',
  home: '回到首页',
  request: '请求编号',
};

const en: typeof zh = {
  problem: {
    unknown: {
      title: 'Code not found',
      text: 'This service has no record of this trace code.',
      reasons: [
        'It may belong to another traceability system',
        'It may not have been recorded yet, or be misprinted',
        'It may not be the true code of this food',
      ],
      after:
        'This says nothing for or against the food. Try again with the digits under the barcode and the date on the pack. If that finds nothing, ask the seller for proof of source, or call 12315.',
    },
    mistyped: {
      title: 'This code is mistyped',
      text: 'Its last character, the check, does not fit: one character is wrong, or two have changed places.',
      reasons: [
        'A code has 20 characters in groups of four',
        'It never contains 0, 1, I, L or O',
        'Compare it with the pack group by group',
      ],
      after: 'Correct it and try again, or use the barcode digits and the date.',
    },
  },
  didYouMean: 'Did you mean this one?',
  didYouMeanText: 'It differs in the marked place. Compare it with the pack character by character first.',
  typed: 'Scanned or typed',
  findTitle: 'Look up a code',
  findIntro: 'Cannot scan? Type what the pack shows.',
  byCode: 'Trace code',
  byCodeHint: '20 characters; case and dashes do not matter',
  or: 'or',
  gtin: 'Barcode digits',
  gtinHint: 'The 8 to 14 digits under the barcode',
  date: 'Date on the pack',
  dateHint: 'Made on or expires on; like 2026-11-01 or 20261101',
  batch: 'Batch number',
  batchHint: 'Date or batch number: one is enough',
  go: 'Look up',
  packTitle: 'One more step',
  packText:
    'This code tells the product, not the batch. Please enter a date (made on or expires on) or the batch number printed on the pack.',
  candidates: 'Several batches fit; choose the one on your pack',
  candidatesHint: 'What they differ in is marked.',
  nothing: 'What you can do',
  nothingDo: [
    'Compare the barcode digit by digit: the 8 to 14 digits under the bars',
    'Try the other date: the day it was made and the day it expires both work',
    'Where the pack has a batch number, enter that instead',
    'Where it has a trace code, that is surest',
    'If nothing is found still, ask the seller for proof of source, or call 12315; this says nothing for or against the food',
  ],
  errorTitle: 'Something went wrong',
  home: 'Back to the start',
  request: 'Request',
};

export const FIND_TEXT: Record<Language, typeof zh> = { 'zh-CN': zh, en };
