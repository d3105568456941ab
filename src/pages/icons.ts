/*
 * One outline per status, each with a shape of its own: told apart without colour. They stand beside the words and are hidden from screen readers.
 */
const icon = (paths: string) =>
  `<svg viewBox="0 0 48 48" width="48" height="48" fill="none" stroke="currentColor" stroke-width="4" aria-hidden="true" focusable="false">${paths}</svg>`;

export const ICON = {
  /** round: a check */
  ok: icon('<circle cx="24" cy="24" r="20"/><path d="M14 25l7 7 13-15"/>'),
  /** octagon: stop */
  stop: icon('<path d="M16 4h16l12 12v16L32 44H16L4 32V16z"/><path d="M16 16l16 16M32 16L16 32"/>'),
  /** hourglass: time is over */
  over: icon('<path d="M10 4h28M10 44h28M14 4v8c0 6 20 18 20 24v8M34 4v8c0 6-20 18-20 24v8"/>'),
  /** broken square: nothing there */
  none: icon('<path d="M4 14V4h10M34 4h10v10M44 34v10H34M14 44H4V34"/><path d="M17 19c0-9 14-9 14 0 0 6-7 5-7 11M24 34v4"/>'),
  /** pencil: written wrongly */
  typo: icon('<path d="M6 42l3-11L34 6l8 8-25 25zM28 12l8 8"/>'),
  /** box with a check: arrived */
  box: icon('<path d="M5 13l19-9 19 9v22l-19 9-19-9z"/><path d="M15 24l7 7 12-14"/>'),
  /** box on its way */
  van: icon(
    '<path d="M3 10h24v24H3zM27 18h10l8 9v7H27"/><circle cx="13" cy="36" r="5" fill="currentColor"/><circle cx="36" cy="36" r="5" fill="currentColor"/>',
  ),
} as const;
