import type { LeadView } from './lead-view.ts';
import type { LeadItem, PartyHomeView, ScanView, ScreeningPageView, SlipView, ViolationsView } from './view.ts';

/* Full views for the tests: every optional field is there once. Firms are examples. */

export const SCAN: ScanView = {
  status: 'no-problem-recorded',
  asOf: '2026-11-05T06:20:00Z',
  traceCode: '7QKM4T9XWB2HNC8RVDE6',
  product: { name: '冷鲜猪后腿肉', specification: '约 2 kg/袋', shelfLife: { value: 7, unit: 'day' } },
  producer: { name: '示例肉类加工厂', licence: 'SC10333011000012', place: '浙江省杭州市余杭区' },
  batchNumber: '20261101A',
  productionDate: '2026-11-01',
  expiresOn: '2026-11-08',
  expiresBy: 'printed',
  certificates: [
    {
      kind: 'release',
      number: 'HZ-2026-11-0042',
      issuer: '示例检测有限公司',
      issuedOn: '2026-11-02',
      conclusion: 'pass',
      results: [
        { item: '磺胺类（总量）', value: 'ND', unit: 'µg/kg', limit: '100', method: '示例方法' },
        { item: '挥发性盐基氮', value: '8.4', unit: 'mg/100g', limit: '15', method: '示例方法' },
      ],
    },
    { kind: 'quarantine', number: '33-0110-7788', issuer: '示例区动物卫生监督机构', issuedOn: '2026-11-01', conclusion: 'pass' },
  ],
  steps: [
    { kind: 'made', role: 'slaughterhouse', party: '示例肉类加工厂', place: '杭州市余杭区', on: '2026-11-01' },
    { kind: 'shipped', role: 'slaughterhouse', party: '示例肉类加工厂', place: '杭州市余杭区', on: '2026-11-02' },
    { kind: 'received', role: 'distributor', party: null, place: '杭州市上城区', on: '2026-11-02' },
    { kind: 'displayed', role: 'retailer', party: '示例超市一店', place: '杭州市西湖区', on: '2026-11-03' },
  ],
  ledger: {
    hash: '9f2c6a1b7d3e4f508192a3b4c5d6e7f80918273645546372819a0b1c2d3e4f50',
    chain: 'party:11',
    seq: 1234,
    log: {
      leafIndex: 184_200,
      treeSize: 184_203,
      root: '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      proof: '/v1/ledger/entries/9f2c6a1b7d3e4f508192a3b4c5d6e7f80918273645546372819a0b1c2d3e4f50/proof',
    },
  },
  unknowns: ['received', 'shop'],
};

export const RECALLED: ScanView = {
  ...SCAN,
  status: 'recalled',
  productionDateTo: '2026-11-02',
  recall: {
    level: 1,
    reason: '抽样检验检出不应含有的药物成分',
    on: '2026-11-04',
    howToTell: '批号 20261101A，且喷码时间为 02:00 至 06:00 的袋装产品',
    contact: '示例肉类加工厂客服 0571-0000-0000',
    instructions: '凭包装到购买处退货',
    closedOn: '2026-11-20',
  },
};

export const EXPIRED: ScanView = { ...SCAN, status: 'expired', asOf: '2026-11-11T01:00:00Z', expiresBy: 'computed' };

export const SLIP: SlipView = {
  slip: 'sLp_8Kd2',
  state: 'in-transit',
  supplier: { name: '示例食品配送有限公司', uscc: '91330110MA0DEM013U', address: '杭州市余杭区示例路 1 号', contact: '0571-0000-0001' },
  buyer: { name: '示例中学食堂', uscc: '12330100MB0DEM022X', address: '杭州市西湖区示例街 8 号', contact: '0571-0000-0002' },
  documentNumber: 'SH-2026-1105-77',
  shippedAt: '2026-11-05T05:10:00+08:00',
  purpose: 'sale',
  lines: [
    ['冷鲜猪后腿肉', '约 2 kg/袋', '24', '袋'],
    ['豇豆', '散装', '18.5', '千克'],
    ['酿造酱油', '1.9 L/桶', '6', '桶'],
    ['菜籽油', '20 L/桶', '3', '桶'],
    ['鲜鸡蛋', '360 枚/箱', '2', '箱'],
  ].map(([productName = '', specification = '', amount = '', unit = ''], i) => ({
    index: i + 1,
    productName,
    specification,
    traceCode: '7QKM4T9XWB2HNC8RVDE6',
    batchNumber: '20261101A',
    productionDate: '2026-11-01',
    expiresOn: '2026-11-08',
    quantity: { amount, unit },
  })),
  formAction: '/s/sLp_8Kd2',
  slipUrl: 'https://trace.example/s/sLp_8Kd2',
  qrSvg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><path d="M0 0h1v1H0zM1 1h1v1H1z"/></svg>',
  csrf: 'token-1',
};

export const LEAD: LeadItem = {
  id: 'vLt8Kd2',
  rule: 'past-shelf-life',
  state: 'open',
  weight: 'lead',
  certainty: 'established',
  party: { id: 'p1', uscc: '91330106MA0DEM044T', name: '示例超市有限公司' },
  department: 'market',
  regionCode: '330106',
  regionName: '杭州市西湖区',
  site: { name: '一店' },
  subject: { type: 'shipment', id: 'sh-77' },
  evidence: [
    { fact: '销售日期', value: '2026-11-10', expected: '不晚于 2026-11-08', enteredBy: '示例超市有限公司（收银接口）' },
    { fact: '标注到期日', value: '2026-11-08', expected: '—', enteredBy: '示例肉类加工厂' },
  ],
  citations: [
    { law: '中华人民共和国食品安全法', article: '34', confirmed: 'yes', source: '全国人大公布文本' },
    { law: '浙江省食品安全数字化追溯规定', article: null, confirmed: 'no', source: '条文文本未取得' },
  ],
  fineBand: { minCents: 100_000, maxCents: 1_000_000, after: 'order-overdue', lines: ['逾期不改正：1,000 元以上 10,000 元以下'] },
  actOn: '2026-11-10',
  judgedAsOf: '2026-11-10',
  detectedAt: '2026-11-10T10:00:00Z',
  caseId: null,
};

export const VIOLATIONS: ViolationsView = {
  authority: { name: '杭州市市场监督管理局' },
  filters: { state: 'open', region: '330106', q: '超市' },
  counts: { total: 128, byState: { open: 96, 'in-case': 20, corrected: 9, dismissed: 2, closed: 1 } },
  regions: [
    { code: '330100', name: '杭州市' },
    { code: '330106', name: '杭州市西湖区' },
  ],
  items: [
    LEAD,
    {
      ...LEAD,
      id: 'vLt8Kd3',
      rule: 'false-record-suspected',
      certainty: 'suspected',
      state: 'in-case',
      caseId: 'case-3',
      party: { id: 'p2', uscc: null, name: '示例农产品专业合作社' },
      evidence: [{ fact: '收货数量', value: '130 千克', expected: '发货数量 100 千克（容差 3%）', enteredBy: '示例市场一号摊' }],
      citations: [{ law: '浙江省食品安全数字化追溯规定', article: null, confirmed: 'secondary', source: '新闻报道' }],
    },
    {
      ...LEAD,
      id: 'vLt8Kd4',
      rule: 'code-not-displayed',
      state: 'corrected',
      evidence: [{ fact: '现场查看', value: '未见追溯码', expected: '销售场所显著位置公示', enteredBy: '执法人员' }],
      fineBand: { minCents: 50_000, maxCents: 200_000, after: 'order-overdue', lines: [] },
    },
  ],
  next: 'bmV4dA',
};

export const LEAD_DETAIL: LeadView = {
  authority: { name: '杭州市市场监督管理局' },
  item: LEAD,
  message: '标注到期日之后两天仍有一笔销售记录。',
  order: { dueOn: '2026-12-01', text: '停止销售并下架，书面报告处理情况', orderedAt: '2026-11-11T02:00:00Z' },
  statements: [{ at: '2026-11-12T02:00:00Z', text: '收银系统日期设置错误，实际销售日期为 11 月 8 日。' }],
  actions: {
    order: '/regulator/violations/vLt8Kd2/order',
    correction: '/regulator/violations/vLt8Kd2/correction',
    dismissal: '/regulator/violations/vLt8Kd2/dismissal',
  },
  csrf: 'token-2',
};

export const PARTY_HOME: PartyHomeView = {
  recalls: [{ href: '/recalls/rCl8Kd2', text: '一级召回 · 示例西梅果冻', since: '2026-11-05T02:00:00Z', answered: false }],
  party: { name: '示例酱油厂', uscc: '91330110MA0DEM013U' },
  todos: [{ text: '批次 20261101A 还没有检验合格证，发货前请补上', href: '/batches/7QKM4T9XWB2HNC8RVDE6', since: '2026-11-01' }],
  todosCount: 21,
  todosNext: '/home?cursor=MTc2NDA#todos',
  incomingCount: 2,
  incoming: [
    {
      slipUrl: '/s/sLp_8Kd2',
      supplier: '示例油脂厂',
      shippedAt: '2026-11-05T01:10:00Z',
      documentNumber: 'SH-77',
      lineCount: 3,
      firstLine: '菜籽油 20 L/桶',
    },
  ],
  batches: [
    {
      traceCode: '7QKM4T9XWB2HNC8RVDE6',
      productName: '酿造酱油 1.9 L/桶',
      batchNumber: '20261101A',
      productionDate: '2026-11-01',
      scanUrl: '/t/7QKM4T9XWB2HNC8RVDE6',
      qrUrl: '/t/7QKM4T9XWB2HNC8RVDE6/qr.svg',
    },
  ],
  csrf: 'token-3',
};

const PHENOLPHTHALEIN = { id: '77-09-8', names: { zh: ['酚酞'], en: ['Phenolphthalein'] }, cas: '77-09-8' };

export const SCREENED: ScreeningPageView = {
  entered: { ingredients: '白砂糖、酚酞、双辛酚汀', names: '咖啡因', structures: 'CCO', results: '酚酞\t11.9' },
  answer: {
    verdict: 'banned',
    matches: [
      {
        input: '酚酞',
        verdict: 'banned',
        substance: PHENOLPHTHALEIN,
        family: 'laxative-diphenol',
        by: 'name',
        reason: '《示例通知》列有酚酞',
        sources: ['示例通知'],
        span: [4, 6],
      },
      { input: '双辛酚汀', verdict: 'review', substance: null, family: null, by: 'rule', reason: '需人工判断', sources: [], span: [7, 11] },
      {
        input: 'CCO',
        verdict: 'clear',
        substance: null,
        family: 'laxative-diphenol',
        by: 'structure',
        reason: '结构属于示例类',
        sources: ['示例规则'],
        structure: {
          rule: 'laxative-diphenol',
          atoms: [0],
          hydrolysesTo: PHENOLPHTHALEIN,
          svg: '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
        },
      },
    ],
    notes: [{ code: 'results-without-units', message: '1行的结果没有单位', at: ['/results/0'] }],
  },
  families: { 'laxative-diphenol': '酚汀(酚丁)、酚酞类' },
  remarks: ['有1行没有筛查'],
};
