import { createHash } from 'node:crypto';
import { CORE, SCAN, TABLE } from './style-core.ts';
import { REGULATOR } from './style-regulator.ts';
import { TOOL } from './style-tool.ts';
import { TRACE } from './style-trace.ts';
import { DESK, SLIP } from './style-work.ts';

const squeezed = (css: string) => css.replace(/\n+/g, '').replace(/;}/g, '}');
const sha256 = (text: string, encoding: 'base64' | 'hex') => createHash('sha256').update(text, 'utf8').digest(encoding);

/** Inlined in the pages people reach by scanning, so that the first packet can be painted. */
export const SCAN_STYLE = squeezed(CORE + SCAN + TABLE);
export const SLIP_STYLE = squeezed(CORE + TABLE + SLIP);

/** What the desks and the front door need, as one file for the pages of people who come back: `GET STYLESHEET_PATH`, `text/css`, cache it for ever. */
export const STYLESHEET = squeezed(CORE + SCAN + TABLE + DESK + TOOL + REGULATOR + TRACE);
export const STYLESHEET_PATH = `/assets/suyuan.${sha256(STYLESHEET, 'hex').slice(0, 16)}.css`;

/**
 * The `Content-Security-Policy` of every page here: our own stylesheet or one of the two inlined ones, images of our own or in data,
 * forms to ourselves, nothing else; no script at all.
 */
export const PAGE_CSP = [
  "default-src 'none'",
  `style-src 'self' 'sha256-${sha256(SCAN_STYLE, 'base64')}' 'sha256-${sha256(SLIP_STYLE, 'base64')}'`,
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The same for pages of the signed-in tools: our own script files beside it, the reader of codes, and requests to ourselves. */
export const TOOL_CSP = `${PAGE_CSP}; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'`;
