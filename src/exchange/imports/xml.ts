import { damaged } from './zip.ts';

/** An element of a part of a workbook: its attributes as written, and what stands between its tags. */
export interface Element {
  whole: string;
  attributes: string;
  inner: string;
  /** Where the text after it begins. */
  end: number;
}

/**
 * The elements of that local name that are whole in the text, in order; one inside another of the same name is not looked for. Time is
 * linear in the text whatever it holds: a tag ends before the next `<`, and without an end tag nothing more is searched.
 */
export function* elements(xml: string, name: string): Generator<Element, undefined> {
  const start = new RegExp(`<(\\w{1,20}:)?${name}(?=[\\s/>])([^<>]*)>`, 'g');
  for (let match = start.exec(xml); match; match = start.exec(xml)) {
    const [tag, prefix = '', attributes = ''] = match;
    const inside = match.index + tag.length;
    const isEmpty = attributes.endsWith('/');
    const closing = `</${prefix}${name}>`;
    const close = isEmpty ? inside : xml.indexOf(closing, inside);
    if (close < 0) return;
    const end = isEmpty ? inside : close + closing.length;
    start.lastIndex = end;
    yield { whole: xml.slice(match.index, end), attributes, inner: isEmpty ? '' : xml.slice(inside, close), end };
  }
}

/**
 * The elements of that local name in a text that comes piece by piece; text is kept no longer than an element needs.
 * @throws {Problem} invalid-input where one is longer than `longest` characters
 */
export async function* elementsOf(pieces: AsyncIterable<string>, name: string, longest: number): AsyncGenerator<Element, void> {
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    let from = 0;
    for (const element of elements(text, name)) {
      from = element.end;
      yield element;
    }
    text = text.slice(from);
    if (text.length > longest) throw damaged(`<${name}>`);
  }
}
