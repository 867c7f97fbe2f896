import { spawn, spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { makeTemporaryFolder, removeTemporaryFolder } from "./index.js";

const index = fileURLToPath(new URL("index.ts", import.meta.url));

/** Runs a program with a folder and a child, and tells how it ended and what it left. */
async function run(end: string): Promise<{ how: unknown; folder: boolean; child: boolean }> {
  const program = `
    import { makeTemporaryFolder, startProcessGroup } from ${JSON.stringify(index)};
    const folder = makeTemporaryFolder("test");
    const group = { command: "sh", args: ["-c", "echo $$; exec sleep 60"], cwd: "/", env: process.env };
    const signal = new AbortController().signal;
    startProcessGroup({ ...group, signal, onOutput: (pid) => {
      process.stdout.write(JSON.stringify({ folder, pid: Number(pid) }), () => { ${end} });
    } });`;
  const args = ["--import", "tsx", "--input-type=module", "--eval", program];
  const running = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "ignore"] });
  let output = "";
  running.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const how = await new Promise((resolve) =>
    running.once("close", (code, signal) => resolve(signal ?? code)),
  );
  const { folder, pid } = JSON.parse(output) as { folder: string; pid: number };
  const left = { how, folder: existsSync(folder), child: await lives(pid) };
  rmSync(folder, { recursive: true, force: true });
  return left;
}

/** Whether a process still runs, after the moment that a killed one takes to end. */
async function lives(pid: number): Promise<boolean> {
  for (let asked = 0; asked < 100; asked++) {
    const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
    // Nobody may have asked yet how it ended: then it is a zombie.
    if (stdout.trim() === "" || stdout.startsWith("Z")) return false;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  process.kill(pid, "SIGKILL");
  return true;
}

describe.skipIf(process.platform === "win32")("a process that ends early", () => {
  it.each([
    ["exits", "process.exit(3)", 3],
    ["fails", "throw new Error()", 1],
    ["is interrupted", 'process.kill(process.pid, "SIGINT")', "SIGINT"],
    ["is asked to end", 'process.kill(process.pid, "SIGTERM")', "SIGTERM"],
    [
      "hears the signal itself",
      'process.once("SIGINT", () => process.exit(4)); process.kill(process.pid, "SIGINT")',
      4,
    ],
    [
      "is interrupted twice, the first time in vain",
      `process.once("SIGINT", () => setTimeout(() => process.kill(process.pid, "SIGINT"), 20));
      process.kill(process.pid, "SIGINT")`,
      "SIGINT",
    ],
  ])("leaves nothing when it %s", async (_, end, how) => {
    expect(await run(end)).toEqual({ how, folder: false, child: false });
  });

  it("does not hold the signal up where another waits for the others to be gone", async () => {
    const { how } = await run(`const other = () => {
      if (process.listenerCount("SIGINT") > 1) return;
      process.off("SIGINT", other);
      process.kill(process.pid, "SIGINT");
    };
    process.on("SIGINT", other);
    process.kill(process.pid, "SIGINT");
    setTimeout(() => process.exit(9), 1_000);`);
    expect(how).toBe("SIGINT");
  });
});

describe("makeTemporaryFolder", () => {
  it("listens for the end only while there are folders", () => {
    const before = process.listenerCount("SIGINT");
    const folder = makeTemporaryFolder("test");
    expect(existsSync(folder)).toBe(true);
    expect(process.listenerCount("SIGINT")).toBe(before + 1);
    removeTemporaryFolder(folder);
    expect(existsSync(folder)).toBe(false);
    expect(process.listenerCount("SIGINT")).toBe(before);
  });
});
