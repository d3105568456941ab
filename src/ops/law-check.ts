import { checkLaw } from '../law/check.ts';

/** Prints every defect of the law data, one a line, and fails the build when there is one. */
const problems = checkLaw();
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
