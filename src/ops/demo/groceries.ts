type Grocery = [name: string, specification: string, amount: string, unit: string, category?: 'agricultural'];

/** What a distributor brings a canteen beside the meat: 26 everyday goods from a supplier outside the system. */
const GROCERIES: Grocery[] = [
  ['粳米', '25千克/袋', '20', '袋'],
  ['小麦粉', '25千克/袋', '10', '袋'],
  ['大豆油', '20升/桶', '6', '桶'],
  ['食用盐', '400克/袋', '50', '袋'],
  ['白砂糖', '1千克/袋', '20', '袋'],
  ['酿造酱油', '1.75升/瓶', '24', '瓶'],
  ['食醋', '1升/瓶', '12', '瓶'],
  ['料酒', '1升/瓶', '12', '瓶'],
  ['鲜鸡蛋', '360枚/箱', '8', '箱', 'agricultural'],
  ['番茄', '散装', '60', '千克', 'agricultural'],
  ['土豆', '散装', '80', '千克', 'agricultural'],
  ['胡萝卜', '散装', '40', '千克', 'agricultural'],
  ['大白菜', '散装', '90', '千克', 'agricultural'],
  ['上海青', '散装', '50', '千克', 'agricultural'],
  ['黄瓜', '散装', '40', '千克', 'agricultural'],
  ['西兰花', '散装', '30', '千克', 'agricultural'],
  ['洋葱', '散装', '30', '千克', 'agricultural'],
  ['生姜', '散装', '8', '千克', 'agricultural'],
  ['大蒜', '散装', '8', '千克', 'agricultural'],
  ['小葱', '散装', '6', '千克', 'agricultural'],
  ['冻鸡胸肉', '10千克/箱', '6', '箱'],
  ['冻带鱼段', '10千克/箱', '4', '箱'],
  ['老豆腐', '2.5千克/板', '30', '件'],
  ['白豆腐干', '1千克/袋', '20', '袋'],
  ['灭菌乳', '200毫升×24盒/箱', '40', '箱'],
  ['苹果', '散装', '70', '千克', 'agricultural'],
];

export interface OutsideLine {
  product: { name: string; specification: string; category: string };
  productionDate: string;
  quantity: { amount: string; unit: string };
  certificates: Record<string, string>[];
}

/** The lines of a receipt from a supplier outside the system, in the order of the slip. */
export function groceryLines(): OutsideLine[] {
  return GROCERIES.map(([name, specification, amount, unit, category = 'food'], i) => ({
    product: { name, specification, category },
    productionDate: '2026-11-03',
    quantity: { amount, unit },
    certificates: [
      {
        kind: category === 'food' ? 'release' : 'commitment',
        number: `示证-1104-${String(i + 1).padStart(2, '0')}`,
        issuer: '示例供货方',
        issuedOn: '2026-11-04',
        conclusion: 'pass',
      },
    ],
  }));
}
