import { describe, expect, it } from "vitest";
import { createJournal, redact, type JournalEntry } from "./index.js";

function entry(path: string, more: Partial<JournalEntry> = {}): Omit<JournalEntry, "id"> {
  const usual = { time: 0, verb: "GET", query: [], operations: [], status: 200, duration: 1 };
  return { ...usual, path, userAgent: "", ...more };
}

describe("a journal", () => {
  it("numbers requests and lists those after one", () => {
    const journal = createJournal();
    for (const path of ["/a", "/b", "/c"]) journal.record(entry(path));
    expect(journal.last).toBe(3);
    expect(journal.entries(1).map(({ id, path }) => [id, path])).toEqual([
      [2, "/b"],
      [3, "/c"],
    ]);
    expect(journal.entries(3)).toEqual([]);
    expect(journal.entries(99)).toEqual([]);
  });

  it("goes on counting after it was cleared", () => {
    const journal = createJournal();
    journal.record(entry("/a", { unimplemented: true }));
    journal.clear();
    expect(journal.entries()).toEqual([]);
    expect(journal.unimplemented()).toEqual([]);
    expect(journal.record(entry("/b")).id).toBe(2);
    expect(journal.entries(1)).toHaveLength(1);
  });

  it("is bounded, and keeps at least the last `limit` requests", () => {
    const journal = createJournal(3);
    for (let count = 1; count <= 100; count++) {
      journal.record(entry(`/${count}`));
      const kept = journal.entries();
      expect(kept.length).toBeLessThan(6);
      expect(kept.at(-1)?.path).toBe(`/${count}`);
      expect(kept.length).toBeGreaterThanOrEqual(Math.min(count, 3));
    }
    expect(journal.entries(98).map(({ id }) => id)).toEqual([99, 100]);
  });

  it("counts what nothing serves", () => {
    const journal = createJournal();
    journal.record(entry("/a", { unimplemented: true }));
    journal.record(entry("/b"));
    journal.record(entry("/a", { unimplemented: true }));
    expect(journal.unimplemented()).toEqual([{ request: "GET /a", count: 2 }]);
  });
});

describe("redact", () => {
  it("shows harmless fields and only names and types of all others", () => {
    const request = {
      cluster_id: "c1",
      overwrite: true,
      job_id: 2n ** 60n,
      string_value: "hunter2",
      spark_env_vars: { PASSWORD: "hunter2", name: "shown" },
      init_scripts: [{ token: "hunter2" }],
      path: ["hunter2"],
      nothing: null,
      contents: new ReadableStream(),
    };
    const fields = redact(request);
    expect(fields).toEqual({
      cluster_id: "c1",
      overwrite: true,
      job_id: "1152921504606846976",
      string_value: "<string of 7>",
      "spark_env_vars.PASSWORD": "<string of 7>",
      "spark_env_vars.name": "shown",
      init_scripts: "<array of 1>",
      path: "<array of 1>",
      nothing: "<null>",
      contents: "<object>",
    });
    expect(JSON.stringify(fields)).not.toContain("hunter2");
  });

  it("shows so much and no more", () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`f${index}`, 1]));
    expect(Object.keys(redact(many))).toHaveLength(50);
    expect(redact({ name: "x".repeat(1000) })["name"]).toHaveLength(256);
  });
});
