import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const run = promisify(execFile);

describe("the program", () => {
  it("prints, and ends with the exit code", { timeout: 60_000 }, async () => {
    const loader = createRequire(import.meta.url).resolve("tsx");
    const main = fileURLToPath(new URL("./main.ts", import.meta.url));
    const start = (...args: string[]): Promise<{ stdout: string }> =>
      run(process.execPath, ["--import", loader, main, ...args]);
    expect((await start("--version")).stdout).toBe("0.1.0\n");
    await expect(start("auth", "logout")).rejects.toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining('there is no command "auth logout"') as string,
    });
  });
});
