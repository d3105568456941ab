/** The encoder of `qrcode` without its PNG code, which the package's own entry loads in Node. @types/qrcode describes the entry only. */
declare module 'qrcode/lib/core/qrcode.js' {
  /** `data` row by row, one number a module, 0 for light. */
  export function create(
    text: string,
    options: { errorCorrectionLevel: 'L' | 'M' | 'Q' | 'H' },
  ): { modules: { size: number; data: Uint8Array }; version: number };
}
