import type { Reporter, TestModule } from "vitest/node";

/** Prints `N passed, N failed` (and what was skipped) alone on the last line, which CI reads. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>, errors: ReadonlyArray<unknown>): void {
    const count = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      const states = [...module.children.allTests()].map((test) => test.result().state);
      for (const state of states) if (state !== "pending") count[state] += 1;
      // A file or a hook that fails takes its tests with it, as skipped ones.
      if (module.state() === "failed" && !states.includes("failed")) count.failed += 1;
    }
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : "";
    process.on("exit", () => {
      console.log(`\n${count.passed} passed, ${count.failed} failed${skipped}`);
    });
  }
}
