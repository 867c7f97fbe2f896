import os from "node:os";
import { readFile } from "node:fs/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { builtin, sdkVersion } from "./index.js";

afterEach(() => vi.unstubAllGlobals());

describe("builtin", () => {
  it("finds a module of Node", () => {
    expect(builtin("node:os")?.EOL).toBe(os.EOL);
  });

  it.each([undefined, {}, { getBuiltinModule: () => undefined }])(
    "is undefined where process is %o",
    (process) => {
      vi.stubGlobal("process", process);
      expect(builtin("node:fs")).toBeUndefined();
    },
  );

  it("is undefined where the runtime throws for a module", () => {
    vi.stubGlobal("process", {
      getBuiltinModule: () => {
        throw new Error("unsupported");
      },
    });
    expect(builtin("node:fs")).toBeUndefined();
  });
});

describe("sdkVersion", () => {
  it("is that of package.json", async () => {
    const text = await readFile(new URL("../../package.json", import.meta.url), "utf8");
    expect(sdkVersion).toBe((JSON.parse(text) as { version: string }).version);
  });
});
