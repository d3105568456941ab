import type { Bilingual, ProblemDetail } from './problem-detail.ts';

export type Locale = 'zh' | 'en';

/** The closed list of what can be wrong with a request; the page /docs/problems and the OpenAPI document are made from it. */
export const problemCodes = {
  'malformed-body': { status: 400, title: { zh: '请求正文无法读取', en: 'The request body cannot be read' } },
  'malformed-link': { status: 400, title: { zh: '不符合 GS1 Digital Link 语法', en: 'Not the syntax of a GS1 Digital Link' } },
  'invalid-input': { status: 422, title: { zh: '提交的内容有误', en: 'Some fields are wrong' } },
  'ambiguous-line': { status: 422, title: { zh: '货物行对应多个批次', en: 'A line names more than one batch' } },
  unauthenticated: { status: 401, title: { zh: '需要有效的密钥', en: 'A valid key is needed' } },
  forbidden: { status: 403, title: { zh: '没有此项权限', en: 'This caller has not the right' } },
  'not-found': { status: 404, title: { zh: '未找到', en: 'Not found' } },
  'method-not-allowed': { status: 405, title: { zh: '不支持的方法', en: 'Method not allowed' } },
  'not-acceptable': { status: 406, title: { zh: '没有所要的格式', en: 'No such representation' } },
  'too-slow': { status: 408, title: { zh: '内容传送过慢', en: 'The body came too slowly' } },
  conflict: { status: 409, title: { zh: '与已有记录冲突', en: 'In conflict with what is recorded' } },
  'already-ended': { status: 409, title: { zh: '此单已有结果', en: 'This has been settled already' } },
  'out-of-order': { status: 409, title: { zh: '办理步骤不符', en: 'Not the next step' } },
  'key-already-shown': { status: 409, title: { zh: '密钥只显示一次', en: 'The key was shown once already' } },
  'stale-revision': { status: 412, title: { zh: '记录已被更新', en: 'The record has changed' } },
  'too-large': { status: 413, title: { zh: '内容过大', en: 'Too large' } },
  'wrong-media-type': { status: 415, title: { zh: '不支持的内容类型', en: 'Unsupported media type' } },
  'key-reused': { status: 422, title: { zh: '同一幂等键用于不同内容', en: 'The idempotency key was used for another body' } },
  'revision-required': { status: 428, title: { zh: '需要 If-Match', en: 'If-Match is needed' } },
  'too-many-requests': { status: 429, title: { zh: '请求过多', en: 'Too many requests' } },
  internal: { status: 500, title: { zh: '服务内部错误', en: 'Internal error' } },
  'not-on-edge': { status: 501, title: { zh: '边缘节点不提供此功能', en: 'Not offered at the edge' } },
  busy: { status: 503, title: { zh: '服务繁忙', en: 'The service is busy' } },
  unavailable: { status: 503, title: { zh: '暂时无法写入', en: 'Cannot write at the moment' } },
} as const satisfies Record<string, { status: number; title: Bilingual }>;

export type ProblemCode = keyof typeof problemCodes;

/** A refusal that reaches the caller as application/problem+json (RFC 9457). */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly detail: Bilingual;
  readonly errors: ProblemDetail[];
  readonly headers: Record<string, string>;
  /** Further members of the body, such as the candidates of an ambiguous line. */
  readonly extra: Record<string, unknown>;

  constructor(
    code: ProblemCode,
    detail: Bilingual,
    more: { errors?: ProblemDetail[]; headers?: Record<string, string>; extra?: Record<string, unknown> } = {},
  ) {
    super(`${code}: ${detail.en}`);
    this.name = 'Problem';
    this.code = code;
    this.detail = detail;
    this.errors = more.errors ?? [];
    this.headers = more.headers ?? {};
    this.extra = more.extra ?? {};
  }

  get status(): number {
    return problemCodes[this.code].status;
  }
}

/** All wrong fields of a request at once. */
export function invalidInput(errors: ProblemDetail[]): Problem {
  return new Problem(
    'invalid-input',
    {
      zh: `有 ${errors.length} 处需要修改，未保存任何内容。`,
      en: `${errors.length} field(s) need a change; nothing was stored.`,
    },
    { errors },
  );
}

/** Something that does not exist or lies outside the caller's scope: the two are not told apart. */
export function notFound(what: Bilingual): Problem {
  return new Problem('not-found', { zh: `没有找到${what.zh}，或不在您的权限范围内。`, en: `No ${what.en} was found within your scope.` });
}

/** The caller's language: Chinese unless English is asked for first. */
export function localeOf(acceptLanguage: string | null | undefined): Locale {
  if (!acceptLanguage) return 'zh';
  const ranked = acceptLanguage
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const q = parameters.map((p) => /^\s*q=([\d.]+)$/.exec(p)?.[1]).find((value) => value !== undefined);
      return { tag, q: q === undefined ? 1 : Number(q) };
    })
    .sort((a, b) => b.q - a.q);
  for (const { tag, q } of ranked) {
    if (q === 0) continue;
    if (tag.startsWith('zh') || tag === '*') return 'zh';
    if (tag.startsWith('en')) return 'en';
  }
  return 'zh';
}

/** The body of a problem in the caller's language. */
export function problemBody(problem: Problem, locale: Locale, requestId: string, instance?: string): Record<string, unknown> {
  return {
    type: `/docs/problems#${problem.code}`,
    title: problemCodes[problem.code].title[locale],
    status: problem.status,
    code: problem.code,
    detail: problem.detail[locale],
    requestId,
    ...(instance ? { instance } : {}),
    errors: problem.errors.map((error) => ({
      pointer: error.pointer,
      ...(error.row === undefined ? {} : { row: error.row }),
      found: error.found,
      expected: error.expected[locale],
      fix: error.fix[locale],
    })),
    ...problem.extra,
  };
}
