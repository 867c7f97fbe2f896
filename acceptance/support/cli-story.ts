import { execFileSync } from "node:child_process";
import { type LocalWorkspace, startLocalWorkspace } from "databricks-local";
import { WorkspaceClient } from "databricks-sdk-ts";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { Machine } from "./cli-machine.js";

/** What stories of the official CLI are told with. */
export interface Scene {
  /** One for all stories. */
  readonly local: LocalWorkspace;
  /** A new one for each story, signed in with the administrator's token. */
  readonly machine: Machine;
  /** This SDK's client of the same workspace, with the same token. */
  readonly w: WorkspaceClient;
}

/** Sets the scene for the tests that are defined beside the call. Only tests may look at it. */
export function cliScene(cli: string): Scene {
  let local: LocalWorkspace;
  let machine: Machine;
  let w: WorkspaceClient;
  beforeAll(async () => {
    local = await startLocalWorkspace({ autoApprove: true, hostType: "workspace" });
    w = new WorkspaceClient({ host: local.host, token: local.token, env: {} });
  });
  afterAll(async () => {
    await w.close();
    await local.close();
  });
  beforeEach(() => {
    machine = new Machine(cli);
    machine.signIn(local);
  });
  afterEach(() => machine[Symbol.dispose]());
  return {
    get local() {
      return local;
    },
    get machine() {
      return machine;
    },
    get w() {
      return w;
    },
  };
}

/** Whether jobs of the local workspace can run: with `python3`, which is missed aloud. */
export function canRunJobs(): boolean {
  try {
    execFileSync("python3", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    console.warn("SKIPPED: there is no python3 for the jobs of the official CLI");
    return false;
  }
}
