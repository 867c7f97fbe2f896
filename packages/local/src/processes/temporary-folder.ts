import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atExit } from "./at-exit.js";

const kept = new Map<string, () => void>();

/**
 * Makes a temporary folder, which is removed when this process ends at the latest.
 *
 * @param label part of its name, for who looks at this machine's
 */
export function makeTemporaryFolder(label: string): string {
  const folder = mkdtempSync(join(tmpdir(), `databricks-local-${label}-`));
  const remove = (): void => {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    } catch {
      // A program that is just being ended still writes into it.
    }
  };
  kept.set(folder, atExit(remove));
  return folder;
}

/** Removes a folder that `makeTemporaryFolder` has made, with all that is in it. */
export function removeTemporaryFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  kept.get(folder)?.();
  kept.delete(folder);
}
