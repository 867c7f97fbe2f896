import { describe, expect, it } from "vitest";
import { environmentParameters } from "./environment-spec.js";
import { LibraryProblem } from "./library.js";

const locate = (path: string): string | undefined =>
  path.includes("none") ? undefined : `/kept${path.replace("dbfs:", "")}`;

describe("the dependencies of an environment", () => {
  it.each([
    ["six", ["six"]],
    ["six[extra]>=1,<2; python_version > '3'", ["six[extra]>=1,<2; python_version > '3'"]],
    ["  six  # for all", ["six"]],
    ["# nothing", []],
    ["", []],
    ["pkg @ https://host/p.whl#sha256=1", ["pkg @ https://host/p.whl#sha256=1"]],
    ["/Volumes/a/b/c/p.whl", ["/kept/Volumes/a/b/c/p.whl"]],
    ["dbfs:/a b.whl", ["/kept/a b.whl"]],
    ["-r /Workspace/r.txt", ["-r", "/kept/Workspace/r.txt"]],
    ["--requirement=/Workspace/r.txt", ["-r", "/kept/Workspace/r.txt"]],
    ["--index-url https://host/simple", ["--index-url", "https://host/simple"]],
    ["--extra-index-url=https://host", ["--extra-index-url", "https://host"]],
  ])("%j are told to pip as %j", (line, parameters) => {
    expect(environmentParameters({ dependencies: [line] }, locate)).toEqual(parameters);
  });

  it.each([
    ["--target /etc", "of pip's options only"],
    ["-e /Workspace/x", "of pip's options only"],
    ["/Volumes/a/b/c/none.whl", "There is no file"],
    ["/etc/x.whl", "Invalid path /etc/x.whl"],
    ["/Volumes/a/b/c/x.tar", "must end with .whl"],
  ])("%j are refused", (line, message) => {
    const read = (): unknown => environmentParameters({ dependencies: [line] }, locate);
    expect(read).toThrow(LibraryProblem);
    expect(read).toThrow(message);
  });

  it("are all that it can have", () => {
    expect(() => environmentParameters({ java_dependencies: ["x.jar"] }, locate)).toThrow("java");
    expect(() => environmentParameters({ base_environment: "x" }, locate)).toThrow("base_env");
    const nothing = { java_dependencies: [], base_environment: "" };
    expect(environmentParameters(nothing, locate)).toEqual([]);
  });
});
