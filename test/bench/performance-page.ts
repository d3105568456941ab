import { cpus } from 'node:os';
import type { Row, Setting } from './main.ts';

const bar = (row: Row) => ('atLeast' in row.bar ? `≥ ${row.bar.atLeast}` : `≤ ${row.bar.atMost}`);
const met = (row: Row) => ('atLeast' in row.bar ? row.ratio >= row.bar.atLeast : row.ratio <= row.bar.atMost);

/** docs/performance.md of one run. */
export function performancePage(rows: readonly Row[], setting: Setting, how: string): string {
  const lines = rows.map(
    (row) => `| ${row.what} | ${row.ratio.toFixed(2)} | ${bar(row)} | ${met(row) ? 'met' : 'missed'} | ${row.detail} |`,
  );
  const misses = rows.filter((row) => !met(row)).map((row) => `- **${row.what}**: ${row.knownMiss ?? 'no reason known'}.`);
  return `# Performance

Written by \`npm run bench -- --docs\`; do not edit. Every line is a ratio of two things measured in the same run, in alternating rounds, the best round of each.
Absolute numbers are there to be read, not to be compared between machines.

${cpus()[0]?.model} × ${cpus().length}, Node ${process.version}, fsync p50 ${setting.fsyncMs.toFixed(2)} ms, ${setting.rounds} rounds of ${setting.roundMs} ms (${how}).

| what | ratio | bar | | detail |
|---|---|---|---|---|
${lines.join('\n')}

## What stops the ones that are missed

${misses.length === 0 ? 'None is missed.' : misses.join('\n')}
`;
}
