import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryStore } from "../../state/index.js";
import { evaluateCondition } from "./condition.js";
import { Ids } from "./ids.js";
import { type Page, newestFirst, pageArrays } from "./paging.js";
import { resolveTask, resolveText } from "./references.js";
import { runReference } from "./run-references.js";
import { Slots } from "./slots.js";
import { TailBuffer } from "./tail-buffer.js";
import { lastTraceback } from "./traceback.js";

describe("conditions", () => {
  it.each([
    ["EQUAL_TO", "12", "12", true],
    ["EQUAL_TO", "12.0", "12", false],
    ["NOT_EQUAL", "12.0", "12", true],
    ["GREATER_THAN", "12.5", "12", true],
    ["GREATER_THAN", "9", "10", false],
    ["GREATER_THAN_OR_EQUAL", "12.0", "12", true],
    ["LESS_THAN", "-1", "0", true],
    ["LESS_THAN_OR_EQUAL", "1e2", "99", false],
  ])("%s %s %s is %s", (op, left, right, expected) => {
    expect(evaluateCondition({ op, left, right })).toBe(expected);
  });

  it.each([
    ["GREATER_THAN", "a", "1", "left side of the condition is 'a'"],
    ["LESS_THAN", "1", "", "right side of the condition is ''"],
    ["LIKE", "1", "1", "LIKE is unknown"],
  ])("%s %s %s cannot be decided", (op, left, right, reason) => {
    expect(() => evaluateCondition({ op, left, right })).toThrow(reason);
  });
});

describe("references", () => {
  const run = {
    job_id: 7,
    run_id: 8,
    run_name: "nightly",
    start_time: Date.UTC(2026, 1, 3, 4, 5, 6),
    job_parameters: [{ name: "day", value: "monday" }],
  };
  const resolve = (text: string): string => resolveText(text, (name) => runReference(name, run, 9));

  it.each([
    ["{{job.id}}/{{job.run_id}}/{{ job.name }}", "7/8/nightly"],
    ["{{job.parameters.day}}", "monday"],
    ["{{job.parameters.night}}", "{{job.parameters.night}}"],
    ["{{job.start_time.iso_date}}", "2026-02-03"],
    ["{{job.start_time.iso_datetime}}", "2026-02-03T04:05:06.000Z"],
    ["{{job.start_time.timestamp_ms}}", String(run.start_time)],
    ["{{workspace.id}} {{job.trigger.type}}", "9 one_time"],
    ["{job.id} {{}} {{job.id", "{job.id} {{}} {{job.id"],
  ])("%s is %s", (text, expected) => {
    expect(resolve(text)).toBe(expected);
  });

  it("are resolved where tasks can hold them, and nowhere else", () => {
    const task = {
      task_key: "{{x}}",
      spark_python_task: { python_file: "dbfs:/{{x}}.py", parameters: ["{{x}}"] },
      condition_task: { op: "EQUAL_TO", left: "{{x}}", right: "{{y}}" },
    };
    expect(resolveTask(task, (name) => (name === "x" ? "$&" : undefined))).toEqual({
      task_key: "{{x}}",
      spark_python_task: { python_file: "dbfs:/$&.py", parameters: ["$&"] },
      condition_task: { op: "EQUAL_TO", left: "$&", right: "{{y}}" },
    });
  });
});

describe("lastTraceback", () => {
  const header = "Traceback (most recent call last):";
  it("takes the last one of several, with all lines of its message", () => {
    const first = `${header}\n  File "a.py", line 1\nKeyError: 'x'\n`;
    const last = `${header}\n  File "a.py", line 3, in <module>\n    f()\nValueError: one\ntwo`;
    expect(lastTraceback(`before\n${first}\nDuring handling:\n\n${last}\n`)).toEqual({
      error: "ValueError: one\ntwo",
      trace: last,
    });
  });

  it.each(["", "no error here", `quoted ${header}`])("finds none in %j", (text) => {
    expect(lastTraceback(text)).toBeUndefined();
  });
});

describe("TailBuffer", () => {
  it("keeps the last bytes of any chunks", () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 20, max: 127 }));
    fc.assert(
      fc.property(chunks, fc.integer({ min: 1, max: 50 }), (parts, limit) => {
        const buffer = new TailBuffer(limit);
        for (const part of parts) buffer.append(Buffer.from(part));
        const whole = Buffer.concat(parts);
        expect(buffer.bytes()).toEqual(whole.subarray(Math.max(0, whole.length - limit)));
        expect(buffer.truncated).toBe(whole.length > limit);
      }),
    );
  });

  it("begins with a whole character", () => {
    const buffer = new TailBuffer(5);
    buffer.append(Buffer.from("aüßé"));
    expect(buffer.bytes().toString()).toBe("ßé");
  });
});

describe("newestFirst", () => {
  const limits = { standard: 20, most: 25, zero: 25 };
  const walk = (all: readonly number[], limit: number): number[] => {
    const seen: number[] = [];
    for (let token: string | undefined = ""; token !== undefined;) {
      const page: Page<number> = newestFirst(all, (id) => id, { limit, token }, limits);
      seen.push(...page.items);
      token = page.next;
    }
    return seen;
  };

  it("gives each item once, whatever the size of the pages", () => {
    fc.assert(
      fc.property(fc.nat(80), fc.integer({ min: 1, max: 25 }), (count, limit) => {
        const all = Array.from({ length: count }, (_, i) => i + 1);
        expect(walk(all, limit)).toEqual(all.toReversed());
      }),
    );
  });

  it("repeats nothing when items are added between two pages, and goes back", () => {
    const all = [1, 2, 3, 4, 5];
    const first = newestFirst(all, (id) => id, { limit: 2 }, limits);
    expect(first).toMatchObject({ items: [5, 4] });
    expect(first).not.toHaveProperty("prev");
    const second = newestFirst([...all, 6, 7], (id) => id, { limit: 2, token: first.next }, limits);
    expect(second.items).toEqual([3, 2]);
    const back = newestFirst(all, (id) => id, { limit: 2, token: second.prev }, limits);
    expect(back.items).toEqual([5, 4]);
  });

  it("takes 0 for the most, and refuses what is too much", () => {
    const all = Array.from({ length: 40 }, (_, i) => i);
    const size = (limit?: number): number =>
      newestFirst(all, (id) => id, { limit }, limits).items.length;
    expect([size(), size(0), size(25)]).toEqual([20, 25, 25]);
    expect(() => size(26)).toThrow("limit 26: must be between 1 and 25");
    expect(() => size(-1)).toThrow("limit -1");
    expect(() => newestFirst(all, (id) => id, { token: "x" }, limits)).toThrow("page_token");
  });
});

describe("pageArrays", () => {
  it("empties what came whole before, and goes on while any array does", () => {
    const arrays = { tasks: Array.from({ length: 120 }, (_, i) => i), clusters: ["a"] };
    const first = pageArrays(arrays, 0);
    expect(first.page.tasks).toHaveLength(100);
    expect(first.page.clusters).toEqual(["a"]);
    expect(first.next).toBeDefined();
    const second = pageArrays(arrays, 100);
    expect(second).toEqual({ page: { tasks: arrays.tasks.slice(100), clusters: [] } });
  });
});

describe("small things", () => {
  it("ids have 15 digits and go on after a restart", () => {
    const store = memoryStore();
    const first = new Ids(store).take(3);
    expect(String(first)).toMatch(/^\d{15}$/);
    expect(new Ids(store).take()).toBe(first + 3);
  });

  it("slots go to those who wait, in turn, and not to those who gave up", async () => {
    const slots = new Slots(1);
    const patient = new AbortController();
    const impatient = new AbortController();
    const give = await slots.take(patient.signal);
    const gaveUp = slots.take(impatient.signal);
    const waits = slots.take(patient.signal);
    impatient.abort();
    expect(await gaveUp).toBeUndefined();
    expect(await slots.take(impatient.signal)).toBeUndefined();
    give?.();
    expect(await waits).toBeTypeOf("function");
  });
});
