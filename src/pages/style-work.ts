import { PALETTE, SERIF } from './style-core.ts';

/** The slip: read at arm's length, tapped with a wet thumb; on paper it is the 随货单 on A5 or A4. */
export const SLIP = `
.route{display:flex;flex-wrap:wrap;margin:1rem -.5rem 0}
.route>div{flex:1 1 9em;padding:0 .5rem .5rem}
.route dt{color:${PALETTE.quiet};font-size:.875rem}
.route dd{font-size:1.125rem;font-weight:600}
.route dd span{display:block;font-size:.875rem;font-weight:400}
.lines{background:${PALETTE.paper};border:1px solid ${PALETTE.rule};border-top:3px solid ${PALETTE.deep};counter-reset:n}
.lines li{display:flex;align-items:flex-start;padding:.75rem 1rem;border-top:1px solid ${PALETTE.rule}}
.lines li:first-child{border-top:0}
.lines .n{flex:none;min-width:1.75em;color:${PALETTE.quiet};font-variant-numeric:tabular-nums}
.lines .w{flex:1 1 auto;min-width:0}
.lines .w b{display:block;font-size:1.125rem;line-height:1.35}
.lines .q{flex:none;max-width:40%;margin-left:.75rem;font-size:1.25rem;font-weight:700;text-align:right;font-variant-numeric:tabular-nums}
.about{padding:.35rem 0;border-top:1px solid ${PALETTE.rule};border-bottom:1px solid ${PALETTE.rule}}
.alt{display:inline-block;width:49%;vertical-align:top;margin:.75rem 0}
.alt+.alt{margin-left:2%}
.alt[open]{display:block;width:100%;margin-left:0}
.alt[open]+.alt:not([open]),.alt:not([open])+.alt[open]{margin-left:0}
.alt summary{display:block;text-align:center;min-height:3.25rem;padding:.75rem .25rem;border:2px solid ${PALETTE.ochre};background:${PALETTE.ochreTint};color:${PALETTE.ochre};font-size:1.0625rem;border-radius:2px}
.alt summary::-webkit-details-marker{display:none}
.alt summary:before{content:"+";display:inline-block;width:1em;font-weight:700}
.alt[open] summary:before{content:"×"}
.alt .card{margin:0;border-top:0}
.alt[open]~.lines,.alt[open]~.more,.alt[open]~.go{display:none}
.row{padding:1rem 0;border-bottom:1px solid ${PALETTE.rule}}
.row legend{padding:0;font-weight:600;font-size:1.0625rem}
.row legend span{display:block;font-weight:400}
.two{display:flex;flex-wrap:wrap;margin:.5rem -.25rem 0}
.two>div{flex:1 1 8em;padding:0 .25rem .25rem}
.check{display:flex;align-items:center;min-height:3rem;font-weight:400;margin:0}
.check input{flex:none;width:1.6rem;min-height:1.6rem;height:1.6rem;margin:0 .75rem 0 0;accent-color:${PALETTE.deep}}
.shots input{min-height:4rem;padding:.5rem}
.shots input::-webkit-file-upload-button{min-height:3rem;padding:0 1rem;margin-right:.75rem;font:inherit;font-weight:600}
.go{position:-webkit-sticky;position:sticky;bottom:0;margin:0 -1rem;padding:.75rem 1rem calc(.75rem + env(safe-area-inset-bottom,0px));background:${PALETTE.ground};border-top:1px solid ${PALETTE.rule}}
.btn.huge{display:block;width:100%;min-height:4.5rem;font-size:1.5rem;letter-spacing:.1em}
.btn.huge svg{width:2rem;height:2rem;margin-right:.5rem;vertical-align:-.4rem}
.paper{display:none}
@page{margin:10mm}
@media print{
.screen,.foot{display:none}
.paper{display:block;color:#000;font-size:9.5pt;line-height:1.4}
.paper header{display:flex;justify-content:space-between;align-items:flex-start;border-bottom:2pt solid #000;padding-bottom:2mm;margin-bottom:2mm}
.paper h1{font-size:17pt;letter-spacing:.3em}
.paper img{width:26mm;height:26mm}
.paper figure{text-align:center;font-size:8pt;flex:none;margin-left:4mm}
.paper .who{display:flex;margin-bottom:2mm}
.paper .who>div{flex:1;border:.5pt solid #000;padding:1.5mm 2mm}
.paper .who>div+div{border-left:0}
.paper .t{font-size:8.5pt}
.paper caption{display:none}
.paper .t th,.paper .t td{border:.5pt solid #000;padding:.8mm 1.2mm;background:#fff;color:#000}
.paper .t thead{display:table-header-group}
.paper .t tr{break-inside:avoid}
.paper .code{font-size:7.5pt;letter-spacing:-.02em}
.paper time{white-space:nowrap}
.paper .sign{display:flex;margin-top:5mm;break-inside:avoid}
.paper .sign div{flex:1;border-bottom:.5pt solid #000;padding-bottom:1mm;min-height:11mm;margin-right:5mm}
.paper .note{margin-top:3mm;font-size:8pt}
}
@media print and (max-width:150mm){.paper .t{font-size:7pt}.paper .code{font-size:6.5pt}.paper h1{font-size:14pt}}
`;

/** Desks: the regulator's list and lead, a party's start page, the front door. */
export const DESK = `
.who{display:flex;flex-wrap:wrap;align-items:center;margin-right:1rem}
.link{min-height:2.75rem;padding:0 .5rem;border:0;background:none;color:${PALETTE.deep};font:inherit;text-decoration:underline;text-underline-offset:.2em;cursor:pointer}
.head{padding:1.25rem 0 .5rem}
.head h1{font:700 1.75rem/1.3 ${SERIF}}
.tabs{display:flex;flex-wrap:wrap;margin:.75rem 0;border-bottom:2px solid ${PALETTE.deep}}
.tabs a{display:inline-flex;align-items:center;min-height:2.75rem;padding:0 1rem;text-decoration:none;color:${PALETTE.ink}}
.tabs a[aria-current]{background:${PALETTE.deep};color:#fff;font-weight:600}
.tabs span{margin-left:.4em;font-variant-numeric:tabular-nums}
.filter{background:${PALETTE.paper};border:1px solid ${PALETTE.rule};padding:.25rem 1rem}
.filter[open]{padding-bottom:1rem}
.grid,.card>.grid{max-width:none}
.grid{display:flex;flex-wrap:wrap;margin:0 -.5rem}
.grid>*{flex:1 1 13rem;padding:0 .5rem;margin-bottom:.75rem}
.chips{display:flex;flex-wrap:wrap;margin:.75rem 0 0}
.chips a{display:inline-flex;align-items:center;min-height:2.75rem;padding:0 .75rem;margin:0 .5rem .5rem 0;border:1px solid ${PALETTE.deep};background:${PALETTE.tint};text-decoration:none}
.chips b{margin-left:.6em;font-size:1.1em}
.lead{background:${PALETTE.paper};border:1px solid ${PALETTE.rule};border-left:4px solid ${PALETTE.deep};padding:.9rem 1rem;margin-bottom:.75rem}
.lead.suspected{border-left-style:double}
.lead h2{font-size:1.125rem}
.lead h2 a{display:inline-block;min-height:1.75rem}
.lead .meta{display:flex;flex-wrap:wrap;align-items:center;margin-top:.35rem}
.lead .meta>*{margin:0 1rem .15rem 0}
.lead .ev{margin-top:.35rem;padding:.35rem .75rem;background:${PALETTE.ground}}
.lead .band{margin-top:.35rem}
.pages{margin:1rem 0 2rem}
.steps{display:flex;flex-wrap:wrap;align-items:flex-start;margin:0 -.5rem}
.steps>*{flex:1 1 20rem;margin:0 .5rem 1rem}
.law{border-left:3px double ${PALETTE.deep};padding-left:.9rem;margin-bottom:.75rem}
.limit{border:1px solid ${PALETTE.ochre};background:${PALETTE.ochreTint};color:${PALETTE.ochre};padding:.75rem 1rem;margin:1rem 0}
.rows a{display:block;padding:.75rem 1rem;border:1px solid ${PALETTE.rule};border-left:4px solid ${PALETTE.ochre};background:${PALETTE.paper};margin-bottom:.5rem;text-decoration:none;color:${PALETTE.ink}}
.rows a b{color:${PALETTE.deep};text-decoration:underline;text-underline-offset:.2em}
.rows span{display:block}
.rows .tag{display:inline-block}
.door{padding:2.5rem 0;color:#fff}
.door h1{font:700 2.25rem/1.35 ${SERIF}}
.door p{max-width:34em;margin-top:.75rem;font-size:1.0625rem}
.door .in{display:block}
.trio{display:flex;flex-wrap:wrap;margin:0 -.5rem}
.trio>*{flex:1 1 10.5rem;margin:.5rem}
.trio h3{font-size:1.0625rem;margin-bottom:.25rem}
.pasted{white-space:pre-wrap}
mark{padding:0 .15em;border-bottom:3px solid ${PALETTE.slate};color:${PALETTE.slate};background:${PALETTE.slateTint}}
mark.red{border-bottom-style:double;border-color:${PALETTE.red};color:${PALETTE.red};background:${PALETTE.redTint};font-weight:700}
mark.ochre{border-bottom-style:dashed;border-color:${PALETTE.ochre};color:${PALETTE.ochre};background:${PALETTE.ochreTint}}
figure img{max-width:100%;height:auto}
.key{max-width:28rem}
@media (min-width:60rem){.lead{display:grid;grid-template-columns:3fr 2fr;grid-column-gap:2rem}.lead .ev{margin-top:0;align-self:start}}
`;
