import { checkLaw } from '../law/check.ts';
import { lawEntries } from '../law/registry.ts';

/** Prints every defect of the law data, one a line, and fails the build when there is one. */
const problems = checkLaw();
for (const problem of problems) process.stderr.write(`${problem}\n`);
console.log(`${lawEntries.length} values of law, ${problems.length} defects`);
process.exitCode = problems.length === 0 ? 0 : 1;
