import { PALETTE } from './style-core.ts';

/** The picture of a trace with the list beside it, and the console of a recall. */
export const TRACE = `
.traced>*{min-width:0}
.flow{overflow:auto;max-height:85vh;border:1px solid ${PALETTE.rule};background:#fff;-webkit-overflow-scrolling:touch}
.flow svg{display:block;max-width:none}
.hold li{padding:.6rem 0 .6rem 2.6rem;position:relative;border-top:1px solid ${PALETTE.rule}}
.hold li:first-child{border-top:0}
.hold .no{position:absolute;left:0;top:.6rem;min-width:2.1rem;font-weight:700;color:${PALETTE.deep};font-variant-numeric:tabular-nums}
.hold li>b{margin-right:.5em}
.hold p{margin-top:.1rem}
.hold .q{font-weight:700;font-variant-numeric:tabular-nums}
.hop{margin:1rem 0 .25rem;font-size:1rem}
.clock{display:flex;flex-wrap:wrap;margin:0 -.75rem}
.clock>*{flex:1 1 14rem;min-width:0;max-width:100%;padding:0 .75rem .5rem}
.clock .big{font-size:1.75rem;line-height:1.2;font-weight:700;font-variant-numeric:tabular-nums}
.calls>li{padding:.75rem 0;border-top:1px solid ${PALETTE.rule}}
.calls>li:first-child{border-top:0}
.calls .tel{font-size:1.25rem;font-weight:700;font-variant-numeric:tabular-nums}
.calls form{display:flex;flex-wrap:wrap;align-items:flex-end;margin:.35rem -.25rem 0}
.calls form>*{flex:1 1 9rem;max-width:100%;margin:0 .25rem .35rem}
.calls form .btn{flex:0 0 auto}
.calls label{font-size:.875rem}
@media (min-width:60rem){.traced{display:grid;grid-template-columns:2fr 3fr;grid-column-gap:1rem;align-items:start}.traced>.flowcard{position:-webkit-sticky;position:sticky;top:1rem}.desk-grid{display:grid;grid-template-columns:3fr 2fr;grid-column-gap:1rem;align-items:start}}
@media print{.flow{overflow:visible;max-height:none}.flow svg{max-width:100%;height:auto}}
`;
