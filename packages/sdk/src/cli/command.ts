import type { OpenBrowser } from "../auth/index.js";
import type { ConfigOptions, EnvironmentVariables } from "../config/index.js";
import type { Transport } from "../http/index.js";
import type { Clock } from "../internal/index.js";

/** What a command is asked. */
export interface Request {
  /** The attributes that options of the command line set. */
  readonly config: ConfigOptions;
  readonly json: boolean;
  /** `profiles`: list them only. */
  readonly skipCheck: boolean;
  /** `login`: milliseconds to wait for the user; absent for the usual time. */
  readonly timeout?: number;
}

/** What a command works with; all but the environment has a default. */
export interface Surroundings {
  readonly env: EnvironmentVariables;
  /** Says something while the command runs. */
  readonly tell: (line: string) => void;
  readonly transport?: Transport;
  readonly clock?: Clock;
  readonly openBrowser?: OpenBrowser;
}

/** What a command came to. */
export interface Outcome {
  /** 0: fine; 1: it failed; 2: it was called in a wrong way. */
  readonly exitCode: 0 | 1 | 2;
  /** For standard output. */
  readonly out: string;
  /** For standard error. */
  readonly error: string;
}

/** One command. Throws what the SDK throws. */
export type Command = (request: Request, surroundings: Surroundings) => Promise<Outcome>;

/** The outcome of a command that did what it should. */
export function done(out: string): Outcome {
  return { exitCode: 0, out, error: "" };
}

/** Data as the text of a command that was asked for JSON. */
export function asJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** Rows as a table, each column as wide as its widest cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<readonly number[]>(
    (wide, row) => row.map((cell, index) => Math.max(cell.length, wide[index] ?? 0)),
    [],
  );
  return rows
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join("");
}
