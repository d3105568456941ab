/** A published list or notice a substance can stand on. `issuedOn` is a civil date, null where it is not known (待核实). */
export interface Register {
  readonly title: { readonly zh: string; readonly en: string };
  readonly issuedOn: string | null;
  /** How well membership was confirmed: read in the text, read in a transcription of it, or not at all. */
  readonly confirmed: 'yes' | 'secondary' | 'no';
  /** Key of the source in tables/sources.json. */
  readonly source: string;
}

/** Lists of non-food substances and of substances illegally added to health food. Batches 1–5 appeared from 2008 to 2011, so the first has no single date. */
export const LISTS: Readonly<Record<string, Register>> = {
  'moh-1-5': {
    title: { zh: '食品中可能违法添加的非食用物质名单(第1—5批)', en: 'List of non-food substances possibly added to food (batches 1–5)' },
    issuedOn: null,
    confirmed: 'yes',
    source: 'moh-1-5',
  },
  'moh-6': {
    title: {
      zh: '食品中可能违法添加的非食用物质名单(第6批,卫生部公告2011年第16号)',
      en: 'The same list, batch 6 (Ministry of Health 2011 No. 16)',
    },
    issuedOn: '2011-06-01',
    confirmed: 'yes',
    source: 'moh-6',
  },
  'health-food-2012': {
    title: { zh: '保健食品中可能非法添加的物质名单(第一批)', en: 'List of substances possibly added to health food (batch 1)' },
    issuedOn: '2012-03-16',
    confirmed: 'yes',
    source: 'health-food-2012',
  },
  'non-edible-2025': {
    title: { zh: '非食用物质名录(2025年,那非类、拉非类)', en: 'Directory of non-edible substances (2025, denafils and dalafils)' },
    issuedOn: null,
    confirmed: 'secondary',
    source: 'nhc-samr-non-edible-2025',
  },
};

/** Notices and expert opinions of the State Administration for Market Regulation on illegal addition. */
export const NOTICES: Readonly<Record<string, Register>> = {
  'samr-2023': {
    title: {
      zh: '市场监管总局办公厅关于打击食品中非法添加酚汀(酚丁)、酚酞及其酯类衍生物或类似物违法行为的通知',
      en: 'SAMR notice against adding oxyphenisatin, phenolphthalein and their esters, derivatives or analogues to food',
    },
    issuedOn: '2023-10-08',
    confirmed: 'yes',
    source: 'samr-2023',
  },
  'samr-2025-12': {
    title: { zh: '市监稽发〔2025〕12号(比沙可啶及系列衍生物)', en: 'SAMR enforcement notice 2025 No. 12 (bisacodyl series)' },
    issuedOn: null,
    confirmed: 'secondary',
    source: 'samr-2025-12',
  },
  'samr-2025-91': {
    title: { zh: '市监稽发〔2025〕91号(西布曲明系列)', en: 'SAMR enforcement notice 2025 No. 91 (sibutramine series)' },
    issuedOn: '2025-10-18',
    confirmed: 'secondary',
    source: 'samr-2025-91',
  },
  'samr-2025-93': {
    title: { zh: '市监稽发〔2025〕93号(4-氯双异丁酚丁)', en: 'SAMR enforcement notice 2025 No. 93 (4-chloro-oxyphenisatin diisobutyrate)' },
    issuedOn: null,
    confirmed: 'secondary',
    source: 'samr-2025-93',
  },
  'samr-2025-yohimbine': {
    title: { zh: '市场监管总局2025年通知(育亨宾系列)', en: 'SAMR notice of 2025 (yohimbine series)' },
    issuedOn: null,
    confirmed: 'secondary',
    source: 'samr-2025-yohimbine',
  },
};

/** Chemical or pharmacological groups; a grouping, not a legal conclusion. */
export const FAMILIES: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  'alpha-blocker': { zh: 'α受体阻断药', en: 'alpha blocker' },
  amphenicol: { zh: '酰胺醇类抗菌药', en: 'amphenicol' },
  'amphenicol-mrl': { zh: '有残留限量的酰胺醇类兽药', en: 'amphenicol with a residue limit' },
  anthraquinone: { zh: '蒽醌类', en: 'anthraquinone' },
  'azo-industrial': { zh: '工业偶氮染料', en: 'industrial azo dye' },
  'beta-agonist': { zh: 'β受体激动剂', en: 'beta agonist' },
  bisacodyl: { zh: '比沙可啶类', en: 'bisacodyl group' },
  'blood-pressure-drug': { zh: '降压药', en: 'blood-pressure drug' },
  corticosteroid: { zh: '糖皮质激素', en: 'corticosteroid' },
  'diarylmethane-dye': { zh: '二芳基甲烷染料', en: 'diarylmethane dye' },
  diuretic: { zh: '利尿药', en: 'diuretic' },
  'dye-other': { zh: '其他染料', en: 'other dye' },
  'glucose-drug': { zh: '降糖药', en: 'glucose-lowering drug' },
  'laxative-diphenol': { zh: '酚汀(酚丁)、酚酞类', en: 'phenolphthalein and oxyphenisatin group' },
  'male-function-drug': { zh: '男性功能药(非PDE5)', en: 'male-function drug (not PDE5)' },
  melamine: { zh: '三聚氰胺类', en: 'melamine group' },
  nitrofuran: { zh: '硝基呋喃类', en: 'nitrofuran' },
  'nitrofuran-metabolite': { zh: '硝基呋喃类代谢物', en: 'nitrofuran metabolite' },
  nitroimidazole: { zh: '硝基咪唑类', en: 'nitroimidazole' },
  'non-edible': { zh: '非食用物质', en: 'non-edible substance' },
  'other-drug': { zh: '其他药物', en: 'other drug' },
  pde5: { zh: '那非类、拉非类(PDE5抑制剂)', en: 'PDE5 inhibitors (denafils, dalafils)' },
  phthalate: { zh: '邻苯二甲酸酯', en: 'phthalate' },
  'poppy-alkaloid': { zh: '罂粟生物碱', en: 'poppy alkaloid' },
  'preservative-banned': { zh: '非食用防腐物质', en: 'preservative not for food' },
  rhodamine: { zh: '罗丹明类染料', en: 'rhodamine dye' },
  sedative: { zh: '镇静催眠药', en: 'sedative' },
  sibutramine: { zh: '西布曲明类', en: 'sibutramine group' },
  'sudan-dye': { zh: '苏丹红类染料', en: 'Sudan dye' },
  'sulfonephthalein-indicator': { zh: '磺酞类指示剂', en: 'sulfonephthalein indicator' },
  sulfonylurea: { zh: '磺酰脲类', en: 'sulfonylurea' },
  'tam-dye': { zh: '三芳基甲烷染料', en: 'triarylmethane dye' },
  'weight-loss-drug': { zh: '减肥降脂药', en: 'weight-loss or lipid drug' },
};

/** Why a substance has a lawful place in food: such a row never raises an automatic finding. */
export const LAWFUL_CONTEXTS: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  'natural-constituent': { zh: '部分食品原料的天然成分', en: 'a natural constituent of some foods' },
  'natural-constituent-and-gb2760-additive': {
    zh: '天然成分,也是GB 2760允许的添加剂',
    en: 'a natural constituent and an additive of GB 2760',
  },
  'red-yeast-rice': { zh: '红曲中存在', en: 'present in red yeast rice' },
  'health-food-raw-material': { zh: '可作保健食品原料', en: 'a raw material of health food' },
  nutrient: { zh: '营养素', en: 'a nutrient' },
  'food-grade-additive': { zh: '有食品级,可作食品添加剂', en: 'a food-grade form is an additive' },
  'food-grade-processing-aid': { zh: '有食品级,可作加工助剂', en: 'a food-grade form is a processing aid' },
  'food-grade-white-oil': { zh: '有食品级白油', en: 'food-grade white oil exists' },
};
