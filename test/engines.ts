export const engines = ['sqlite', 'postgres', 'd1'] as const;
export type Engine = (typeof engines)[number];

/** The engines a run tests: all of them, unless the caller named fewer as ENGINES=sqlite,postgres. */
export function enginesWanted(): readonly Engine[] {
  const named = process.env.ENGINES;
  if (!named) return engines;
  const wanted = named.split(',').map((name) => name.trim());
  const unknown = wanted.filter((name) => !engines.some((engine) => engine === name));
  if (unknown.length > 0) throw new Error(`ENGINES knows ${engines.join(', ')}, not ${unknown.join(', ')}.`);
  return engines.filter((engine) => wanted.includes(engine));
}
