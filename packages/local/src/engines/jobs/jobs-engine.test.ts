import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { JobsFixture, hasPython } from "./testing/jobs-fixture.js";

let jobs: JobsFixture;
beforeEach(() => {
  jobs = new JobsFixture();
});
afterEach(() => jobs.close());

describe("jobs", () => {
  it("are kept with their defaults", () => {
    const id = jobs.engine.create({ name: "a" }, "me");
    expect(jobs.engine.get(id)).toMatchObject({
      job_id: id,
      creator_user_name: "me",
      settings: { name: "a", format: "MULTI_TASK", max_concurrent_runs: 1 },
    });
    expect(() => jobs.engine.get(7)).toThrow("Job 7 does not exist.");
  });

  it("are listed newest first, by page and by whole name", () => {
    const ids = Array.from({ length: 25 }, (_, i) =>
      jobs.engine.create({ name: `Job ${i}` }, "me"),
    );
    const page = jobs.engine.list();
    expect(page.items.map((job) => job.job_id)).toEqual(ids.toReversed().slice(0, 20));
    const rest = jobs.engine.list({ token: page.next });
    expect(rest.items.map((job) => job.job_id)).toEqual(ids.toReversed().slice(20));
    expect(rest).not.toHaveProperty("next");
    expect(jobs.engine.list({ name: "JOB 3" }).items.map((job) => job.job_id)).toEqual([ids[3]]);
    expect(jobs.engine.list({ name: "job" }).items).toEqual([]);
    expect(jobs.engine.list({ limit: 1, offset: 2 }).items[0]?.job_id).toBe(ids[22]);
    expect(() => jobs.engine.list({ limit: 101 })).toThrow("limit 101");
    expect(() => jobs.engine.list({ limit: 0 })).toThrow("limit 0");
  });

  it("are replaced but for who they run as", () => {
    const id = jobs.engine.create(
      { name: "a", tags: { x: "1" }, run_as: { user_name: "bot" } },
      "me",
    );
    jobs.engine.reset(id, { name: "b" });
    expect(jobs.engine.get(id).settings).toMatchObject({ name: "b", run_as: { user_name: "bot" } });
    expect(jobs.engine.get(id).settings.tags).toBeUndefined();
    jobs.engine.reset(id, { run_as: { user_name: "other" } });
    expect(jobs.engine.get(id).settings).toMatchObject({
      name: "Untitled",
      run_as: { user_name: "other" },
    });
    expect(() => jobs.engine.reset(7, {})).toThrow("Job 7 does not exist.");
  });

  it("are not changed by an update that is refused", () => {
    const id = jobs.engine.create({ name: "a" }, "me");
    const before = jobs.engine.get(id);
    expect(() => jobs.engine.update(id, { max_concurrent_runs: -1 })).toThrow(
      "max_concurrent_runs",
    );
    expect(jobs.engine.get(id)).toEqual(before);
    jobs.engine.update(id, {}, ["name"]);
    expect(jobs.engine.get(id).settings.name).toBe("Untitled");
    expect(() => jobs.engine.update(7)).toThrow("Job 7 does not exist.");
  });

  it("are gone after a delete", () => {
    const id = jobs.engine.create({}, "me");
    jobs.engine.delete(id);
    expect(() => jobs.engine.delete(id)).toThrow(`Job ${id} does not exist.`);
    expect(jobs.engine.list().items).toEqual([]);
  });
});

describe.runIf(hasPython)("a folder", () => {
  it("keeps outputs over a restart, and forgets those of deleted runs", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "jobs-test-"));
    const before = new JobsFixture({ folder });
    const { run, tasks } = await before.run(before.python("main", "print('kept')"));
    await before.close();
    const after = new JobsFixture({ folder, store: before.store });
    const id = tasks[0]?.run_id ?? 0;
    expect(after.engine.runs.output(id).log).toEqual({ text: "kept\n", truncated: false });
    after.engine.runs.delete(run.run_id);
    expect(fs.readdirSync(path.join(folder, "logs"))).toEqual([]);
    await after.close();
    fs.rmSync(folder, { recursive: true });
  });
});
