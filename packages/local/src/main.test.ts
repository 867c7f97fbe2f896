import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { run, type Outcome } from "./main.js";
import { startLocalWorkspace } from "./server.js";

async function start(...args: readonly string[]): Promise<Outcome> {
  const outcome = await run(args);
  await outcome.workspace?.close();
  return outcome;
}

describe("databricks-local", () => {
  it("prints what to paste", async () => {
    const { out } = await start("--port", "0", "--token", "dapi123");
    const [, host] = /answers at (\S+)\n/.exec(out) ?? [];
    expect(host).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(out).toContain(`export DATABRICKS_HOST=${host}\n`);
    expect(out).toContain("export DATABRICKS_TOKEN=dapi123\n");
    expect(out).toMatch(/export DATABRICKS_ACCOUNT_ID=[0-9a-f-]{36}\n/);
  });

  it("prints one line of JSON", async () => {
    const { out } = await start("--port=0", "--json", "--token=dapi123");
    expect(out.trim().split("\n")).toHaveLength(1);
    expect(JSON.parse(out)).toMatchObject({ token: "dapi123", userName: "me@example.com" });
  });

  it("prints its options and its version", async () => {
    expect((await start("--help")).out).toContain("--folder PATH");
    expect((await start("--version")).out).toBe("0.1.0\n");
  });

  it.each([
    [["--port", "x"], '--port must be a number from 0 to 65535, not "x"'],
    [["--port", "70000"], "--port must be"],
    [["--clock", "fast"], "--clock must be instant, manual, real or scaled:FACTOR"],
    [["--clock", "scaled:0"], "--clock must be"],
    [["--storage", "tape"], '--storage must be multipart, resumable, none, not "tape"'],
    [["--nothing"], "--nothing"],
  ])("%j is a mistake", async (args, message) => {
    const { exitCode, error } = await start(...args);
    expect([exitCode, error]).toEqual([2, expect.stringContaining(message)]);
  });

  it("says that a port is taken", async () => {
    await using workspace = await startLocalWorkspace();
    const { port } = new URL(workspace.host);
    const { exitCode, error } = await start("--port", port);
    expect([exitCode, error]).toEqual([1, expect.stringContaining(`127.0.0.1:${port} is in use`)]);
  });

  it("ends cleanly on SIGINT", { timeout: 60_000 }, async () => {
    const loader = createRequire(import.meta.url).resolve("tsx");
    const main = fileURLToPath(new URL("./main.ts", import.meta.url));
    const child = spawn(process.execPath, ["--import", loader, main, "--port", "0", "--json"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise((resolve) => child.stdout.once("data", resolve));
    const ended = new Promise((resolve) => {
      child.once("exit", (code, signal) => resolve({ code, signal }));
    });
    child.kill("SIGINT");
    expect(await ended).toEqual({ code: 0, signal: null });
  });
});
