import { spawnSync } from "node:child_process";
import { jsonValue, sample } from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidRequestError } from "../../errors/index.js";
import { pythonScript } from "./python-script.js";

const double = `
import collections, json, sys
MountInfo = collections.namedtuple("MountInfo", ["mountPoint", "source"])
class Any:
    def __getattr__(self, name):
        return lambda *args, **kwargs: {
            "echo": [list(args), kwargs],
            "mounts": [MountInfo("/mnt/a", "s3a://a"), MountInfo("/mnt/b", "s3a://b")],
            "nothing": None,
        }[name]
class Notebook:
    def exit(self, text):
        print(text)
class Dbutils:
    fs = Any()
    notebook = Notebook()
for script in json.load(sys.stdin):
    exec(script, {"dbutils": Dbutils()})
`;

const python = spawnSync("python3", ["--version"]).status === 0;

/** What the scripts exit with in a real Python with a dbutils of few methods. */
function runInPython(scripts: readonly string[]): unknown[] {
  const { stdout, stderr } = spawnSync("python3", ["-c", double], {
    input: JSON.stringify(scripts),
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
}

describe.skipIf(!python)("a script, in Python", () => {
  it.each([
    [
      "fs.mounts",
      { args: [] },
      [
        { mountPoint: "/mnt/a", source: "s3a://a" },
        { mountPoint: "/mnt/b", source: "s3a://b" },
      ],
    ],
    ["fs.nothing", {}, null],
    [
      "fs.echo",
      { args: ["a", 1, true, null], kwargs: { owner: undefined, x: { y: ["z"] } } },
      [["a", 1, true, null], { x: { y: ["z"] } }],
    ],
  ])("calls %s(%j)", (method, call, expected) => {
    expect(runInPython([pythonScript(method, call)])).toEqual([expected]);
  });

  it("takes any JSON as it is", () => {
    const values = sample(jsonValue(), { numRuns: 200, seed: 7 }) as never[];
    const odd = [
      "\"'\\\n\r\u2028 %s {x} ''' \"\"\"",
      "\ud83d\ude00 ü",
      "\ud800",
      "\u0000",
    ] as never[];
    const all = [...values, ...odd];
    const scripts = all.map((value) => pythonScript("fs.echo", { args: [value] }));
    const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
    expect(runInPython(scripts)).toEqual(all.map((value) => [[plain(value)], {}]));
  });
});

describe("pythonScript", () => {
  it("drops what is undefined at the end, and only there", () => {
    const args = ["a", undefined, "b", undefined] as unknown as string[];
    expect(pythonScript("fs.x", { args })).toContain(String.raw`"[[\"a\",null,\"b\"],{}]"`);
  });

  it("is ASCII whatever the arguments, and has them behind what a log shows", () => {
    const script = pythonScript("fs.x", { args: ["ü\u2028"], kwargs: { k: "secret" } });
    expect(script).toMatch(/^[\x20-\x7e\n]*$/);
    expect(script.slice(0, 96)).not.toContain("secret");
  });

  it.each(["", "fs.", "fs..ls", "fs.ls()", "fs.ls\nimport os", "1.a", "fs.é"])(
    "refuses the method %j",
    (method) => {
      expect(() => pythonScript(method, {})).toThrow(InvalidRequestError);
    },
  );

  it.each([
    [{ args: [1, Number.NaN] }, "args[1]"],
    [{ kwargs: { a: { b: Infinity } } }, "kwargs.a.b"],
  ])("names what is not JSON in %j", (call, field) => {
    expect(() => pythonScript("fs.x", call)).toThrow(expect.objectContaining({ field }) as Error);
  });
});
