import { spawnSync } from "node:child_process";

/** Whether Python programs can run here. Tests that need it are skipped aloud where they cannot. */
export const hasPython: boolean = spawnSync("python3", ["--version"]).status === 0;
if (!hasPython) console.warn("python3 was not found on PATH: tests that run programs are skipped");
