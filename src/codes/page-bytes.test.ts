import { describe, expect, it } from 'vitest';
import { pageEncoder } from './page-bytes.ts';

const text = (bytes: Uint8Array) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);

describe('an encoder of pages', () => {
  const encode = pageEncoder('<p>溯源');

  it('encodes a page that begins as the others do', () => {
    expect(text(encode('<p>溯源码 é 𠮷</p>'))).toBe('<p>溯源码 é 𠮷</p>');
    expect(text(encode('<p>溯源'))).toBe('<p>溯源');
  });

  it('encodes a page that begins otherwise, or is shorter than the beginning', () => {
    expect(text(encode('<p class="large">溯源码</p>'))).toBe('<p class="large">溯源码</p>');
    expect(text(encode('<p>'))).toBe('<p>');
    expect(text(encode(''))).toBe('');
  });

  it('encodes a page longer than any before, and shorter ones after it without what it left', () => {
    const long = `<p>溯源${'猪'.repeat(40_000)}</p>`;
    expect(text(encode(long))).toBe(long);
    expect(text(encode('<p>溯源短</p>'))).toBe('<p>溯源短</p>');
  });

  it('gives every page bytes of its own', () => {
    const first = encode('<p>溯源甲</p>');
    encode('<p>溯源乙</p>');
    expect(text(first)).toBe('<p>溯源甲</p>');
  });
});
