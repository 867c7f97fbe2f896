import { describe, expect, it } from "vitest";
import { findExecutable, inheritedEnvironment, startProcessGroup } from "./index.js";

const here = { cwd: "/", env: { PATH: "/usr/bin:/bin" } };

describe("findExecutable", () => {
  it("finds programs on PATH and by their path", () => {
    expect(findExecutable("sh", "/nowhere:/bin")).toBe("/bin/sh");
    expect(findExecutable("/bin/sh", "")).toBe("/bin/sh");
    expect(findExecutable("sh", "/nowhere")).toBeUndefined();
    expect(findExecutable("passwd", "/etc")).toBeUndefined();
  });
});

describe("inheritedEnvironment", () => {
  it("hands on what is harmless, and what is named", () => {
    process.env["SECRET_OF_THE_SERVER"] = "hidden";
    try {
      expect(inheritedEnvironment()["PATH"]).toBe(process.env["PATH"]);
      expect(inheritedEnvironment()).not.toHaveProperty("SECRET_OF_THE_SERVER");
      expect(inheritedEnvironment(["SECRET_OF_THE_SERVER"])).toHaveProperty("SECRET_OF_THE_SERVER");
    } finally {
      delete process.env["SECRET_OF_THE_SERVER"];
    }
  });
});

describe("startProcessGroup", () => {
  it("talks to a program", async () => {
    const abort = new AbortController();
    let output = "";
    const group = startProcessGroup({
      ...here,
      command: "cat",
      args: [],
      input: true,
      signal: abort.signal,
      onOutput: (chunk) => {
        output += chunk.toString();
        if (output === "hello\n") abort.abort();
      },
    });
    group.write("hello\n");
    expect(await group.ended).toEqual({ killedBy: "SIGTERM" });
    group.write("nobody reads this");
    expect(output).toBe("hello\n");
  });

  it("interrupts all that a program started", async () => {
    let begun: () => void = () => {};
    const ready = new Promise<void>((resolve) => (begun = resolve));
    const group = startProcessGroup({
      ...here,
      command: "sh",
      args: ["-c", "trap 'exit 7' INT; echo ready; sleep 60 & wait"],
      signal: new AbortController().signal,
      onOutput: () => begun(),
    });
    await ready;
    group.interrupt("SIGINT");
    expect(await group.ended).toEqual({ exitCode: 7 });
  });
});
