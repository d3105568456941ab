/** Goods that the journeys record; each call may change fields. */

export const pork = (fields: Record<string, unknown> = {}) => ({
  product: {
    name: '冷鲜猪后腿肉',
    specification: '约2kg/袋',
    category: 'agricultural',
    directoryItem: '猪肉',
    gtin: '09521234543213',
    shelfLife: { value: 7, unit: 'day' },
    packaging: [{ unit: '箱', contains: { amount: '10', unit: '袋' } }],
    ingredients: [{ name: '猪肉' }],
  },
  batchNumber: '20261101A',
  productionDate: '2026-11-01',
  expiresOn: '2026-11-08',
  quantity: { amount: '1200', unit: '袋' },
  certificates: [
    { kind: 'release', number: 'HZ-2026-11-0042', issuer: '示例检测有限公司', issuedOn: '2026-11-02', conclusion: 'pass' },
    { kind: 'quarantine', number: 'DJ-3301-0099', issuer: '示例动物卫生监督所', issuedOn: '2026-11-01', conclusion: 'pass' },
    { kind: 'meatQuality', number: 'RP-3301-0099', issuer: '示例屠宰企业', issuedOn: '2026-11-01', conclusion: 'pass' },
  ],
  ...fields,
});

/** The same meat without its papers and its shelf life: gaps the regulation names. */
export const incompletePork = () => {
  const { shelfLife: _shelfLife, ...product } = pork().product;
  return pork({ product, certificates: [], expiresOn: undefined });
};

export const jelly = (fields: Record<string, unknown> = {}) => ({
  product: { name: '示例西梅果冻', specification: '20g×7', category: 'food', shelfLife: { value: 12, unit: 'month' } },
  batchNumber: 'J20261020',
  productionDate: '2026-10-20',
  quantity: { amount: '500', unit: '盒' },
  certificates: [{ kind: 'release', number: 'J-1', issuedOn: '2026-10-21', conclusion: 'pass' }],
  ...fields,
});
