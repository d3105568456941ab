import type { Language } from './view.ts';

const WORDS: Record<Language, { large: string; normal: string }> = {
  'zh-CN': { large: '大字', normal: '标准字号' },
  en: { large: 'Larger text', normal: 'Normal text' },
};

/** The link to this page in large letters; {@link enlarged} turns it round. */
export function sizeLink(language: Language, here = ''): string {
  return `<a class="tap size" href="?${here === '' ? '' : `${here}&amp;`}lang=${language}&amp;text=large">${WORDS[language].large}</a>`;
}

/** Whether an address asks for large letters (`?text=large`). */
export function isLarge(query: URLSearchParams | null): boolean {
  return query?.get('text') === 'large';
}

/** A public page in large letters: its links to other public pages and languages stay large, the link to them leads back. */
export function enlarged(html: string, language: Language): string {
  const { large, normal } = WORDS[language];
  return html
    .replace('<html ', '<html class="large" ')
    .replace(`&amp;text=large">${large}</a>`, `&amp;text=normal">${normal}</a>`)
    .replace(/(<a [^>]*href="(?:\?|\/t\/|\/find)[^"#]*)"/g, (link: string, start: string) => {
      if (start.includes('text=')) return link;
      return `${start}${start.includes('?') ? '&amp;' : '?'}text=large"`;
    })
    .replace(/(<form method="(?:get|post)"[^>]*>)/g, '$1<input type="hidden" name="text" value="large">');
}
