import { Problem } from './problems.ts';
import type { Route } from './route.ts';

/** Which methods an address takes; none where there is no such address. */
export type AllowedMethods = (path: string) => string[];

/** Reads the methods of every address from the routes that are mounted. */
export function allowedMethods(routes: readonly Route[]): AllowedMethods {
  const byPattern = new Map<string, { pattern: RegExp; methods: Set<string> }>();
  for (const { path, method } of routes) {
    const source = `^${path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '[^/]+')}$`;
    const known = byPattern.get(source) ?? { pattern: new RegExp(source), methods: new Set(['OPTIONS']) };
    known.methods.add(method.toUpperCase());
    if (method === 'get') known.methods.add('HEAD');
    byPattern.set(source, known);
  }
  return (path) => {
    const methods = [...byPattern.values()].filter(({ pattern }) => pattern.test(path)).flatMap((one) => [...one.methods]);
    return [...new Set(methods)].sort();
  };
}

/** 405 with the methods there are, for an address that takes others. */
export function methodRefusal(method: string, allowed: readonly string[]): Problem {
  const list = allowed.join(', ');
  return new Problem(
    'method-not-allowed',
    { zh: `此地址不支持 ${method}；支持：${list}。`, en: `This address does not take ${method}; it takes ${list}.` },
    { headers: { Allow: list } },
  );
}
