import { describe, expect, it } from 'vitest';
import { acceptsGzip, isKnown, prefersJson } from './negotiate.ts';

describe('JSON or a page', () => {
  it.each([
    ['application/json', true],
    ['application/json, text/html;q=0.9', true],
    ['application/json, text/html', true],
    ['Application/JSON;q=0.8,text/html;q=0.7', true],
    ['application/json, */*', true],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', false],
    ['text/html, application/json', false],
    ['text/html, application/json;q=0.9', false],
    ['application/json;q=0', false],
    ['*/*', false],
    ['', false],
    [null, false],
  ])('Accept: %s', (accept, json) => {
    expect(prefersJson(accept)).toBe(json);
  });
});

describe('gzip or not', () => {
  it.each([
    ['gzip, deflate, br', true],
    ['br;q=1.0, gzip;q=0.8', true],
    ['gzip;q=0', false],
    ['gzip;q=0.0, br', false],
    ['br', false],
    ['x-gzip-not', false],
    [null, false],
  ])('Accept-Encoding: %s', (header, gzip) => {
    expect(acceptsGzip(header)).toBe(gzip);
  });
});

describe('a tag the reader has', () => {
  it('is known strong or weak, in a list or as *', () => {
    expect(isKnown('"a", W/"b"', 'W/"b"')).toBe(true);
    expect(isKnown('"b"', 'W/"b"')).toBe(true);
    expect(isKnown('*', 'W/"b"')).toBe(true);
    expect(isKnown('"bb"', 'W/"b"')).toBe(false);
    expect(isKnown(null, 'W/"b"')).toBe(false);
  });
});
