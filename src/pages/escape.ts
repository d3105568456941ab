const SPECIAL = /[&<>"']/;
const EVERY_SPECIAL = /[&<>"']/g;
const ENTITY: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text made safe for element content and for attribute values in quotes. Nearly all text has nothing to escape: it is returned as it is. */
export function escapeHtml(text: string): string {
  return SPECIAL.test(text) ? text.replace(EVERY_SPECIAL, (character) => ENTITY[character] ?? character) : text;
}

/**
 * An address safe in `href`, `src` or `action`: relative, http(s) or tel. Anything else (`javascript:`, `data:`, `//host`) becomes `#`,
 * because addresses reach the pages as data and escaping alone does not disarm a scheme.
 */
export function safeUrl(url: string): string {
  const allowed = /^(?:https?:\/\/|tel:|[?#]|\/(?![/\\\s]))/i.test(url);
  return allowed ? escapeHtml(url) : '#';
}

/** An SVG document as the address of an image: no part of it can act in the page. */
export function svgImage(svg: string): string {
  return `data:image/svg+xml,${encodeURIComponent(svg).replace(/'/g, '%27')}`;
}
