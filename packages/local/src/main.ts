#!/usr/bin/env node
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { ClockOptions } from "./clock/index.js";
import type { LocalWorkspaceOptions } from "./options.js";
import { startLocalWorkspace, type LocalWorkspace } from "./server.js";
import { version } from "./version.js";

const usage = `Usage: databricks-local [options]

Starts a Databricks workspace, and the account it belongs to, on this machine.

  --port NUMBER     port to listen on; 0 for any that is free (default 8080)
  --host ADDRESS    address to bind to (default 127.0.0.1); any other lets other machines in,
                    and jobs run real programs
  --folder PATH     keep everything in this folder (default: nothing is kept)
  --clock MODE      instant, real, manual, or scaled:FACTOR (default instant)
  --storage KIND    how clients get at files of volumes: multipart, resumable, or none: no presigned
                    URLs (default multipart)
  --python PATH     the Python interpreter of jobs, notebooks and commands (default python3)
  --token TOKEN     the administrator's token (default: made up, or the folder's)
  --json            print one line of JSON instead of text
  --version, --help

What answers in place of models and of services outside is code: start it by startLocalWorkspace()
with the options serving and externalFunctions.
`;

const modes = ["instant", "manual", "real"] as const;
const storages = ["multipart", "resumable", "none"] as const;

/** A mistake in how the program was called. */
class UsageError extends Error {}

/** What a run of the command led to. */
export interface Outcome {
  /** Where there is one, the program goes on until it is closed. */
  readonly workspace?: LocalWorkspace;
  readonly exitCode: 0 | 1 | 2;
  /** For standard output. */
  readonly out: string;
  /** For standard error. */
  readonly error: string;
}

/** Runs the command. */
export async function run(args: readonly string[]): Promise<Outcome> {
  try {
    const { values } = parse(args);
    if (values.help) return { exitCode: 0, out: usage, error: "" };
    if (values.version) return { exitCode: 0, out: `${version}\n`, error: "" };
    const workspace = await startLocalWorkspace(optionsOf(values));
    const out = values.json ? json(workspace) : greeting(workspace);
    return { workspace, exitCode: 0, out, error: "" };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const wrong = error instanceof UsageError;
    const hint = wrong ? "Run databricks-local --help for its options.\n" : "";
    return { exitCode: wrong ? 2 : 1, out: "", error: `databricks-local: ${text}\n${hint}` };
  }
}

type Values = ReturnType<typeof parse>["values"];

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: "string" },
        host: { type: "string" },
        folder: { type: "string" },
        clock: { type: "string" },
        storage: { type: "string" },
        python: { type: "string" },
        token: { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean", short: "v" },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function optionsOf(values: Values): LocalWorkspaceOptions {
  const { port, host, folder, clock, storage, python, token } = values;
  return {
    port: portOf(port ?? "8080"),
    clock: clockOf(clock ?? "instant"),
    ...(host !== undefined && { hostname: host }),
    ...(folder !== undefined && { folder }),
    ...(storage !== undefined && { storage: storageOf(storage) }),
    ...(python !== undefined && { python }),
    ...(token !== undefined && { token }),
  };
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`--port must be a number from 0 to 65535, not "${text}"`);
}

function clockOf(text: string): ClockOptions {
  const mode = modes.find((known) => known === text);
  if (mode) return { mode };
  const [scaled, factor = "100"] = text.split(":");
  if (scaled === "scaled" && Number(factor) > 0) return { mode: "scaled", factor: Number(factor) };
  throw new UsageError(`--clock must be ${modes.join(", ")} or scaled:FACTOR, not "${text}"`);
}

function storageOf(text: string): NonNullable<LocalWorkspaceOptions["storage"]> {
  const storage = storages.find((known) => known === text);
  if (storage) return storage;
  throw new UsageError(`--storage must be ${storages.join(", ")}, not "${text}"`);
}

function greeting(workspace: LocalWorkspace): string {
  const { host, userName, workspaceId, accountId } = workspace;
  const variables = Object.entries(workspace.env());
  return [
    `A Databricks workspace answers at ${host}`,
    `  workspace ${workspaceId} of account ${accountId}, administrator ${userName}`,
    "",
    ...variables.map(([name, value]) => `export ${name}=${value}`),
    "",
    "Press Ctrl+C to stop it.",
    "",
  ].join("\n");
}

function json({ host, token, userName, workspaceId, accountId }: LocalWorkspace): string {
  return `${JSON.stringify({ host, token, userName, workspaceId, accountId })}\n`;
}

async function main(): Promise<void> {
  const { workspace, exitCode, out, error } = await run(process.argv.slice(2));
  process.exitCode = exitCode;
  // Why before printing: whoever reads that it runs may stop it at once.
  if (workspace) closeOnSignal(workspace);
  process.stdout.write(out);
  process.stderr.write(error);
}

function closeOnSignal(workspace: LocalWorkspace): void {
  const stop = (): void => {
    // Why: a second signal ends the process at once.
    process.removeListener("SIGINT", stop);
    process.removeListener("SIGTERM", stop);
    workspace.close().catch((error: unknown) => {
      process.exitCode = 1;
      console.error("databricks-local:", error);
    });
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await main();
}
