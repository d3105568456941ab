import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** Prints the contract tests of each engine and, as the last line, `N passed, N failed`; a skipped test counts as failed. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const passed = tests.filter((test) => test.result().state === 'passed').length;
    const broken = modules.filter((module) => module.errors().length > 0 || module.children.size === 0).length;
    const failed = tests.length - passed + broken + errors.length;
    const engines = Map.groupBy(tests, (test) => /^store on (\w+)/.exec(test.fullName)?.[1]);
    for (const [engine, list] of engines) if (engine) console.log(`${engine}: ${list.length} contract tests`);
    console.log(`${passed} passed, ${failed} failed`);
    if (failed > 0 || passed === 0) process.exitCode = 1;
  }
}
