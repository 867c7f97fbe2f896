import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ConfigError } from "../errors/index.js";
import { systemClock } from "../internal/index.js";
import { complaintOf } from "./complaint-of.js";
import { findExecutable } from "./find-executable.js";
import { commandFor, runExecutable } from "./run-executable.js";

const folder = mkdtempSync(join(tmpdir(), "executables-"));
afterAll(() => rmSync(folder, { recursive: true }));

function script(name: string, body: string, mode = 0o755): string {
  const path = join(folder, name);
  writeFileSync(path, `#!${process.execPath}\n${body}`);
  chmodSync(path, mode);
  return path;
}

function run(
  path: string,
  args: readonly string[],
  more: object = {},
): ReturnType<typeof runExecutable> {
  return runExecutable({ path, args, env: {}, clock: systemClock, timeout: 60_000, ...more });
}

describe("runExecutable", () => {
  it("passes arguments as they are, without a shell", async () => {
    const path = script("echo", "process.stdout.write(JSON.stringify(process.argv.slice(2)))");
    const args = ["$HOME", "a b", "; rm -rf /", '"', "%PATH%", ""];
    const { exitCode, stdout } = await run(path, args);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual(args);
  });

  it("tells how it ended, and gives it no input and no other environment", async () => {
    const path = script(
      "fail",
      "process.stdin.resume().on('end', () => { process.stderr.write(process.env.X + ':' + process.env.HOME); process.exit(3); })",
    );
    expect(await run(path, [], { env: { X: "1" } })).toEqual({
      exitCode: 3,
      stdout: "",
      stderr: "1:undefined",
    });
  });

  it.each([
    ["missing", 0o755, /could not be run: ENOENT/],
    ["forbidden", 0o644, /could not be run: EACCES/],
  ])("says why it can't run one that is %s", async (name, mode, message) => {
    const path = name === "missing" ? join(folder, name) : script(name, "", mode);
    const error = await run(path, ["auth", "token", "--host", "x"]).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).toContain(`${name} auth token`);
  });

  it("ends with the caller's signal", async () => {
    const path = script("hang", "setInterval(() => {}, 1000)");
    const controller = new AbortController();
    const running = run(path, [], { signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(running).rejects.toThrow("enough");
    await expect(run(path, [], { signal: controller.signal })).rejects.toThrow("enough");
  });

  it("does not swallow endless output", async () => {
    const path = script("chatty", "for (;;) require('node:fs').writeSync(1, 'x'.repeat(65536))");
    await expect(run(path, [])).rejects.toThrow(
      /could not be run: ERR_CHILD_PROCESS_STDIO_MAXBUFFER/,
    );
  });
});

describe("commandFor", () => {
  it("hands batch files to cmd.exe", () => {
    const path = "C:\\Program Files\\az.cmd";
    const env = { ComSpec: "C:\\cmd.exe" };
    expect(commandFor(path, ["account", "show"], env)).toEqual({
      file: "C:\\cmd.exe",
      args: ["/d", "/s", "/c", '""C:\\Program Files\\az.cmd" account show"'],
      verbatim: true,
    });
  });

  it.each(["a&b", "a b", '"', "%PATH%", "a|b", "^", "a>b", "", "(", "!x!"])(
    "hands them no argument such as %j",
    (arg) => {
      expect(() => commandFor("az.BAT", ["account", arg], {})).toThrow(/special characters/);
    },
  );

  it("leaves programs alone", () => {
    expect(commandFor("/usr/bin/az", ["a&b"], {})).toEqual({
      file: "/usr/bin/az",
      args: ["a&b"],
      verbatim: false,
    });
  });
});

describe("findExecutable", () => {
  it("takes the first in PATH that is a program", () => {
    const path = script("tool", "");
    script("note", "", 0o644);
    const env = { PATH: `/nonexistent:${folder}` };
    expect(findExecutable("tool", env)).toBe(path);
    expect(findExecutable("note", env)).toBeUndefined();
    expect(findExecutable(folder.split("/").at(-1) ?? "", { PATH: tmpdir() })).toBeUndefined();
    expect(findExecutable("tool", {})).toBeUndefined();
  });

  it("takes a path as it is", () => {
    const path = script("tool", "");
    expect(findExecutable(path, {})).toBe(path);
    expect(findExecutable(`${path}-not`, { PATH: folder })).toBeUndefined();
  });

  it("never takes one from the current folder", () => {
    const inside = process.cwd();
    process.chdir(folder);
    try {
      script("tool", "");
      for (const PATH of ["", ".", ":", "./", "sub:."]) {
        expect(findExecutable("tool", { PATH })).toBeUndefined();
      }
    } finally {
      process.chdir(inside);
    }
  });
});

describe("complaintOf", () => {
  it.each([
    ["Error: not\n\n  signed in\n", "", "not signed in"],
    ["", "said on stdout", "said on stdout"],
    ["", "", "it ended with exit code 1 and said nothing"],
    ["bad token Bearer abcdefgh", "", "bad token Bearer **REDACTED**"],
    ["x".repeat(600), "", "x".repeat(500)],
  ])("%j, %j", (stderr, stdout, expected) => {
    expect(complaintOf({ exitCode: 1, stdout, stderr })).toBe(expected);
  });
});
