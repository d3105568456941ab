import { PERMISSIONS_POLICY } from '../platform/edge-headers.ts';
import { PAGE_CSP } from './stylesheet.ts';

/**
 * What every page is sent with: no script, no frame, no sniffing, and no address of ours (codes, slips) told to others. Not `no-referrer`:
 * under it browsers send our own forms with `Origin: null`, which cannot be told from a foreign one.
 */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': PAGE_CSP,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Permissions-Policy': PERMISSIONS_POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
};
