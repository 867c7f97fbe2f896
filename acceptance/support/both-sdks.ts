import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type LocalWorkspace,
  type LocalWorkspaceOptions,
  startLocalWorkspace,
} from "databricks-local";
import { ApiError, WorkspaceClient } from "databricks-sdk-ts";
import { expect, it, type TestContext } from "vitest";
import { pythonSdk, pythonSdkVersion, runPython } from "./python-sdk.js";

/** Where a story is told: nothing on it was there before. */
export interface Stage {
  readonly local: LocalWorkspace;
  /** A folder of this machine for the story; Python finds it as `STORY_FOLDER`. */
  readonly folder: string;
  /** Where the workspace keeps everything. */
  readonly kept: string;
  /** Variables of the program that tells the story. */
  readonly env: Readonly<Record<string, string>>;
}

/** What was found out on the way, by name. */
export type Facts = Readonly<Record<string, unknown>>;

/** A story of a workspace that both SDKs can tell. */
export interface Story {
  /** The Python program that tells it, beside the test. It prints its facts as JSON. */
  readonly program: string;
  /** The same with this SDK. */
  readonly twin: (w: WorkspaceClient, stage: Stage) => Promise<Facts>;
  /** What both find out. */
  readonly facts: Facts;
  readonly local?: LocalWorkspaceOptions;
  /** Whether programs run in the workspace, which takes Python whoever tells it. Default false. */
  readonly runsPrograms?: boolean;
  /** Variables beside the address of the workspace. */
  readonly env?: Readonly<Record<string, string>>;
  /** What has to be there first. */
  readonly before?: (stage: Stage) => void;
  /** What holds at the end, whoever told it. */
  readonly afterwards?: (stage: Stage) => void;
}

/**
 * Tests that both SDKs tell a story alike, each of a workspace of its own. Put those that wait much
 * into `describe.concurrent`: between two looks at what it waits for, the Python SDK sleeps.
 */
export function toldByBoth(title: string, story: Story): void {
  it(`${title}: the official Python SDK ${pythonSdkVersion}`, { timeout }, async (context) => {
    const sdk = await pythonSdk();
    if ("missing" in sdk) return skipped(context, sdk.missing);
    const program = fileURLToPath(new URL(`../both-sdks/${story.program}`, import.meta.url));
    await tell(story, async ({ env }) => {
      return JSON.parse(await runPython(sdk.python, program, env)) as Facts;
    });
  });

  it(`${title}: this SDK`, { timeout }, async (context) => {
    if (story.runsPrograms && spawnSync("python3", ["--version"]).status !== 0) {
      return skipped(context, "there is no python3 to run programs with");
    }
    await tell(story, async (stage) => {
      await using w = new WorkspaceClient({ env: stage.env });
      return story.twin(w, stage);
    });
  });
}

/** The error of a call that the workspace refuses, in the words that Python programs use, too. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ApiError) return `${error.name} ${error.errorCode}: ${error.message}`;
    throw error;
  }
  return "not refused";
}

/** So many bytes that look like chance, and are the same in Python. */
export function someBytes(length: number, seed = "seed"): Buffer {
  return createHash("shake256", { outputLength: length }).update(seed).digest();
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

const timeout = 300_000;

function skipped(context: TestContext, reason: string): never {
  console.warn(`SKIPPED: ${reason}`);
  return context.skip(reason);
}

async function tell(story: Story, teller: (stage: Stage) => Promise<Facts>): Promise<void> {
  const base = mkdtempSync(join(tmpdir(), "databricks-sdk-ts-story-"));
  try {
    const [folder, kept] = [join(base, "folder"), join(base, "kept")];
    mkdirSync(folder);
    await using local = await startLocalWorkspace({ ...story.local, folder: kept });
    const env = { ...local.env(), ...story.env, STORY_FOLDER: folder };
    const stage: Stage = { local, folder, kept, env };
    story.before?.(stage);
    expect(await teller(stage)).toEqual(story.facts);
    expect(local.journal.unimplemented()).toEqual([]);
    story.afterwards?.(stage);
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}
