import type { Language } from './view.ts';

const zh = {
  title: '从系统外进货',
  lead: '供货方不在本系统时，在这里登记进货查验记录：供货者、货物、凭证和查验了什么。登记后货物有自己的追溯码。',
  back: '返回收货',
  supplier: '供货者',
  goods: '货物',
  go: '登记进货',
  recorded: '已登记，货物已入库，并有了追溯码。',
  openCode: '打开追溯码页',
  toStock: '看货架与库存',
  fields: {
    'from.name': '供货者名称',
    'from.uscc': '统一社会信用代码',
    'from.address': '地址',
    'from.contact': '联系方式',
    receivedOn: '进货日期',
    site: '收货场所',
  } as Record<string, string>,
  hints: {
    'from.name': '农户、个人填姓名',
    'from.uscc': '有的填；个人不填',
    'from.contact': '只以承诺值留存，不公开',
    receivedOn: '不填就是现在；最多补记 31 天',
  } as Record<string, string>,
};

const en: typeof zh = {
  title: 'Goods from outside the system',
  lead: 'Where the supplier is not in this system: who it is, what the goods are, their papers and what was checked. The goods then have a trace code of their own.',
  back: 'Back to receiving',
  supplier: 'Supplier',
  goods: 'Goods',
  go: 'Record the purchase',
  recorded: 'Recorded: the goods are in stock and have a trace code.',
  openCode: 'Open the page of the code',
  toStock: 'Shelf and stock',
  fields: {
    'from.name': 'Name of the supplier',
    'from.uscc': 'Credit code',
    'from.address': 'Address',
    'from.contact': 'Contact',
    receivedOn: 'Received on',
    site: 'Received at',
  },
  hints: {
    'from.name': 'Of a farmer or a person the name',
    'from.uscc': 'Where there is one; a person has none',
    'from.contact': 'Kept as a commitment, never public',
    receivedOn: 'Now without it; 31 days back at most',
  },
};

export const OUTSIDE_TEXT: Record<Language, typeof zh> = { 'zh-CN': zh, en };
