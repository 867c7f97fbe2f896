import { PagingError, TemporarilyUnavailable, WorkspaceClient } from "databricks-sdk-ts";
import { describe, expect, it } from "vitest";
import { clientOptions, failure, Lab } from "./support/lab.js";
import { json, type RawServer, serve } from "./support/raw-server.js";
import { StillTime } from "./support/still-time.js";

const list = "jobs.JobsAPI.list";

async function withJobs(count: number): Promise<Lab> {
  const lab = await Lab.open();
  for (let number = 1; number <= count; number++)
    await lab.w.jobs.create({ name: `job ${number}` });
  lab.local.journal.clear();
  return lab;
}

describe("a list", () => {
  it("comes page by page, each asked for only when it is reached", async () => {
    await using lab = await withJobs(5);
    const jobs = lab.w.jobs.list({ limit: 2 });
    expect(lab.statuses(list)).toEqual([]);
    const requests: number[] = [];
    const names: unknown[] = [];
    for await (const { settings } of jobs) {
      names.push(settings?.name);
      requests.push(lab.statuses(list).length);
    }
    expect(names).toEqual(["job 5", "job 4", "job 3", "job 2", "job 1"]);
    expect(requests).toEqual([1, 1, 2, 2, 3]);
  });

  it("is read afresh by each iteration, and leaves the request as it was", async () => {
    await using lab = await withJobs(3);
    const request = Object.freeze({ limit: 2 });
    const jobs = lab.w.jobs.list(request);
    expect(await jobs.toArray()).toHaveLength(3);
    await lab.w.jobs.create({ name: "one more" });
    expect(await jobs.toArray()).toHaveLength(4);
  });

  it("stops asking once `limit` items are there", async () => {
    await using lab = await withJobs(5);
    expect(await lab.w.jobs.list({ limit: 2 }).toArray({ limit: 3 })).toHaveLength(3);
    expect(lab.statuses(list)).toHaveLength(2);
    expect((await lab.w.jobs.list({ limit: 2 }).first())?.settings?.name).toBe("job 5");
    expect(lab.statuses(list)).toHaveLength(3);
  });

  it("shows its pages, with the token of the next one", async () => {
    await using lab = await withJobs(3);
    const pages: [number, boolean][] = [];
    for await (const { items, nextPageToken } of lab.w.jobs.list({ limit: 2 }).pages()) {
      pages.push([items.length, nextPageToken !== undefined]);
    }
    expect(pages).toEqual([
      [2, true],
      [1, false],
    ]);
  });

  it("that is empty has no items and costs one request", async () => {
    await using lab = await withJobs(0);
    expect(await lab.w.jobs.list().toArray()).toEqual([]);
    expect(await lab.w.jobs.list().first()).toBeUndefined();
    expect(lab.statuses(list)).toEqual([200, 200]);
  });

  it("survives a page that fails for a while", async () => {
    await using lab = await withJobs(3);
    lab.local.faults.add({ match: list, skip: 1, times: 2, status: 429 });
    expect(await lab.w.jobs.list({ limit: 2 }).toArray()).toHaveLength(3);
    expect(lab.statuses(list)).toEqual([200, 429, 429, 200]);
  });

  it("fails at the page that fails for good, after the items before it", async () => {
    await using lab = await withJobs(3);
    lab.local.faults.add({ match: list, skip: 1, status: 503 });
    const seen: unknown[] = [];
    const read = async (): Promise<void> => {
      const jobs = lab.w.jobs.list({ limit: 2 }, { retry: false });
      for await (const { settings } of jobs) seen.push(settings?.name);
    };
    expect(await failure(read())).toBeInstanceOf(TemporarilyUnavailable);
    expect(seen).toEqual(["job 3", "job 2"]);
  });

  it("reads one page ahead when asked to", async () => {
    await using lab = await withJobs(3);
    const requests: number[] = [];
    for await (const _ of lab.w.jobs.list({ limit: 1 }).prefetch()) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      requests.push(lab.statuses(list).length);
    }
    expect(requests).toEqual([2, 3, 3]);
  });

  it("that is one bare array is a list like any other", async () => {
    await using lab = await Lab.open();
    const names: unknown[] = [];
    for await (const each of lab.account().workspaces.list()) names.push(each.workspace_name);
    expect(names).toEqual(["local"]);
  });
});

describe("a server's odd pages", () => {
  type Answers = Readonly<Record<string, object>>;

  /** Serves one page per token; the first has none. */
  async function paged(pages: Answers): Promise<{ server: RawServer; w: WorkspaceClient }> {
    const server = await serve((response, { target }) => {
      const token = new URL(target, "http://x").searchParams.get("page_token") ?? "";
      json(response, pages[token] ?? { error_code: "NO_SUCH_PAGE" }, token in pages ? 200 : 400);
    });
    const options = { ...clientOptions(new StillTime()), host: server.host, token: "t" };
    return { server, w: new WorkspaceClient(options) };
  }

  it("may be empty in between: the token decides when to stop", async () => {
    const { server, w } = await paged({
      "": { next_page_token: "b" },
      b: { jobs: [], next_page_token: "c" },
      c: { jobs: [{ job_id: 1 }], next_page_token: "d" },
      d: { jobs: null, next_page_token: "e" },
      e: { jobs: [{ job_id: 2 }], next_page_token: "" },
    });
    await using _ = server;
    expect((await w.jobs.list().toArray()).map(({ job_id }) => job_id)).toEqual([1, 2]);
    expect(server.received).toHaveLength(5);
  });

  it("may not repeat a token: that would be a list without end", async () => {
    const { server, w } = await paged({
      "": { jobs: [{ job_id: 1 }], next_page_token: "b" },
      b: { jobs: [{ job_id: 2 }], next_page_token: "c" },
      c: { jobs: [{ job_id: 3 }], next_page_token: "b" },
    });
    await using _ = server;
    const seen: unknown[] = [];
    const read = async (): Promise<void> => {
      for await (const { job_id } of w.jobs.list()) seen.push(job_id);
    };
    const error = await failure(read());
    expect(error).toBeInstanceOf(PagingError);
    expect(String(error)).toContain('repeated the page token in "next_page_token" ("b")');
    expect(seen).toEqual([1, 2, 3]);
    expect(server.received).toHaveLength(3);
  });

  it("may not hold something else where the items should be", async () => {
    const { server, w } = await paged({ "": { jobs: "none" } });
    await using _ = server;
    const error = await failure(w.jobs.list().toArray());
    expect(error).toBeInstanceOf(PagingError);
    expect(String(error)).toContain('the response field "jobs" should be a list');
  });

  it("need not encode their tokens: what came is what is sent", async () => {
    const odd = "a+b/c=&d é%20#?";
    const { server, w } = await paged({
      "": { jobs: [{ job_id: 1 }], next_page_token: odd },
      [odd]: { jobs: [{ job_id: 2 }] },
    });
    await using _ = server;
    expect(await w.jobs.list({ name: "x y" }).toArray()).toHaveLength(2);
    expect(server.received[1]?.target).toContain("name=x%20y");
  });
});
