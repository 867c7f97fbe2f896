import { parseJson } from "../../internal/index.js";
import { runExecutable } from "../run-executable.js";
import type { StrategyInput } from "../strategy.js";
import type { CliVersion } from "./cli-arguments.js";

const timeout = 5_000;
const known = new Map<string, Promise<CliVersion | undefined>>();

/** The version of a CLI, asked for once per path; `undefined` when it does not tell. */
export function cliVersion(path: string, input: StrategyInput): Promise<CliVersion | undefined> {
  const asked = known.get(path) ?? ask(path, input);
  known.set(path, asked);
  return asked;
}

async function ask(path: string, { env, context }: StrategyInput): Promise<CliVersion | undefined> {
  const args = ["version", "--output", "json"];
  try {
    const { clock, signal } = context;
    const { exitCode, stdout } = await runExecutable({ path, args, env, clock, timeout, signal });
    return exitCode === 0 ? parseVersion(stdout) : undefined;
  } catch {
    known.delete(path);
    return undefined;
  }
}

function parseVersion(text: string): CliVersion | undefined {
  const { Version, version = Version } = parseJson(text) as Readonly<Record<string, unknown>>;
  const match = /^v?(\d+)\.(\d+)\.(\d+)/.exec(typeof version === "string" ? version : "");
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3])];
}
