import { describe, expect, it, vi } from "vitest";
import { consoleLogger, type LogLevel } from "./index.js";

describe("consoleLogger", () => {
  it.each<[LogLevel | undefined, string[]]>([
    ["debug", ["debug", "info", "warn", "error"]],
    [undefined, ["info", "warn", "error"]],
    ["warn", ["warn", "error"]],
    ["error", ["error"]],
  ])("at level %s writes %o", (level, written) => {
    const lines: string[] = [];
    const line = (name: LogLevel) => (message: string) => void lines.push(`${name}: ${message}`);
    const sink = {
      debug: line("debug"),
      info: line("info"),
      warn: line("warn"),
      error: line("error"),
    };
    const logger = consoleLogger(level, sink);
    for (const name of ["debug", "info", "warn", "error"] as const) logger[name]("text");
    expect(lines).toEqual(written.map((name) => `${name}: text`));
  });

  it("writes to the console", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    consoleLogger().warn("text");
    expect(warn).toHaveBeenCalledExactlyOnceWith("text");
    warn.mockRestore();
  });
});
