import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTaskExchange, type PythonKit, pythonKit, readTaskOutput } from "./index.js";
import { hasPython } from "./testing/has-python.js";

let base: string;
let kit: PythonKit;
beforeEach(() => {
  base = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "python-kit-")));
  for (const name of ["workspace", "volumes", "dbfs"]) fs.mkdirSync(path.join(base, name));
  const at = (name: string): string => path.join(base, name);
  kit = pythonKit({
    paths: { workspace: at("workspace"), volumes: at("volumes"), dbfs: at("dbfs") },
  });
});
afterEach(() => fs.rmSync(base, { recursive: true, force: true }));

interface Ended {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
}

function python(args: readonly string[], env: Record<string, string> = {}): Ended {
  const ended = spawnSync("python3", args, {
    cwd: base,
    env: { ...process.env, ...kit.environment, ...env },
    encoding: "utf8",
  });
  return { status: ended.status, output: ended.stdout, errors: ended.stderr };
}

function write(name: string, ...lines: string[]): string {
  const file = path.join(base, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

const script = (...lines: string[]): Ended => python(kit.runScript(write("main.py", ...lines)));

describe.runIf(hasPython)("a script", { timeout: 60_000 }, () => {
  it("runs as Python itself would run it", () => {
    write("neighbour.py", "X = 42");
    const file = write(
      "main.py",
      "import sys, neighbour",
      "if __name__ == '__main__':",
      "    print(sys.argv[1:], __file__, neighbour.X, sys.modules['__main__'].__name__)",
    );
    const { status, output } = python(kit.runScript(file, ["a b", "$(id)"]));
    expect(output).toBe(`['a b', '$(id)'] ${file} 42 __main__\n`);
    expect(status).toBe(0);
  });

  it("that raises ends with a traceback of its own frames", () => {
    write("workspace/lib/broken.py", "def f():", "    open('/Volumes/none')");
    const { status, errors } = script(
      "import sys",
      "sys.path.append('/Workspace/lib')",
      "import broken",
      "broken.f()",
    );
    expect(status).toBe(1);
    const [header, ...frames] = errors.trimEnd().split("\n");
    expect(header).toBe("Traceback (most recent call last):");
    const files = frames.flatMap((line) => /File "([^"]+)"/.exec(line)?.[1] ?? []);
    expect(files).toEqual([path.join(base, "main.py"), "/Workspace/lib/broken.py"]);
    expect(frames.at(-1)).toBe(
      "FileNotFoundError: [Errno 2] No such file or directory: '/Volumes/none'",
    );
  });

  it("that is no Python ends with a traceback, too", () => {
    const { errors } = script("x = (");
    expect(errors).toMatch(
      /^Traceback \(most recent call last\):\n {2}File ".*main\.py", line 1\n/,
    );
    expect(errors).toMatch(/\nSyntaxError: .+\n$/);
  });

  it.each([
    ["sys.exit(3)", 3],
    ["sys.exit()", 0],
    ["dbutils.notebook.exit('done')", 0],
    ["1/0", 1],
    ["x =", 1],
  ])("%s ends with exit code %i", (line, code) => {
    expect(script("import sys", line).status).toBe(code);
  });

  it("finds the workspace's paths with Python's own functions", () => {
    const { output, errors } = script(
      "import glob, gzip, os, pathlib, shutil, tempfile, zipfile",
      "P = pathlib.Path('/Volumes/main/v')",
      "P.mkdir(parents=True)",
      "(P / 'a.txt').write_text('hello')",
      "print(os.listdir('/Volumes/main/v'), [str(p) for p in P.iterdir()], glob.glob('/Volumes/*/*/*'))",
      "shutil.copytree('/Volumes/main/v', '/dbfs/copy')",
      "print([r for r, _, _ in os.walk('/dbfs')], [e.path for e in os.scandir('/dbfs/copy')])",
      "os.chdir('/dbfs/copy')",
      "print(os.getcwd(), open('a.txt').read(), os.path.exists('/dbfs/none'))",
      "shutil.move('/dbfs/copy/a.txt', '/Workspace/b.txt')",
      "print(pathlib.Path('/Workspace/b.txt').stat().st_size, open(b'/Workspace/b.txt').read())",
      "with gzip.open('/dbfs/c.gz', 'wt') as f: f.write('z')",
      "with zipfile.ZipFile('/dbfs/c.zip', 'w') as f: f.writestr('a', 'b')",
      "with tempfile.NamedTemporaryFile(dir='/dbfs') as f: print(os.path.dirname(f.name))",
      "print(sorted(os.listdir('/dbfs')), os.path.realpath('/dbfs/c.gz'))",
      "shutil.rmtree('/dbfs/copy')",
      "print(sorted(os.listdir('/dbfs')), '/VolumesX', os.path.exists('/VolumesX'))",
    );
    expect(errors).toBe("");
    expect(output.trimEnd().split("\n")).toEqual([
      "['a.txt'] ['/Volumes/main/v/a.txt'] ['/Volumes/main/v/a.txt']",
      "['/dbfs', '/dbfs/copy'] ['/dbfs/copy/a.txt']",
      "/dbfs/copy hello False",
      "5 hello",
      "/dbfs",
      `['c.gz', 'c.zip', 'copy'] ${path.join(base, "dbfs/c.gz")}`,
      "['c.gz', 'c.zip'] /VolumesX False",
    ]);
    expect(fs.readFileSync(path.join(base, "workspace/b.txt"), "utf8")).toBe("hello");
  });

  it("says of pyspark why it is not there, to nobody but who imports it", () => {
    const { output, errors } = script(
      "import importlib.util",
      "print(importlib.util.find_spec('pyspark'))",
      "try: import pyspark",
      "except ImportError as error: print(error)",
      "from pyspark.sql import SparkSession",
    );
    expect(output).toBe("None\nNo module named 'pyspark'\n");
    expect(errors).toMatch(
      /\nModuleNotFoundError: No module named 'pyspark'\. It needs Apache Spark, which the local /,
    );
  });

  it("has what programs of the platform find among their builtins", () => {
    const { output, errors } = script(
      "display([{'id': 1, 'name': 'a'}, {'id': 20, 'name': None}])",
      "spark.conf.set('x', True)",
      "print(spark.conf.get('x'), spark.conf.get('y', 'none'))",
      "for work in (lambda: spark.sql('select 1'), lambda: sc.parallelize([1]), lambda: sql('x')):",
      "    try: work()",
      "    except NotImplementedError as error: print(type(error).__name__, str(error)[:30])",
      "print(dbutils.jobs.taskValues.get('a', 'b', debugValue=5))",
      "try: dbutils.credentials.assumeRole('x')",
      "except NotImplementedError as error: print(error)",
    );
    expect(errors).toBe("");
    expect(output.split("\n").slice(0, 9)).toEqual([
      "id | name",
      "-- | ----",
      "1  | a",
      "20 |",
      "true none",
      "SparkNotAvailable spark.sql needs Apache Spark, ",
      "SparkNotAvailable sc.parallelize needs Apache Sp",
      "SparkNotAvailable sql() needs Apache Spark, whic",
      "5",
    ]);
    expect(output).toContain("dbutils.credentials.assumeRole is not supported by the local");
  });
});

describe.runIf(hasPython)("a task", { timeout: 60_000 }, () => {
  it("gets widgets and task values, and leaves task values", () => {
    const folder = path.join(base, "task");
    const task = openTaskExchange(folder, {
      widgets: { name: "given" },
      taskValues: { first: { rows: [1, 2] } },
    });
    const file = write(
      "main.py",
      "dbutils.widgets.text('name', 'default')",
      "dbutils.widgets.dropdown('other', 'x', ['x', 'y'])",
      "print(dbutils.widgets.get('name'), dbutils.widgets.get('other'), getArgument('none', 'z'))",
      "values = dbutils.jobs.taskValues",
      "print(values.get('first', 'rows'), values.get('first', 'none', default=7))",
      "values.set('a', {'b': 1}); values.set(key='a', value='last'); values.set('c', None)",
      "for work in (lambda: values.get('second', 'x'), lambda: values.get('first', 'x'),",
      "             lambda: values.set('big', 'x' * 50000), lambda: dbutils.widgets.get('none')):",
      "    try: work()",
      "    except Exception as error: print(str(error).split('\\n')[-1])",
    );
    const { output } = python(kit.runScript(file), task);
    expect(output.trimEnd().split("\n")).toEqual([
      "given x z",
      "[1, 2] 7",
      "No task with the key second ran before this one.",
      "The task first has set no value with the key x.",
      "The task value big has 50002 bytes; 49152 is the most.",
      ": com.databricks.dbutils_v1.InputWidgetNotDefined: No input widget named none is defined",
    ]);
    expect(readTaskOutput(folder)).toEqual({
      taskValues: { a: "last", c: null },
      exitValue: undefined,
    });
  });

  it("runs the cells of a notebook until it exits", () => {
    const folder = path.join(base, "task");
    const notebook = write(
      "notebook.py",
      "# Databricks notebook source",
      "x = 1",
      "",
      "# COMMAND ----------",
      "",
      "# MAGIC %md",
      "# MAGIC # Nothing to run",
      "",
      "# COMMAND ----------",
      "",
      "# MAGIC %sh",
      "# MAGIC echo $((1 + 1)) > two.txt",
      "# MAGIC cat two.txt",
      "",
      "# COMMAND ----------",
      "",
      "print('x is', x, __name__)",
      "dbutils.library.restartPython()",
      "",
      "# COMMAND ----------",
      "",
      "try: x",
      "except NameError: dbutils.notebook.exit('done')",
      "",
      "# COMMAND ----------",
      "",
      "print('never')",
    );
    const task = openTaskExchange(folder);
    const ended = python(kit.runNotebook(notebook, "/Users/me/notebook"), task);
    expect(ended).toEqual({ status: 0, output: "2\nx is 1 __main__\n", errors: "" });
    expect(readTaskOutput(folder).exitValue).toBe("done");
  });

  it("names the cell of a notebook that raises", () => {
    const notebook = write("n.py", "x = 1", "# COMMAND ----------", "def f():", "  1/0", "f()");
    const { status, errors } = python(kit.runNotebook(notebook, "/Users/me/n"));
    expect(status).toBe(1);
    expect(errors).toContain('File "</Users/me/n, cell 2>", line 2, in f\n    1/0');
    expect(errors).toMatch(/ZeroDivisionError: division by zero\n$/);
  });
});

describe("a shell script", () => {
  const run = (text: string): string => {
    const scratch = fs.mkdtempSync(path.join(base, "scratch-"));
    const [command = "", ...args] = kit.withPaths({
      command: ["sh", "-c", text],
      script: text,
      workingFolder: base,
      scratch,
    });
    const env = { ...process.env, ...kit.environment };
    return spawnSync(command, args, { cwd: base, env, encoding: "utf8" }).stdout;
  };
  const mayMount =
    spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "none", "/tmp"]).status === 0;
  if (!mayMount) console.warn("mounts are not allowed here: scripts do not see the paths");

  it.runIf(mayMount)("sees the paths, and leaves nothing behind", () => {
    write("volumes/main/a.txt", "hello");
    expect(run("cat /Volumes/main/a.txt; pwd; echo x > /dbfs/b.txt")).toBe(`hello\n${base}\n`);
    expect(fs.readFileSync(path.join(base, "dbfs/b.txt"), "utf8")).toBe("x\n");
    expect(fs.existsSync("/Volumes/main")).toBe(false);
    expect(fs.readdirSync(base).filter((name) => name.startsWith("scratch-"))).toHaveLength(1);
  });

  it("is left alone when it does not mention them, and finds the folders in variables", () => {
    expect(run('echo "$DATABRICKS_LOCAL_DBFS"')).toBe(`${path.join(base, "dbfs")}\n`);
  });
});
