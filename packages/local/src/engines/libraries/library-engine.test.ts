import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createClock, type ControlledClock } from "../../clock/index.js";
import { pythonKit } from "../../python/index.js";
import { hasPython } from "../../python/testing/has-python.js";
import { memoryStore, type Store } from "../../state/index.js";
import { type Library, LibraryEngine, type LibraryEngineOptions } from "./index.js";
import { tinyWheel, wheelName } from "./testing/tiny-wheel.js";

let base: string;
let store: Store;
let clock: ControlledClock;
let states: Map<string, string>;
let listener: (id: string, state: string) => void;
const engines: LibraryEngine[] = [];

beforeEach(() => {
  base = fs.mkdtempSync(path.join(os.tmpdir(), "library-engine-"));
  store = memoryStore();
  clock = createClock();
  states = new Map([["c", "RUNNING"]]);
});
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.close();
  clock.close();
  fs.rmSync(base, { recursive: true, force: true });
});

function libraries(options: Partial<LibraryEngineOptions> = {}): LibraryEngine {
  const engine = new LibraryEngine({
    store,
    clock,
    kit: pythonKit({ paths: {} }),
    clusters: {
      state: (id) => states.get(id),
      watch: (told) => {
        listener = told;
        return () => {};
      },
    },
    locate: (at) => {
      const file = path.join(base, path.posix.basename(at));
      return fs.existsSync(file) ? file : undefined;
    },
    folder: path.join(base, "environments"),
    ...options,
  });
  engines.push(engine);
  return engine;
}

function wheel(version: string): Library {
  const name = wheelName("tiny_library", version);
  fs.writeFileSync(path.join(base, name), tinyWheel("tiny_library", version));
  return { whl: `/Volumes/main/default/v/${name}` };
}

function become(state: string): void {
  states.set("c", state);
  listener("c", state);
}

const statuses = (engine: LibraryEngine): string[] =>
  engine.status("c").libraries.map(({ status }) => status);

async function settled(engine: LibraryEngine): Promise<string[]> {
  for (let tries = 0; tries < 3000; tries += 1) {
    const now = statuses(engine);
    if (!now.some((status) => /PENDING|ING$/.test(status))) return now;
    await delay(10);
  }
  throw new Error(`the libraries are ${statuses(engine).join()}`);
}

function valueIn(python: string): string {
  const code = "import tiny_library; print(tiny_library.VALUE)";
  const { stdout, stderr } = spawnSync(python, ["-c", code], { encoding: "utf8" });
  return stdout.trim() || (stderr.trim().split("\n").at(-1) ?? "");
}

describe.runIf(hasPython)("libraries", { timeout: 120_000 }, () => {
  it("are installed into the cluster's own environment", async () => {
    const engine = libraries();
    expect(engine.interpreter("c")).toBe("python3");
    await engine.installAndWait("c", [wheel("1.0")]);
    expect(statuses(engine)).toEqual(["INSTALLED"]);
    expect(valueIn(engine.interpreter("c"))).toBe("1.0");
    expect(valueIn("python3")).toContain("No module named 'tiny_library'");
  });

  it("come from lists of packages too", async () => {
    wheel("2.0");
    const file = path.join(base, wheelName("tiny_library", "2.0"));
    fs.writeFileSync(path.join(base, "list.txt"), `# Libraries\n${file}\n`);
    const engine = libraries();
    await engine.installAndWait("c", [{ requirements: "dbfs:/list.txt" }]);
    expect(valueIn(engine.interpreter("c"))).toBe("2.0");
  });

  it("fail with what pip says", async () => {
    fs.writeFileSync(path.join(base, wheelName("broken", "1")), "no zip");
    const engine = libraries({ kit: pythonKit({ paths: { workspace: base } }) });
    const broken = { whl: `/Workspace/${wheelName("broken", "1")}` };
    await expect(engine.installAndWait("c", [broken])).rejects.toThrow(
      /^Library \{"whl":.*could not be installed: Cannot install: ERROR:/,
    );
    const [problem = ""] = engine.status("c").libraries[0]?.messages ?? [];
    expect(problem).toContain(`/Workspace/${wheelName("broken", "1")}`);
    expect(problem).not.toContain(base);
    expect(statuses(engine)).toEqual(["FAILED"]);
  });

  it("are installed anew by each start, but for those that are to go", async () => {
    const engine = libraries();
    const [first, second] = [wheel("1.0"), { jar: "dbfs:/x.jar" }];
    engine.install("c", [first, second]);
    expect(await settled(engine)).toEqual(["INSTALLED", "FAILED"]);
    engine.uninstall("c", [first, second, { whl: "/Volumes/never.whl" }]);
    expect(statuses(engine)).toEqual(["UNINSTALL_ON_RESTART"]);
    engine.install("c", [first]);
    expect(statuses(engine)).toEqual(["INSTALLED"]);
    become("RESTARTING");
    expect(statuses(engine)).toEqual(["PENDING"]);
    expect(engine.interpreter("c")).toBe("python3");
    become("RUNNING");
    expect(await settled(engine)).toEqual(["INSTALLED"]);
    engine.uninstall("c", [first]);
    become("TERMINATED");
    expect(engine.status("c").libraries).toEqual([]);
  });

  it("are taken up by a server that starts again", async () => {
    const before = libraries();
    await before.installAndWait("c", [wheel("1.0")]);
    await before.close();
    const after = libraries();
    expect(statuses(after)).toEqual(["INSTALLED"]);
    expect(valueIn(after.interpreter("c"))).toBe("1.0");
    await after.close();
    const elsewhere = libraries({ folder: path.join(base, "empty") });
    expect(statuses(elsewhere)).toEqual(["PENDING"]);
    expect(await settled(elsewhere)).toEqual(["INSTALLED"]);
  });
});

describe("libraries without Python", () => {
  it.each<[Library, string]>([
    [{ jar: "dbfs:/x.jar" }, "Libraries of kind jar are not installed"],
    [{ egg: "dbfs:/x.egg" }, "Libraries of kind egg are not installed"],
    [{ maven: { coordinates: "a:b:1" } }, "Libraries of kind maven are not installed"],
    [{ cran: { package: "x" } }, "Libraries of kind cran are not installed"],
    [{ whl: "/Volumes/a/b/c/none.whl" }, "There is no file /Volumes/a/b/c/none.whl."],
    [{ whl: "/Volumes/a/b/c/x.zip" }, "it must end with .whl"],
    [{ whl: "s3://bucket/x.whl" }, "give one in a volume"],
    [{ pypi: { package: "six" } }, "nothing-like-python was not found on PATH"],
  ])("%j fails", async (library, message) => {
    const engine = libraries({ python: "nothing-like-python" });
    engine.install("c", [library]);
    expect(await settled(engine)).toEqual(["FAILED"]);
    expect(engine.status("c").libraries[0]?.messages[0]).toContain(message);
  });

  it("wait for the cluster", async () => {
    states.set("c", "TERMINATED");
    const engine = libraries();
    engine.install("c", [{ jar: "dbfs:/x.jar" }, { jar: "dbfs:/x.jar" }]);
    expect(statuses(engine)).toEqual(["PENDING"]);
    become("RUNNING");
    expect(await settled(engine)).toEqual(["FAILED"]);
    states.delete("c");
    listener("c", "TERMINATED");
    expect(engine.statuses()).toEqual([]);
  });

  it("are refused when they are none, or of no cluster", () => {
    const engine = libraries();
    expect(() => engine.install("none", [])).toThrow("Cluster none does not exist");
    expect(() => engine.install("c", [{}])).toThrow("Invalid library: it must have one of pypi,");
    const two = { jar: "dbfs:/x.jar", whl: "dbfs:/x.whl" };
    expect(() => engine.install("c", [two])).toThrow("and has whl and jar.");
    expect(engine.statuses()).toEqual([]);
  });
});
