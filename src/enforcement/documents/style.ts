import { createHash } from 'node:crypto';

/** A4, song type, the word 草稿 across each page: what is printed by mistake cannot be taken for an issued document. */
export const DOCUMENT_STYLE = [
  '@page{size:A4;margin:25mm 26mm}',
  'body{margin:0 auto;max-width:46rem;padding:2rem 1.5rem;background:#fff;color:#111;font:1rem/1.9 "Songti SC","Noto Serif CJK SC","Source Han Serif SC",SimSun,STSong,serif;overflow-wrap:anywhere}',
  'h1{margin:.5rem 0 1rem;font-size:1.5rem;line-height:1.4;text-align:center;font-weight:700}',
  'h2{margin:1.25rem 0 .25rem;font-size:1rem;font-weight:700}',
  '.draft{border:2px solid #a3151a;color:#a3151a;padding:.4rem .75rem;text-align:center;font-weight:700}',
  'body:before{content:"草稿";position:fixed;left:0;right:0;top:35%;text-align:center;font-size:9rem;color:#a3151a;opacity:.09;pointer-events:none}',
  '.office{text-align:center;font-size:1.25rem}',
  '.number,.end{text-align:right}',
  'p{margin:.25rem 0;text-indent:2em}',
  '.flat,.office,.number,.draft,.end,td p{text-indent:0}',
  'table{width:100%;border-collapse:collapse;font-size:.8125rem;line-height:1.5}',
  'th,td{border:1px solid #444;padding:.25rem .4rem;text-align:left;vertical-align:top}',
  'caption{text-align:left;font-weight:700}',
  'thead{display:table-header-group}',
  'tr{break-inside:avoid}',
  '.open{border-bottom:1px solid #111;padding:0 1.5em;color:#a3151a}',
  'a{color:#0f5548}',
  'ul,ol{margin:.25rem 0;padding-left:2.5em}',
  '@media print{a{color:#111}}',
].join('');

/** No script, no frame, no picture: this one style and links. */
export const DOCUMENT_CSP = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(DOCUMENT_STYLE, 'utf8').digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
