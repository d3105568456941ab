/*
 * Celadon of Longquan and ink: the look of a certificate, ruled and quiet, so that a red recall is the loudest thing a page can say.
 * Written for the browsers inside chat apps on old phones: no :has, no gap in flex rows, no clamp, no logical properties.
 * Sizes in rem, no fixed heights: the apps' own text scaling must work to 200 %.
 */

/** Colours by use. Pairs used as text on ground are held to 4.5 : 1 by a test. */
export const PALETTE = {
  ink: '#14261f',
  quiet: '#475b53',
  rule: '#b9cac2',
  paper: '#ffffff',
  ground: '#edf2ef',
  tint: '#e2ece7',
  deep: '#0f5548',
  red: '#a3151a',
  redTint: '#fcebea',
  ochre: '#774400',
  ochreTint: '#fcf0da',
  slate: '#3a4a54',
  slateTint: '#e9eef1',
  focus: '#f0b429',
} as const;

const SANS =
  '-apple-system,BlinkMacSystemFont,"PingFang SC","HarmonyOS Sans SC",MiSans,"Noto Sans SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif';
export const SERIF = '"Songti SC","Noto Serif SC","Noto Serif CJK SC","Source Han Serif SC",STSong,"PingFang SC",serif';

/* Rows of overlapping ripples, the old sign for water: the source the name speaks of. */
const RIPPLES = ['24 0', '0 12', '48 12', '24 24', '0 36', '48 36'];
const WAVES = encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" width="48" height="24" fill="${PALETTE.deep}" stroke="#fff" stroke-opacity=".16"><defs><g id="r"><circle r="24"/><circle r="16"/><circle r="8"/></g></defs>${RIPPLES.map((at) => `<use href="#r" transform="translate(${at})"/>`).join('')}</svg>`,
).replace(/[()']/g, (character) => `%${character.charCodeAt(0).toString(16)}`);

/** What every page shares. */
export const CORE = `
:root{color-scheme:light}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding:1rem 0 10rem}
html.large{font-size:150%}
body{margin:0;background:${PALETTE.ground};color:${PALETTE.ink};font:1rem/1.6 ${SANS};word-wrap:break-word;overflow-wrap:anywhere}
h1,h2,h3,p,ul,ol,dl,dd,figure,fieldset{margin:0;padding:0;border:0}
ul,ol{list-style:none}
h1,h2,h3{line-height:1.3}
a{color:${PALETTE.deep};text-underline-offset:.2em}
svg,img{vertical-align:middle}
.in{max-width:42rem;margin:0 auto;padding:0 1rem}
.wide{max-width:72rem}
.serif,h2{font-family:${SERIF};font-weight:700}
.code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;letter-spacing:.02em}
.quiet{color:${PALETTE.quiet}}
.small{font-size:.875rem}
.num{text-align:right;font-variant-numeric:tabular-nums}
.hide{position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0 0 0 0);white-space:nowrap}
.skip{position:absolute;left:-99rem;top:0;background:${PALETTE.ink};color:#fff;padding:.75rem 1rem;z-index:9}
.skip:focus{left:0}
a:focus,button:focus,input:focus,select:focus,textarea:focus,summary:focus,[tabindex]:focus{outline:3px solid ${PALETTE.ink};outline-offset:2px;box-shadow:0 0 0 6px ${PALETTE.focus}}
a:focus:not(:focus-visible),button:focus:not(:focus-visible),summary:focus:not(:focus-visible){outline:0;box-shadow:none}
.st{color:#fff;background:${PALETTE.deep} url("data:image/svg+xml,${WAVES}");border-bottom:6px solid ${PALETTE.ink}}
.st .in{display:flex;flex-wrap:wrap;align-items:center;padding-top:1.25rem;padding-bottom:1.25rem}
.st svg{flex:none;width:56px;height:56px;margin:0 16px 0 0}
.st svg+div{flex:1 1 9em}
.st h1{font-size:1.75rem;word-break:keep-all;letter-spacing:.02em}
.st p{margin-top:.15rem}
.st.red{background:${PALETTE.red};border-image:repeating-linear-gradient(-45deg,${PALETTE.ink} 0 10px,#fff 10px 20px) 6}
.st.ochre{background:${PALETTE.ochre};border-bottom-style:dashed;border-bottom-color:#fff}
.st.slate{background:${PALETTE.slate};border-bottom-style:dotted;border-bottom-color:#fff}
.bar .in{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;padding-top:.4rem;padding-bottom:.4rem}
.bar{border-bottom:1px solid ${PALETTE.rule};background:${PALETTE.paper}}
.mark{flex:1 1 12em;display:inline-flex;align-items:center;font-weight:600;color:${PALETTE.ink};text-decoration:none;min-height:2.75rem}
.r{flex:none;max-width:100%;display:flex;flex-wrap:wrap;align-items:center;margin-left:.5rem}
.seal{flex:none;display:inline-block;width:2.1rem;margin-right:.6rem;padding:.1rem 0;border:2px solid ${PALETTE.deep};outline:1px solid ${PALETTE.deep};outline-offset:1px;color:${PALETTE.deep};font:700 .95rem/1.05 ${SERIF};text-align:center}
.seal i{display:block;font-style:normal}
.tap{display:inline-flex;align-items:center;min-height:2.75rem;padding:0 .25rem}
.card{background:${PALETTE.paper};border:1px solid ${PALETTE.rule};border-top:3px solid ${PALETTE.deep};margin:1rem 0;padding:1rem}
.card>h2{font-size:1.125rem;margin-bottom:.75rem}
.card.red{border-color:${PALETTE.red};background:${PALETTE.redTint}}
.card.ochre{border-color:${PALETTE.ochre};background:${PALETTE.ochreTint}}
.card.gap{border:1px dashed ${PALETTE.quiet};border-top-width:1px;background:transparent}
.f{border:solid ${PALETTE.rule};border-width:1px 0 0 1px}
.f>div{display:flex;flex-wrap:wrap}
.f dt,.f dd{border:solid ${PALETTE.rule};border-width:0 1px 1px 0;padding:.45rem .75rem}
.f dt{flex:1 0 6.5em;max-width:100%;background:${PALETTE.tint};color:${PALETTE.quiet}}
.f dd{flex:99 1 8.5em;background:${PALETTE.paper}}
.gapped{margin:.75rem 0 1rem}
.gapped:last-child{margin-bottom:0}
.tag{display:inline-block;border:1px solid;padding:0 .5em;font-size:.875rem;line-height:1.5;white-space:nowrap;color:${PALETTE.slate};background:${PALETTE.slateTint}}
.tag.ok{color:${PALETTE.deep};background:${PALETTE.tint}}
.tag.red{color:${PALETTE.red};background:${PALETTE.redTint}}
.tag.ochre{color:${PALETTE.ochre};background:${PALETTE.ochreTint}}
.btn{display:inline-block;word-break:keep-all;min-height:3rem;padding:.65rem 1.25rem;border:2px solid ${PALETTE.deep};background:${PALETTE.deep};color:#fff;font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer;-webkit-appearance:none;appearance:none;border-radius:2px}
.btn.plain{background:${PALETTE.paper};color:${PALETTE.deep}}
.btn.red{background:${PALETTE.red};border-color:${PALETTE.red}}
.btn.full{display:block;width:100%;min-height:3.75rem;font-size:1.125rem}
label,.label{display:block;font-weight:600;margin-bottom:.25rem}
.hint{color:${PALETTE.quiet};font-size:.875rem;margin-bottom:.35rem;font-weight:400}
.field{margin-bottom:1.1rem}
input,select,textarea{width:100%;min-height:3rem;padding:.55rem .7rem;border:1px solid ${PALETTE.quiet};border-radius:2px;background:#fff;color:${PALETTE.ink};font:inherit}
[aria-invalid=true]{border:2px solid ${PALETTE.red}}
.card>*,.steps>*,.grid>*{min-width:0;max-width:100%}
.wrong{color:${PALETTE.red};font-weight:600}
summary{cursor:pointer;min-height:2.75rem;padding:.5rem 0;font-weight:600}
.foot{padding:1.5rem 0 2rem;color:${PALETTE.quiet};font-size:.875rem}
.foot p{margin-top:.5rem}
@media (min-width:60rem){.wide .f{display:grid;grid-template-columns:1fr 1fr}.wide .f dt{flex-basis:8em}.one .f,.steps .f{display:block}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media print{body{background:#fff}.card{break-inside:avoid}.btn,.skip,form{display:none}}
`;

/** The consumer's page and its problem pages. */
export const SCAN = `
.card>.name{font-size:1.6rem;line-height:1.25;margin-bottom:.1rem}
.pair{display:flex;flex-wrap:wrap;border:solid ${PALETTE.rule};border-width:1px 0 0 1px;margin:1rem 0 0}
.pair>div{flex:1 1 8.5em;padding:.5rem .75rem;border:solid ${PALETTE.rule};border-width:0 1px 1px 0}
.pair dt{color:${PALETTE.quiet};font-size:.875rem}
.pair dd{font-size:1.2rem;font-weight:600;font-variant-numeric:tabular-nums}
.pair dd span{display:block;font-size:.875rem;font-weight:400}
.pair+.f{border-top:0}
.ticket{margin-top:1rem;padding:.6rem .75rem;background:${PALETTE.tint};border:1px dashed ${PALETTE.quiet}}
.ticket b{display:block;font-size:1.15rem}
.do li{padding-left:1.75rem;position:relative;margin-top:.35rem;font-weight:600}
.do li:before{content:attr(data-n);position:absolute;left:0;top:.2em;width:1.25rem;line-height:1.25rem;text-align:center;background:${PALETTE.red};color:#fff;font-size:.875rem}
.ochre .do li:before{background:${PALETTE.ochre}}
.flow li{position:relative;padding:0 0 1.1rem 2.5rem}
.flow li:last-child{padding-bottom:0}
.flow li:before{content:"";position:absolute;left:.85rem;top:.3rem;bottom:-.3rem;border-left:3px double ${PALETTE.deep}}
.flow li:last-child:before{display:none}
.flow li:after{content:"";position:absolute;left:.45rem;top:.35rem;width:1rem;height:1rem;border:3px solid ${PALETTE.deep};border-radius:50%;background:${PALETTE.paper}}
.flow li:first-child:after{content:"源";left:0;top:-.1rem;width:1.9rem;height:1.9rem;background:${PALETTE.deep};border:0;color:#fff;font:700 1rem/1.85rem ${SERIF};text-align:center}
.flow b{margin-right:.6em}
.cert+.cert{margin-top:1rem;padding-top:1rem;border-top:1px solid ${PALETTE.rule}}
.cert h3{font-size:1rem;margin-bottom:.4rem}
.gap li{padding-left:1.25rem;position:relative}
.gap li:before{content:"—";position:absolute;left:0}
.ticket.first{margin:0 0 1rem}
.why li{padding-left:1.25rem;position:relative}
.why li:before{content:"·";position:absolute;left:.4rem;font-weight:700}
.why{margin-bottom:.75rem}
.halves{display:flex;flex-wrap:wrap;margin:0 -.5rem}
.halves>*{flex:1 1 12rem;margin:0 .5rem 1.1rem}
.pick a{display:block;padding:.75rem;border:1px solid ${PALETTE.rule};margin-bottom:.5rem;background:${PALETTE.paper}}
.or{display:flex;align-items:center;color:${PALETTE.quiet};margin:1.25rem 0}
.or:before,.or:after{content:"";flex:1;border-top:1px solid ${PALETTE.rule};margin:0 .75rem}
`;

/** Tables that become cards on a phone; their roles are written out, since `display` would take them away. */
export const TABLE = `
.t{width:100%;border-collapse:collapse;background:${PALETTE.paper};font-size:.9375rem}
.t caption{text-align:left;font-weight:600;padding-bottom:.35rem}
.t th:first-child{min-width:2.5em}
.t th,.t td{border:1px solid ${PALETTE.rule};padding:.4rem .6rem;text-align:left;vertical-align:top}
.t .num{text-align:right}
.t thead th{background:${PALETTE.tint};color:${PALETTE.quiet};font-weight:600}
@media screen and (max-width:40rem){
.t.s,.s tbody,.s tr,.s td,.s caption{display:block}
.s thead{position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0 0 0 0)}
.s tr{border:1px solid ${PALETTE.rule};border-left:3px solid ${PALETTE.deep};margin-bottom:.6rem}
.t.s td{border:0;padding:.25rem .6rem;text-align:left}
.s td:before{content:attr(data-h);display:inline-block;min-width:5.5em;margin-right:.5em;color:${PALETTE.quiet};font-size:.875rem}
}
`;
