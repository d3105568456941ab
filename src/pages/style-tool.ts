import { PALETTE } from './style-core.ts';

/** The tools of people with goods in their hands: scanning, receiving, what stands on the shelf; and the sheet of codes to print. */
export const TOOL = `
[hidden]{display:none!important}
.go{position:-webkit-sticky;position:sticky;bottom:0;margin:0 -1rem;padding:.75rem 1rem calc(.75rem + env(safe-area-inset-bottom,0px));background:${PALETTE.ground};border-top:1px solid ${PALETTE.rule}}
.btn.huge{display:block;width:100%;min-height:4.5rem;font-size:1.5rem;letter-spacing:.1em}
.btn:disabled{opacity:.6}
.line{padding:1rem;margin-bottom:.5rem;background:${PALETTE.paper};border:1px solid ${PALETTE.rule};border-left:4px solid ${PALETTE.deep}}
.line.differs{border-left-color:${PALETTE.ochre};border-left-style:double;border-left-width:8px}
.line legend{float:left;width:100%;padding:0;font-weight:600;font-size:1.125rem}
.line legend .q{float:right;margin-left:.75rem;font-size:1.25rem;font-weight:700;font-variant-numeric:tabular-nums}
.line legend .small{display:block;font-weight:400}
.two{display:flex;flex-wrap:wrap;clear:both;margin:0 -.25rem}
.two>div{flex:1 1 8em;padding:.5rem .25rem 0}
.check{display:flex;align-items:center;min-height:3rem;font-weight:400;margin:0}
.check input{flex:none;width:1.6rem;min-height:1.6rem;height:1.6rem;margin:0 .75rem 0 0;accent-color:${PALETTE.deep}}
.scan{margin-bottom:1rem}
.scan video{width:100%;max-height:60vh;background:${PALETTE.ink};margin-top:.5rem}
.scan .file{display:block;margin:.75rem 0 0;cursor:pointer}
.scan .file:focus-within{outline:3px solid ${PALETTE.ink};outline-offset:2px;box-shadow:0 0 0 6px ${PALETTE.focus}}
.inline{display:flex;flex-wrap:wrap;align-items:flex-end;margin:0 -.25rem}
.inline>*{flex:1 1 7em;padding:0 .25rem;margin:0 0 .5rem}
.inline>.btn{flex:none;margin:0 .25rem .5rem}
.codes{display:flex;flex-wrap:wrap;margin:0 -.25rem}
.codes li{flex:1 1 12rem;max-width:100%;margin:.25rem;padding:.5rem;border:1px solid ${PALETTE.rule};background:${PALETTE.paper};text-align:center}
.codes img{width:9rem;height:9rem;max-width:100%}
.codes b,.codes span{display:block}
.codes .tag{display:inline-block}
.shelf caption{position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0 0 0 0)}
.shopcode{text-align:center}
.shopcode img{width:14rem;height:14rem;max-width:100%}
@page a4{size:A4;margin:10mm}
@page a5{size:A5;margin:8mm}
.A4{page:a4}
.A5{page:a5}
fieldset{border:0;margin:0;padding:0;min-width:0}
.buttons>*{margin:0 .5rem .5rem 0}
.today a{display:block;padding:.75rem 1rem;border:1px solid ${PALETTE.rule};border-left:4px solid ${PALETTE.deep};background:${PALETTE.paper};margin-bottom:.5rem;text-decoration:none;color:${PALETTE.ink};font-size:1.0625rem}
.today a.ochre{border-left-color:${PALETTE.ochre};border-left-style:dashed}
.today a.red{border-left-color:${PALETTE.red};border-left-style:double;border-left-width:8px}
.today .n{min-width:1.5em;margin-right:.35em;font-size:1.25rem;font-variant-numeric:tabular-nums}
i.tag{font-style:normal}
nav.chips{margin-bottom:1rem}
progress{width:100%;height:1.5rem;accent-color:${PALETTE.deep}}
.card>form{max-width:100%}
@media print{
.sheet~*,.noprint,header,.foot{display:none}
.sheet .card{border:0;padding:0;margin:0}
.codes li{flex:0 0 46mm;break-inside:avoid;border:.5pt solid #000}
.codes img{width:32mm;height:32mm}
.A5 .codes li{flex-basis:56mm}
.shopcode img{width:60mm;height:60mm}
.sheet h1{font-size:20pt}
}
`;
