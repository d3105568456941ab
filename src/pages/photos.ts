import type { Language } from './view.ts';

const WORDS = {
  'zh-CN': { title: '照片', of: (n: number) => `现场照片 ${n}`, closed: '照片由有管辖权的机关查看。' },
  en: { title: 'Photos', of: (n: number) => `Photo ${n}`, closed: 'The photos open to the authorities of the place.' },
} as const;

/** Photos by hash; only how many there are for a reader who may not open them. */
export type Photos = readonly string[] | number;

export const photoPath = (sha256: string): string => `/v1/files/${encodeURIComponent(sha256)}`;

/** Photos one beside the other, each a link to its file; nothing where there are none. `title` stands above them where it is given. */
export function photoStrip(photos: Photos, language: Language, withTitle = true): string {
  const t = WORDS[language];
  const count = typeof photos === 'number' ? photos : photos.length;
  if (count === 0) return '';
  const title = withTitle ? `<h3 class="gapped">${t.title} <span class="tag">${count}</span></h3>` : '';
  if (typeof photos === 'number') return `${title}<p class="small quiet">${t.closed}</p>`;
  const items = photos.map(
    (hash, i) => `<li><a href="${photoPath(hash)}"><img src="${photoPath(hash)}" alt="${t.of(i + 1)}" loading="lazy"></a></li>`,
  );
  return `${title}<ul class="photos">${items.join('')}</ul>`;
}
