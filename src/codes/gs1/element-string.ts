import { type Identifier, identifiers } from './identifiers.ts';
import { contradicted, type Element } from './link.ts';
import { type ValueFault, valueFault } from './values.ts';

/** GS, what scanners send for FNC1. */
const SEPARATOR = '\u001d';
/** Symbology identifiers of GS1-128, DataBar, DataMatrix, QR and DotCode in AIM form. */
const AIM = /^\](?:C1|e0|d2|Q3|J1)/;

export type ElementStringReading =
  | { readonly ok: true; readonly elements: readonly Element[] }
  | { readonly ok: false; readonly at: number; readonly ai: string | null; readonly fault: ValueFault | 'unknown' | 'form' | 'twice' };

/**
 * Reads a GS1 element string: bracketed as printed, `(01)09521234543213(10)ABC`, or as a scanner sends it, with GS between elements of open length and
 * an AIM prefix or none. `at` is where reading stopped; `twice` is an identifier with two values.
 */
export function readElementString(text: string): ElementStringReading {
  const reading = text.startsWith('(')
    ? readBracketed(text)
    : readScanned(text.replace(AIM, ''), text.length - text.replace(AIM, '').length);
  const twice = reading.ok ? contradicted(reading.elements) : undefined;
  return twice ? { ok: false, at: text.length, ai: twice.ai, fault: 'twice' } : reading;
}

function readBracketed(text: string): ElementStringReading {
  const elements: Element[] = [];
  let at = 0;
  while (at < text.length) {
    // A value may hold brackets of its own: it ends where a bracketed identifier that is known begins, or at the end.
    const head = /^\((\d{2,4})\)/.exec(text.slice(at, at + 6));
    const ai = head?.[1] ?? null;
    const identifier = ai === null ? undefined : identifiers.get(ai);
    if (!head || !identifier) return { ok: false, at, ai, fault: ai === null ? 'form' : 'unknown' };
    const from = at + head[0].length;
    const to = nextHead(text, from);
    const fault = valueFault(identifier, text.slice(from, to));
    if (fault) return { ok: false, at: from, ai: identifier.ai, fault };
    elements.push({ ai: identifier.ai, value: text.slice(from, to) });
    at = to;
  }
  return { ok: true, elements };
}

function nextHead(text: string, from: number): number {
  for (const found of text.slice(from).matchAll(/\((\d{2,4})\)/g)) if (identifiers.has(found[1] ?? '')) return from + found.index;
  return text.length;
}

function readScanned(text: string, skipped: number): ElementStringReading {
  const elements: Element[] = [];
  let at = 0;
  while (at < text.length) {
    if (text.charAt(at) === SEPARATOR) {
      at += 1;
      continue;
    }
    const identifier = identifierAt(text, at);
    if (!identifier) return { ok: false, at: at + skipped, ai: null, fault: 'unknown' };
    const from = at + identifier.ai.length;
    const to = valueEnd(text, from, identifier);
    const fault = valueFault(identifier, text.slice(from, to));
    if (fault) return { ok: false, at: from + skipped, ai: identifier.ai, fault };
    elements.push({ ai: identifier.ai, value: text.slice(from, to) });
    at = to;
  }
  return elements.length > 0 ? { ok: true, elements } : { ok: false, at: skipped, ai: null, fault: 'form' };
}

function identifierAt(text: string, at: number): Identifier | undefined {
  for (const length of [2, 3, 4]) {
    const found = identifiers.get(text.slice(at, at + length));
    if (found) return found;
  }
  return undefined;
}

function valueEnd(text: string, from: number, identifier: Identifier): number {
  if (identifier.isFixed) return Math.min(text.length, from + identifier.parts.reduce((sum, part) => sum + part.most, 0));
  const separator = text.indexOf(SEPARATOR, from);
  return separator < 0 ? text.length : separator;
}
