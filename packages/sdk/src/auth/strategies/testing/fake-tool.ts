import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** What a {@link FakeTool} answers to a command line. */
export interface ToolAnswer {
  /** Arguments that all have to be there. */
  readonly when: readonly string[];
  /** Arguments none of which may be there. */
  readonly unless?: readonly string[];
  readonly stdout?: unknown;
  readonly stderr?: string;
  readonly exitCode?: number;
  /** Never ends. */
  readonly hangs?: boolean;
}

/** A program in a folder of its own that plays `az` or `databricks`. */
export interface FakeTool extends Disposable {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
  /** The command lines so far. */
  calls(): string[];
  answer(answers: readonly ToolAnswer[]): void;
}

/** Bytes above which a program counts as today's Databricks CLI. */
const large = 2 ** 20;

/** Puts a program on a new `PATH`. */
export function fakeTool(
  name: string,
  answers: readonly ToolAnswer[],
  { isSmall = false } = {},
): FakeTool {
  const folder = mkdtempSync(join(tmpdir(), "fake-tool-"));
  const path = join(folder, name);
  const rules = join(folder, "rules.json");
  const log = join(folder, "calls.log");
  const padding = isSmall ? "" : `//${"x".repeat(large)}\n`;
  writeFileSync(path, `#!${process.execPath}\n${program(rules, log)}\n${padding}`);
  chmodSync(path, 0o755);
  const answer = (next: readonly ToolAnswer[]): void => writeFileSync(rules, JSON.stringify(next));
  answer(answers);
  return {
    path,
    env: { PATH: ["relative", folder].join(delimiter) },
    calls: () => (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : []),
    answer,
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function program(rules: string, log: string): string {
  return `
const fs = require("node:fs");
const args = process.argv.slice(2);
fs.appendFileSync(${JSON.stringify(log)}, args.join(" ") + "\\n");
const has = (each) => args.join(" ").includes(each);
const rule = JSON.parse(fs.readFileSync(${JSON.stringify(rules)}, "utf8")).find(
  ({ when, unless = [] }) => when.every(has) && !unless.some(has),
) ?? { stderr: "unknown command " + args.join(" "), exitCode: 2 };
const { stdout = "", stderr = "", exitCode = 0, hangs = false } = rule;
process.stderr.write(stderr);
process.stdout.write(typeof stdout === "string" ? stdout : JSON.stringify(stdout));
process.exitCode = exitCode;
if (hangs) setInterval(() => {}, 1000);`;
}
