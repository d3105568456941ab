import { scanPage } from '../pages/scan-page.ts';
import { SHARED } from '../pages/text.ts';
import type { Language, ScanView } from '../pages/view.ts';
import type { Scanned, Step } from './scan.ts';

/** Words this module has beside the page's own. */
const WORDS: Record<Language, { buyer: string; producer: string }> = {
  'zh-CN': { buyer: '收货方（未在本系统登记）', producer: '生产者没有登记：货物来自本系统以外的供货者' },
  en: {
    buyer: 'Receiver (not registered here)',
    producer: 'The producer is not recorded: the goods came from a supplier outside this service',
  },
};

/** The page of a scan. `asOf` is an RFC 3339 instant. */
export function renderScan(scanned: Scanned, asOf: string, language: Language): string {
  const words = WORDS[language];
  const { product, producer, productionDateTo, unknowns, steps, ...same } = scanned;
  const view: ScanView = {
    ...same,
    asOf,
    product: {
      name: product.name,
      specification: product.specification,
      ...(product.shelfLife === null ? {} : { shelfLife: product.shelfLife }),
    },
    producer: { ...producer, name: producer.name ?? SHARED[language].none },
    ...(productionDateTo === null ? {} : { productionDateTo }),
    steps: steps.map((step: Step) => (step.role === 'buyer' ? { ...step, role: words.buyer } : step)),
    unknowns: unknowns.map((key) => (key === 'producer' ? words.producer : key)),
  };
  return scanPage(view, language);
}
