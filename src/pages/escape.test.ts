import { describe, expect, it } from 'vitest';
import { escapeHtml, safeUrl, svgImage } from './escape.ts';

describe('text in a page', () => {
  it('cannot open a tag, an entity or leave a quoted attribute', () => {
    expect(escapeHtml(`<script>alert("a" & 'b')</script>`)).toBe('&lt;script&gt;alert(&quot;a&quot; &amp; &#39;b&#39;)&lt;/script&gt;');
  });

  it('is left alone when it holds nothing special, Chinese and emoji included', () => {
    expect(escapeHtml('冷鲜猪后腿肉 2 kg 🥩')).toBe('冷鲜猪后腿肉 2 kg 🥩');
  });
});

describe('an address in a page', () => {
  it('may be relative, http or a telephone number', () => {
    expect(['/t/AB', '?lang=en', '#main', 'https://trace.example/s/1', 'tel:12315'].map(safeUrl)).toEqual([
      '/t/AB',
      '?lang=en',
      '#main',
      'https://trace.example/s/1',
      'tel:12315',
    ]);
  });

  it('is disarmed when its scheme could act or its host is another', () => {
    const hostile = [
      'javascript:alert(1)',
      ' javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'data:text/html,x',
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
    ];
    expect(hostile.map(safeUrl)).toEqual(hostile.map(() => '#'));
  });

  it('cannot leave its attribute', () => {
    expect(safeUrl('/x?a="b')).toBe('/x?a=&quot;b');
  });
});

describe('a QR drawn as an image', () => {
  it('holds no character that could end the attribute', () => {
    expect(svgImage(`<svg a="'"/>`)).toBe('data:image/svg+xml,%3Csvg%20a%3D%22%27%22%2F%3E');
  });
});
