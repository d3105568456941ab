import type {
  BatchFacts,
  CertificateFacts,
  LineFacts,
  PartyFacts,
  ReceiptFacts,
  ReceiptLineFacts,
  ShipmentFacts,
  SiteFacts,
} from './facts.ts';
import type { RuleContext } from './model.ts';

/*
 * Facts for the tests of the rules: a pork processor in Hangzhou, bound by the regulation, with a record that lacks nothing. Each test changes
 * the one thing it is about.
 */

/** 2026-11-05 09:00 in Shanghai. */
export const NOW = Date.UTC(2026, 10, 5, 1);
export const HOUR = 3_600_000;

export const context: RuleContext = {
  now: NOW,
  today: '2026-11-05',
  directory: { varieties: [], subjects: [] },
  settings: { weighedTolerancePermille: 30 },
};

export const maker: PartyFacts = {
  id: 1,
  publicId: 'maker',
  name: '示例肉制品厂',
  uscc: '91330110MA0DEM013U',
  kinds: ['producer'],
  natural: false,
  regionCode: '330110',
};
export const shop: PartyFacts = {
  ...maker,
  id: 2,
  publicId: 'shop',
  name: '示例超市',
  uscc: '91330106MA0DEM0000',
  kinds: ['retailer'],
  regionCode: '330106',
};

export const plant: SiteFacts = { id: 11, publicId: 'plant', name: '一厂', kind: 'plant', regionCode: '330110' };
export const store: SiteFacts = { id: 12, publicId: 'store', name: '一店', kind: 'shop', regionCode: '330106' };

export const release: CertificateFacts = {
  publicId: 'cert-1',
  kind: 'release',
  number: 'HZ-2026-11-0042',
  issuer: '杭州某检测有限公司',
  issuedOn: '2026-11-02',
  validUntil: null,
  conclusion: 'pass',
  batchNumber: '20261101A',
  results: [],
};

export const batch: BatchFacts = {
  id: 101,
  traceCode: 'ABCDEFGHJKMNPQRSTUVM',
  revision: 1,
  party: maker,
  site: plant,
  product: {
    name: '冷鲜猪后腿肉',
    specification: '约2kg/袋',
    category: 'food',
    directoryItem: '猪肉',
    foodClass: null,
    gtin: null,
    shelfLife: { value: 7, unit: 'day' },
    ingredients: [{ name: '猪肉' }],
  },
  batchNumber: '20261101A',
  productionDate: '2026-11-01',
  productionDateTo: null,
  expiresOn: '2026-11-08',
  expiresBy: 'printed',
  quantity: { steps: 1_200, unit: '袋' },
  origin: 'own',
  certificates: [release],
  enteredBy: 'party:maker/key1',
  recordedAt: NOW,
};

export function withProduct(change: Partial<BatchFacts['product']>, more: Partial<BatchFacts> = {}): BatchFacts {
  return { ...batch, ...more, product: { ...batch.product, ...change } };
}

export function lineOf(of: BatchFacts, more: Partial<LineFacts> = {}): LineFacts {
  return { n: 1, batch: of, steps: 100, amount: '100', unit: '袋', balanceAfter: 1_100, openedOn: null, ...more };
}

export function sale(lines: LineFacts[], more: Partial<ShipmentFacts> = {}): ShipmentFacts {
  return {
    id: 201,
    publicId: 'ship-1',
    purpose: 'sale',
    state: 'in-transit',
    sender: maker,
    site: plant,
    buyer: shop,
    buyerSite: store,
    to: { name: shop.name, uscc: shop.uscc, natural: false },
    shippedAt: NOW,
    deliveredAt: null,
    lines,
    enteredBy: 'party:maker/key1',
    recordedAt: NOW,
    ...more,
  };
}

export function receiptOf(lines: Partial<ReceiptLineFacts>[], more: Partial<ReceiptFacts> = {}): ReceiptFacts {
  return {
    id: 301,
    publicId: 'receipt-1',
    by: 'key',
    outcome: 'accepted',
    receivedAt: NOW,
    recordedAt: NOW,
    enteredBy: 'party:shop/key2',
    reason: null,
    lines: lines.map((line) => ({ lineN: 1, outcome: 'accepted', steps: 100, amount: '100', unit: '袋', ...line })),
    ...more,
  };
}
