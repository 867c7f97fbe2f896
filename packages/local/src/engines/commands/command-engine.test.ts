import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { hasPython } from "../../python/testing/has-python.js";
import type { CommandEngineOptions, Interpreter } from "./index.js";
import { CommandsFixture, eventually, type OpenContext } from "./testing/commands-fixture.js";

const fixtures: CommandsFixture[] = [];
afterEach(async () => {
  for (const fixture of fixtures.splice(0)) await fixture.engine.close();
});

function commands(options?: Partial<CommandEngineOptions>): CommandsFixture {
  const fixture = new CommandsFixture(options);
  fixtures.push(fixture);
  return fixture;
}

const text = (data: string): object => ({
  status: "Finished",
  results: { resultType: "text", data },
});

async function pidOf(context: OpenContext): Promise<number> {
  const { results } = await context.run("import os; print(os.getpid())");
  return Number(results?.data);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe.runIf(hasPython)("a Python context", { timeout: 60_000 }, () => {
  it("keeps its variables, prints and echoes", async () => {
    const context = commands().open();
    expect(await context.run("print(1)")).toMatchObject(text("1"));
    expect(await context.run("x = 41")).toMatchObject(text(""));
    expect(await context.run("x + 1")).toMatchObject(text("Out[3]: 42"));
    expect(await context.run("print('a'); x")).toMatchObject(text("a\nOut[4]: 41"));
    expect(await context.run("x;")).toMatchObject(text(""));
    expect(await context.run("_")).toMatchObject(text("Out[6]: 41"));
    expect(await context.run("await __import__('asyncio').sleep(0, x)")).toMatchObject(
      text("Out[7]: 41"),
    );
    expect(await context.run("  import os\n  os.system('echo from a child');")).toMatchObject(
      text("from a child"),
    );
    expect(
      await context.run("import os\n[os.environ[n] for n in ('OF_THE_CLUSTER',)]"),
    ).toMatchObject(text("Out[9]: ['yes']"));
    expect(await context.run("dbutils.notebook.exit('{}')\nprint('never')")).toMatchObject(
      text("{}"),
    );
  });

  it("answers with errors, tables and cut text", async () => {
    const context = commands({ mostBytes: 1000 }).open();
    const failed = await context.run(
      "print('before')\ndef f():\n  raise ValueError('<b> & c')\nf()",
    );
    expect(failed).toMatchObject({
      status: "Finished",
      results: {
        resultType: "error",
        data: "before\n",
        summary: "<span class='ansi-red-fg'>ValueError</span>: &lt;b&gt; &amp; c",
      },
    });
    const { cause = "" } = failed.results ?? {};
    expect(cause).toMatch(/^Traceback [^]*"<command-1>", line 4[^]*raise ValueError[^]*c\n$/);
    expect(cause).not.toContain("session.py");
    const unreadable = await context.run("x = 1\ny = = 2");
    expect(unreadable.results).toMatchObject({ resultType: "error", pos: 10 });
    expect(unreadable.results?.summary).toContain("SyntaxError");
    expect(await context.run("raise SystemExit(3)")).toMatchObject({
      results: { resultType: "error", summary: "<span class='ansi-red-fg'>SystemExit</span>: 3" },
    });
    const table = await context.run("display([(1, 'a', 2.5, None), (2, 'b', float('nan'), True)])");
    expect(table.results).toEqual({
      resultType: "table",
      data: [
        [1, "a", 2.5, null],
        [2, "b", "nan", true],
      ],
      schema: ["long", "string", "double", "boolean"].map((type, at) => ({
        name: `_${at + 1}`,
        type: JSON.stringify(type),
        metadata: "{}",
      })),
      truncated: false,
      isJsonSchema: true,
    });
    const long = await context.run("print('x' * 5000)");
    expect(long.results).toMatchObject({ resultType: "text", truncated: true });
    expect(long.results?.data).toMatch(/^x{1000}\n\*\*\* WARNING: max output size exceeded/);
    expect(
      (await context.run("display(list(map(lambda i: [i], range(10001))))")).results,
    ).toMatchObject({
      truncated: true,
    });
  });

  it("shows what frames of pandas miss as null", async () => {
    const context = commands().open();
    const frame = [
      "class Frame:",
      "  columns = ['n', 't']",
      "  def __init__(self, rows): self.rows = rows",
      "  def head(self, count): return Frame(self.rows[:count])",
      "  def isna(self): return Frame([[cell != cell for cell in row] for row in self.rows])",
      "  def itertuples(self, index, name): return iter(self.rows)",
      "display(Frame([(1.5, float('nan')), (float('nan'), 'x')]))",
    ];
    expect((await context.run(frame.join("\n"))).results).toMatchObject({
      resultType: "table",
      data: [
        [1.5, null],
        [null, "x"],
      ],
      schema: [{ type: '"double"' }, { type: '"string"' }],
    });
  });

  it("shows figures as images", async () => {
    const context = commands().open();
    const figure = "class Figure:\n  def savefig(self, file, **_): file.write(b'png')\n";
    const image = "data:image/png;base64,cG5n";
    expect((await context.run(`${figure}display(Figure())`)).results).toEqual({
      resultType: "image",
      fileName: image,
    });
    expect((await context.run("display(Figure()); display(Figure())")).results).toEqual({
      resultType: "images",
      fileNames: [image, image],
    });
  });

  it("shows HTML, and what cannot draw itself, as text", async () => {
    const context = commands().open();
    const shown = async (body: string, value = "A()"): Promise<unknown> => {
      const command = `class A:\n  def __repr__(self): return 'me'\n  ${body}\ndisplay(${value})`;
      const { results } = await context.run(command);
      return results?.resultType === "text" ? results.data : results;
    };
    expect(await shown("def _repr_html_(self): return '<b>x</b>'")).toBe("<b>x</b>");
    expect(await shown("def _repr_html_(self): return '<b>x</b>'", "A")).toBe(
      "<class '__main__.A'>",
    );
    expect(await shown("def _repr_html_(self): return None")).toBe("me");
    expect(await shown("def _repr_html_(self): raise ValueError")).toBe("me");
    expect(await shown("columns = itertuples = 1")).toBe("me");
    expect(await shown("def savefig(self): pass", "A")).toBe("<class '__main__.A'>");
    expect(await shown("pass", "spark")).toContain("spark: not available");
  });

  it("understands magics", async () => {
    const context = commands().open();
    expect(await context.run("%sh echo $((1 + 1)); echo oops >&2; false")).toMatchObject(
      text("2\noops"),
    );
    expect(await context.run("%sh -e\nexit 3")).toMatchObject({ results: { resultType: "error" } });
    expect(await context.run("!echo hi\nx = 5\nx")).toMatchObject(text("hi\nOut[3]: 5"));
    expect(await context.run("%md\n# title")).toMatchObject(text(""));
    expect(await context.run("%python\nx")).toMatchObject(text("Out[5]: 5"));
    expect((await context.run("%sql select 1")).results?.summary).toContain("Cells in SQL");
    expect((await context.run("%nothing")).results?.summary).toContain("`%nothing` not found");
    await context.run("%restart_python");
    expect((await context.run("x")).results?.summary).toContain("NameError");
  });

  it("cuts whatever is too long", async () => {
    const context = commands({ mostBytes: 1000 }).open();
    const cut = (text: string): unknown => expect.stringMatching(`^${text}\\n\\*{3} WARNING: max`);
    expect((await context.run("'é' * 5000")).results).toMatchObject({
      truncated: true,
      data: cut("Out\\[1\\]: 'é{495}"),
    });
    expect((await context.run("print('x' * 999); 'echo'")).results).toMatchObject({
      truncated: true,
      data: cut("x{999}\\n"),
    });
    expect((await context.run("print('x' * 5000); raise ValueError('y' * 5000)")).results).toEqual({
      resultType: "error",
      truncated: true,
      data: cut("x{1000}"),
      summary: cut("<span class='ansi-red-fg'>ValueError</span>: y{955}"),
      cause: expect.stringMatching(/^Traceback [^]*y\n\*{3} WARNING/) as string,
    });
    expect((await context.run("dbutils.notebook.exit('z' * 5000)")).results).toMatchObject({
      truncated: true,
      data: cut("z{1000}"),
    });
  });

  it("outlives what would break its own reporting", async () => {
    const context = commands().open();
    const pid = await pidOf(context);
    await context.run("class Mute(Exception):\n  def __str__(self): raise ValueError('mute')");
    expect((await context.run("raise Mute()")).results).toMatchObject({
      resultType: "error",
      summary: "<span class='ansi-red-fg'>Mute</span>: &lt;exception str() failed&gt;",
    });
    for (const closing of ["sys.stdout.close()", "os.close(1); os.close(2)", "sys.stdout = None"]) {
      expect(await context.run(`import os, sys; ${closing}`)).toMatchObject(text(""));
      expect(await context.run("print('again'); os.system('echo and again');")).toMatchObject(
        text("again\nand again"),
      );
    }
    await context.run("class Tee:\n  def write(self, text): pass\nsys.stdout = Tee()");
    expect(await context.run("print('nobody sees')")).toMatchObject(text(""));
    await context.run("sys.stdout = sys.__stdout__");
    expect((await context.run("os.getpid()")).results?.data).toMatch(`: ${pid}`);
  });

  it("says how magics are used", async () => {
    const context = commands().open();
    expect(await context.run("%matplotlib inline\n%load_ext autoreload\n6 * 7")).toMatchObject(
      text("Out[1]: 42"),
    );
    const said: [string, string][] = [
      ["%fs", "%fs takes one of cp, head, ls, mkdirs, mounts, mv, put, rm, not ''."],
      ["%fs help", "rm, not 'help'."],
      ["%fs rm -f /a", "%fs rm: there is no option -f; -r is for folders."],
      ["%run", '%run needs the path of a notebook: %run ./name $widget="value"'],
      ["%run ./a\nx = 1", "%run has to be alone in its cell"],
      ["%run ./a", "Cannot find ./a: this is no notebook, so give the whole path"],
    ];
    for (const [command, message] of said) {
      expect((await context.run(command)).results?.summary).toContain(message);
    }
  });

  it("runs one command at a time", async () => {
    const fixture = commands();
    const context = fixture.open();
    const first = context.execute(
      "open('go', 'w').close()\nimport os, time\nwhile os.path.exists('go'): time.sleep(.01)",
    );
    const second = context.execute("print('second')");
    const third = context.execute("print('third')");
    await context.until(first, ({ status }) => status === "Running");
    expect(fixture.holds).toBe(1);
    const status = (id: string): string => fixture.engine.command(context, id, "me").status;
    expect([second, third].map(status)).toEqual(["Queued", "Queued"]);
    fixture.engine.cancel(context, second, "me");
    expect(status(second)).toBe("Cancelled");
    fixture.engine.cancel(context, first, "me");
    expect((await context.ended(first)).status).toBe("Cancelled");
    expect(await context.ended(third)).toMatchObject(text("third"));
    await eventually(() => (fixture.holds === 0 ? true : undefined));
  });

  it("interrupts what is cancelled, and keeps its variables", async () => {
    const fixture = commands();
    const context = fixture.open();
    await context.run("x = 1");
    const id = context.execute("x = 2\nimport subprocess\nsubprocess.run(['sleep', '60'])");
    await context.until(id, ({ status }) => status === "Running");
    fixture.engine.cancel(context, id, "me");
    expect(await context.ended(id)).toMatchObject({ status: "Cancelled" });
    fixture.engine.cancel(context, id, "me");
    expect(fixture.engine.command(context, id, "me").status).toBe("Cancelled");
    expect((await context.run("x in (1, 2)")).results?.data).toContain("True");
  });

  it("ends the process of what does not stop", async () => {
    const fixture = commands({ grace: 500 });
    const context = fixture.open();
    const pid = await pidOf(context);
    const started = path.join(os.tmpdir(), `commands-${pid}`);
    const id = context.execute(
      `x = 1\nwhile True:\n  try:\n    open(${JSON.stringify(started)}, 'w').close()\n` +
        "    while True: pass\n  except BaseException: pass",
    );
    await eventually(() => (fs.existsSync(started) ? true : undefined));
    fixture.engine.cancel(context, id, "me");
    const { status, results } = await context.ended(id);
    expect(status).toBe("Cancelled");
    fs.rmSync(started);
    expect(results?.summary).toContain("the variables of this context are lost");
    expect((await context.run("x")).results?.summary).toContain("NameError");
    expect(isAlive(pid)).toBe(false);
  });

  it("goes on in a new process when the old one dies", async () => {
    const context = commands().open();
    expect(await context.run("import os; os._exit(7)")).toMatchObject({
      status: "Error",
      results: { resultType: "error", summary: "The Python process ended with exit code 7." },
    });
    expect(await context.run("print('alive')")).toMatchObject(text("alive"));
  });

  it("ends with its cluster, with what it started, and its token with it", async () => {
    const fixture = commands();
    const context = fixture.open();
    const pid = await pidOf(context);
    const { results } = await context.run(
      "import subprocess\nsubprocess.Popen(['sleep', '60']).pid",
    );
    const child = Number(String(results?.data).split(": ")[1]);
    expect([pid, child].map(isAlive)).toEqual([true, true]);
    expect(fixture.tokens.size).toBe(1);
    fixture.endCluster("c");
    await eventually(() => (isAlive(pid) || fixture.tokens.size > 0 ? undefined : true));
    await eventually(() => (isAlive(child) ? undefined : true));
    expect(() => fixture.engine.status(context, "me")).toThrow("ClusterNotReadyException");
  });

  it("leaves no process behind when the engine closes", async () => {
    const fixture = commands();
    const busy = fixture.open();
    const pid = await pidOf(busy);
    busy.execute("import time; time.sleep(60)");
    fixture.open();
    await fixture.engine.close();
    expect(isAlive(pid)).toBe(false);
    expect(fixture.tokens.size).toBe(0);
  });
});

describe("contexts", () => {
  it("are in Error when there is no Python, and commands say why", async () => {
    const fixture = commands({ python: () => Promise.reject(new Error("python3 was not found")) });
    const context = fixture.open();
    const status = (): string => fixture.engine.status(context, "me");
    await eventually(() => (status() === "Error" ? true : undefined));
    expect(await context.run("1")).toMatchObject({
      status: "Error",
      results: { resultType: "error", summary: "python3 was not found" },
    });
  });

  it.each(["sql", "scala", "r"])("in %s answer that there is no engine", async (language) => {
    const { status, results } = await commands().open(language).run("select 1");
    expect(status).toBe("Finished");
    expect(results).toMatchObject({ resultType: "error" });
    expect(results?.summary).toMatch(/^NotImplementedError: The local workspace has no engine for/);
  });

  it("take engines of other languages", async () => {
    const sql: Interpreter = {
      ready: Promise.resolve(),
      run: (command) => Promise.resolve({ result: { resultType: "text", data: command } }),
      interrupt: () => {},
      close: () => Promise.resolve(),
    };
    const context = commands({ languages: { sql: () => sql } }).open("sql");
    expect(await context.run("select 1")).toMatchObject(text("select 1"));
  });

  it("are limited, refuse what is missing, and are for who made them", () => {
    const fixture = commands({ mostContexts: 2 });
    const { engine } = fixture;
    const context = fixture.open("sql");
    fixture.open("sql");
    fixture.open("sql", "other");
    const { clusterId, contextId } = context;
    const refused: [() => unknown, string][] = [
      [() => fixture.open("sql"), "ContextLimitExceeded: Too many execution contexts"],
      [() => engine.create(undefined, "sql", "me"), "requirement failed: missing clusterId"],
      [() => engine.create("c", undefined, "me"), "requirement failed: missing language"],
      [() => engine.create("c", "cobol", "me"), "IllegalArgumentException: Unknown language cobol"],
      [() => engine.execute({ clusterId }, "me"), "requirement failed: missing contextId"],
      [() => engine.execute(context, "me"), "requirement failed: missing command"],
      [() => engine.cancel(context, undefined, "me"), "requirement failed: missing commandId"],
      [() => engine.status({ clusterId, contextId: "1" }, "me"), "ContextNotFound: "],
      [() => engine.status({ clusterId: "other", contextId }, "me"), "ContextNotFound: "],
      [() => engine.status(context, "you"), "PermissionDenied: Execution context"],
      [() => engine.command(context, "1", "me"), "CommandNotFound: "],
      [
        () => engine.execute({ ...context, command: "x", language: "r" }, "me"),
        "IllegalArgumentException: Execution context",
      ],
    ];
    for (const [work, message] of refused) expect(work).toThrow(message);
  });
});
