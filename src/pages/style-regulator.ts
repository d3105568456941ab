import { PALETTE } from './style-core.ts';

/** The regulator's pages beside the desk's own: firms by line, pictures with their tables, the note on site. */
export const REGULATOR = `
.desk{border-bottom-color:${PALETTE.rule}}
.desk a{padding:0 .75rem}
.firm{background:${PALETTE.paper};border:1px solid ${PALETTE.rule};border-left:4px solid ${PALETTE.deep};margin-bottom:.5rem;padding:0 1rem}
.firm[open]{padding-bottom:.75rem}
.firm summary{display:block;font-weight:400}
.firm summary:before{content:"▸";margin-right:.4em;color:${PALETTE.deep}}
.firm[open] summary:before{content:"▾"}
.firm summary::-webkit-details-marker{display:none}
.firm summary>span{display:inline-block;margin-right:1rem}
.firm summary>.w{display:inline}
.firm summary>.n,.firm summary>.d,.firm summary>.m{margin-top:.25rem}
.firm summary b{overflow-wrap:anywhere}
.lead h3{font-size:1.125rem}
.lead h3 a{display:inline-block;min-height:1.75rem}
.pick-one{display:inline-flex;align-items:center;justify-content:center;min-width:2.75rem;min-height:2.75rem;margin:0 .25rem 0 -.6rem;vertical-align:middle}
.pick-one input{width:1.5rem;min-height:1.5rem;height:1.5rem;margin:0;accent-color:${PALETTE.deep}}
.figures{background:${PALETTE.paper}}
.panel{display:flex;flex-wrap:wrap;margin:0 -.75rem}
.panel>*{flex:1 1 18rem;min-width:0;max-width:100%;padding:0 .75rem}
.chart{display:block;width:100%;max-width:30rem;height:auto;margin-bottom:1rem;font-size:13px}
.chart text{fill:${PALETTE.ink}}
.chart text[fill="#ffffff"]{fill:#fff}
.beside{margin-top:1.75rem}
.later{border-left:3px dashed ${PALETTE.ochre};padding-left:.75rem;margin-top:.75rem}
.later .tag{white-space:normal}
.photos{display:flex;flex-wrap:wrap;margin:.5rem -.25rem 0}
.photos li{flex:1 1 8rem;max-width:16rem;margin:.25rem}
.photos a{display:block;border:1px solid ${PALETTE.rule}}
.photos img{display:block;width:100%;min-height:4rem;max-height:16rem;object-fit:cover}
.check input[type=radio]{width:1.6rem}
.audit{overflow-x:auto}
.audit td{overflow-wrap:anywhere}
.sum{font-variant-numeric:tabular-nums}
.acting .f,.reading .f{display:block!important}
.acting h4{margin:.5rem 0}
.jump{margin-top:.5rem}
@media (min-width:64rem){.widest{max-width:92rem}.case{display:flex;align-items:flex-start;margin:0 -.5rem}.case>*{min-width:0;padding:0 .5rem}.case>.reading{flex:2;column-count:2;column-gap:1rem}.case>.reading>.card{break-inside:avoid;-webkit-column-break-inside:avoid;display:inline-block;width:100%}.case>.acting{flex:0 0 27rem}.jump{display:none}}
form.filter{padding-top:1rem}
h1 .tag,.lead .tag,.t .tag{white-space:normal;word-break:keep-all;overflow-wrap:break-word;max-width:100%}
@page across{size:A4 landscape;margin:10mm}
.across{page:across}
.across .t td:nth-last-child(-n+3){min-width:5rem}
.signed{display:flex;flex-wrap:wrap;margin-top:2rem}
.signed span{flex:1 1 12rem;border-bottom:1px solid ${PALETTE.quiet};margin-right:1.5rem;padding-bottom:.5rem}
@media (max-width:40rem){.firm summary>.n,.firm summary>.d,.firm summary>.m{display:block}}
@media (min-width:60rem){.firm summary{display:flex;align-items:baseline}.firm summary>.w{flex:3}.firm summary>.n{flex:1.4}.firm summary>.d{flex:1.7}.firm summary>.m{flex:1.7}}
`;
