import { spawnSync } from "node:child_process";
import type { LocalWorkspaceOptions } from "databricks-local";
import { WorkspaceClient } from "databricks-sdk-ts";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { databricksSdkGo, databricksSdkGoVersion, runGo } from "./support/databricks-sdk-go.js";
import { type Actor, GoStage } from "./support/go-stage.js";
import { impossible, passing, unserved } from "./support/official-go-tests.js";
import { OutsideWorld } from "./support/outside-world.js";

const found = await databricksSdkGo();
const { tests = "", stories = "" } = "missing" in found ? {} : found;
const absent = ["git", "python3"].find((name) => spawnSync(name, ["--version"]).status !== 0);
const missing = "missing" in found ? found.missing : absent && `there is no ${absent}`;
if (missing !== undefined) console.warn(`SKIPPED: ${missing}`);

const timeout = 120_000;
const quickly: LocalWorkspaceOptions = { gitHosts: ["github.com"] };
/** A cluster takes 20 seconds to start; the test that wants it waits for 15. */
const slowly: LocalWorkspaceOptions = { clock: { mode: "scaled", factor: 0.25 } };

/** How official tests ended, by their names, and what they said. */
async function outcomes(
  stage: GoStage,
  actor: Actor,
  names: readonly string[],
): Promise<{ ended: Readonly<Record<string, string>>; said: string }> {
  const pattern = `^(${names.join("|")})$`;
  const args = ["-test.v", "-test.count", "1", "-test.run", pattern];
  const { stdout, stderr } = await runGo(tests, args, stage.variables(actor));
  const ended = stdout.matchAll(/^--- (PASS|FAIL|SKIP): (\w+)/gm);
  const said = `${stdout}\n${stderr}`.replace(/^(\d{4}\/\S+ \S+ \[DEBUG\].*|[<>] .*)\n/gm, "");
  return { ended: Object.fromEntries([...ended].map(([, how, name]) => [name, how])), said };
}

async function passes(name: string, actor: Actor, options: LocalWorkspaceOptions): Promise<void> {
  await using stage = await GoStage.open(options);
  const { ended, said } = await outcomes(stage, actor, [name]);
  expect(ended, said).toEqual({ [name]: "PASS" });
  expect(stage.local.journal.unimplemented()).toEqual([]);
}

/** What a story of ours comes to. */
async function told(stage: GoStage, story: string): Promise<unknown> {
  const { exitCode, stdout, stderr } = await runGo(stories, [story], stage.variables("person"));
  expect(exitCode, stderr).toBe(0);
  return JSON.parse(stdout);
}

describe
  .skipIf(missing !== undefined)
  .concurrent(`the official Go SDK ${databricksSdkGoVersion}`, { timeout }, () => {
    let world: OutsideWorld;
    beforeAll(() => {
      world = new OutsideWorld({
        repository: "https://github.com/shreyas-goenka/empty-repo.git",
        project: "dbl-tempo",
      });
      for (const [name, value] of Object.entries(world.env)) vi.stubEnv(name, value);
    });
    afterAll(() => {
      vi.unstubAllEnvs();
      world[Symbol.dispose]();
    });

    it.each(passing.slow)("passes %s", (name) => passes(name, "person", slowly));
    it.each(passing.person)("passes %s", (name) => passes(name, "person", quickly));
    it.each(passing.robot)("passes %s as a service principal", (name) => {
      return passes(name, "robot", quickly);
    });

    it("is told of all that is not served", async () => {
      await using stage = await GoStage.open({});
      const { ended } = await outcomes(stage, "person", unserved);
      expect(ended).toEqual(Object.fromEntries(unserved.map((name) => [name, "FAIL"])));
      const asked = stage.local.journal.entries().filter(({ status }) => status === 501);
      expect(asked.length).toBeGreaterThanOrEqual(unserved.length);
    });

    it("has no tests but these", async () => {
      const { stdout } = await runGo(tests, ["-test.list", "."], {});
      const known = [...Object.values(passing).flat(), ...unserved, ...impossible];
      expect(stdout.match(/^Test\w+$/gm)?.toSorted()).toEqual(known.toSorted());
    });
  });

describe
  .skipIf(missing !== undefined || stories === "")
  .concurrent(`programs with the official Go SDK ${databricksSdkGoVersion}`, { timeout }, () => {
    it("are who they are for this SDK", async () => {
      await using stage = await GoStage.open({});
      const { host, token, workspaceId } = stage.local;
      await using w = new WorkspaceClient({ host, token, env: {} });
      const { userName, id } = await w.currentUser.me();
      expect(await w.getWorkspaceId()).toBe(workspaceId);
      expect(await told(stage, "me")).toEqual({ userName, id, workspace: workspaceId });
    });

    it("see members of groups come and go", async () => {
      await using stage = await GoStage.open({});
      expect(await told(stage, "groups")).toEqual({
        joined: { users: "direct", "story-inner": "direct", "story-outer": "indirect" },
        member: true,
        left: { users: "direct" },
        deleted: expect.stringMatching(/^Group with id \d+ not found\.$/),
      });
    });

    it("run commands that keep what others made", async () => {
      await using stage = await GoStage.open({});
      expect(await told(stage, "commands")).toEqual({
        printed: "hello",
        defined: "",
        kept: "42",
        failed: "ZeroDivisionError: division by zero",
        cause: expect.stringMatching(/^Traceback [^]* line 2, in f\n {4}return 1 \/ 0\n/),
        after: "41",
        rows: [
          ["1", "one"],
          ["2", "two"],
        ],
        noContext: "requirement failed: missing contextId",
        destroyed: expect.stringMatching(/^ContextNotFound: /),
      });
    });

    it("move more bytes than fit into a part", async () => {
      await using stage = await GoStage.open({});
      expect(await told(stage, "bytes")).toEqual({
        whole: true,
        length: 20 * 2 ** 20 + 1,
        again: "The file being created already exists.",
      });
    });
  });
