import { expect } from "vitest";
import type { Operation } from "./reach.js";

/** Runs a check for each operation, and fails with the names of all that did not pass. */
export async function forEachOperation<T extends { readonly operation: Operation }>(
  all: readonly T[],
  check: (each: T) => Promise<void>,
): Promise<void> {
  const failures: string[] = [];
  for (const each of all) {
    await check(each).catch((error: unknown) => {
      failures.push(
        `${each.operation.id}: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
  }
  expect(failures.join("\n\n")).toBe("");
}
