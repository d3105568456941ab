import type { Language } from './view.ts';

const WORDS = {
  'zh-CN': { title: '照片', of: (n: number) => `现场照片 ${n}` },
  en: { title: 'Photos', of: (n: number) => `Photo ${n}` },
} as const;

export const photoPath = (sha256: string): string => `/v1/files/${encodeURIComponent(sha256)}`;

/** Photos one beside the other, each a link to its file; nothing where there are none. `title` stands above them where it is given. */
export function photoStrip(hashes: readonly string[], language: Language, withTitle = true): string {
  if (hashes.length === 0) return '';
  const t = WORDS[language];
  const items = hashes.map(
    (hash, i) => `<li><a href="${photoPath(hash)}"><img src="${photoPath(hash)}" alt="${t.of(i + 1)}" loading="lazy"></a></li>`,
  );
  return `${withTitle ? `<h3 class="gapped">${t.title} <span class="tag">${hashes.length}</span></h3>` : ''}<ul class="photos">${items.join('')}</ul>`;
}
