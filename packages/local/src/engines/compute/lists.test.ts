import { describe, expect, it } from "vitest";
import type { ClusterEngine, ClusterQuery, EventQuery } from "./index.js";
import { clusterWorld, failure, SPEC, USER } from "./testing/cluster-world.js";

/** All clusters, page by page. */
function pages(engine: ClusterEngine, query: ClusterQuery): string[][] {
  const result: string[][] = [];
  let token: string | undefined;
  do {
    const page = engine.list({ ...query, page_token: token });
    result.push(page.clusters.map(({ cluster_name }) => cluster_name ?? ""));
    token = page.next_page_token;
  } while (token);
  return result;
}

const named = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `c${String(index).padStart(3, "0")}`);

describe("list", () => {
  it("gives pages of 20, and all clusters once", () => {
    const { engine } = clusterWorld();
    const names = named(250);
    for (const cluster_name of names.toReversed()) engine.create({ ...SPEC, cluster_name }, USER);
    const byDefault = pages(engine, {});
    expect(byDefault.map(({ length }) => length)).toEqual([...Array(12).fill(20), 10]);
    expect(byDefault.flat()).toEqual(names);
    const query = { page_size: 100, sort_by: { field: "CLUSTER_NAME", direction: "DESC" } };
    expect(pages(engine, query).flat()).toEqual(names.toReversed());
  });

  it("neither repeats nor hides others when clusters go between pages", () => {
    const { engine } = clusterWorld();
    for (const cluster_name of named(30)) engine.create({ ...SPEC, cluster_name }, USER);
    const first = engine.list({ page_size: 10 });
    for (const { cluster_id } of first.clusters.slice(5)) engine.permanentDelete(cluster_id);
    const second = engine.list({ page_size: 10, page_token: first.next_page_token });
    expect(second.clusters.at(0)?.cluster_name).toBe("c010");
    const back = engine.list({ page_size: 10, page_token: second.prev_page_token });
    expect(back.clusters.map(({ cluster_name }) => cluster_name)).toEqual(named(5));
    expect(back.prev_page_token).toBeUndefined();
  });

  it("puts what runs first, then what is pinned, then goes by name", () => {
    const { engine, cluster } = clusterWorld();
    cluster("TERMINATED", { ...SPEC, cluster_name: "a" });
    cluster("RUNNING", { ...SPEC, cluster_name: "C" });
    cluster("RUNNING", { ...SPEC, cluster_name: "b" });
    engine.pin(cluster("RUNNING", { ...SPEC, cluster_name: "z" }), USER);
    expect(pages(engine, {})).toEqual([["z", "b", "C", "a"]]);
  });

  it("filters", () => {
    const { engine, cluster } = clusterWorld();
    cluster("TERMINATED", { ...SPEC, cluster_name: "old" });
    const pinned = cluster("PENDING", { ...SPEC, cluster_name: "pinned" });
    engine.pin(pinned, USER);
    engine.createJobCluster({ spec: { ...SPEC, cluster_name: "job" }, user: USER, runName: "r" });
    const by = (filter_by: ClusterQuery["filter_by"]) => pages(engine, { filter_by }).flat();
    expect(by({ is_pinned: true })).toEqual(["pinned"]);
    expect(by({ is_pinned: false })).toEqual(["job", "old"]);
    expect(by({ cluster_sources: ["JOB"] })).toEqual(["job"]);
    expect(by({ cluster_states: ["TERMINATED", "RUNNING"] })).toEqual(["old"]);
    expect(by({ policy_id: "none" })).toEqual([]);
  });

  it.each([
    [{ page_size: 101 }, "Invalid page_size 101: it must be between 1 and 100."],
    [{ page_size: -1 }, "Invalid page_size -1"],
    [{ page_token: "garbage" }, "Invalid page_token: garbage"],
    [{ page_token: Buffer.from("null").toString("base64url") }, "Invalid page_token"],
    [{ sort_by: { field: "AGE" } }, "Invalid sort_by.field AGE"],
    [{ sort_by: { field: "toString" } }, "Invalid sort_by.field toString"],
    [{ sort_by: { direction: "UP" } }, "Invalid sort_by.direction UP"],
  ])("refuses %j", (query, text) => {
    expect(failure(() => clusterWorld().engine.list(query))).toContain(
      `INVALID_PARAMETER_VALUE: ${text}`,
    );
  });

  it("refuses the token of another query", () => {
    const { engine, cluster } = clusterWorld();
    for (let count = 0; count < 3; count += 1) cluster("PENDING");
    const page_token = engine.list({ page_size: 2 }).next_page_token;
    const other = { page_token, filter_by: { is_pinned: true } };
    expect(failure(() => engine.list(other))).toContain("belongs to another query");
  });
});

describe("events", () => {
  function busy(): { engine: ClusterEngine; id: string; total: number; middle: number } {
    const world = clusterWorld();
    const id = world.cluster("RUNNING");
    for (let round = 0; round < 300; round += 1) {
      world.engine.pin(id, USER);
      world.clock.advance(1000);
      world.engine.unpin(id, USER);
    }
    return { engine: world.engine, id, total: 603, middle: world.clock.now() - 150_000 };
  }

  /** The lengths of all pages, following `next_page` as clients do. */
  function follow(
    engine: ClusterEngine,
    query: EventQuery,
  ): { lengths: number[]; times: number[] } {
    const lengths: number[] = [];
    const times: number[] = [];
    let next: EventQuery | undefined = query;
    while (next) {
      const page = engine.events(next);
      lengths.push(page.events.length);
      times.push(...page.events.map(({ timestamp }) => timestamp));
      next = page.next_page;
    }
    return { lengths, times };
  }

  it("come in pages, latest first, by offset or by token", () => {
    const { engine, id, total } = busy();
    expect(engine.events({ cluster_id: id })).toMatchObject({
      total_count: total,
      next_page: { cluster_id: id, order: "DESC", offset: 50, limit: 50 },
    });
    const byOffset = follow(engine, { cluster_id: id, limit: 250 });
    const byToken = follow(engine, { cluster_id: id, page_size: 250 });
    expect(byOffset.lengths).toEqual([250, 250, 103]);
    expect(byToken).toEqual(byOffset);
    expect(byOffset.times).toEqual(byOffset.times.toSorted((a, b) => b - a));
    const upwards = follow(engine, { cluster_id: id, page_size: 500, order: "ASC" });
    expect(upwards.times).toEqual(byOffset.times.toReversed());
  });

  it("are filtered by type and time", () => {
    const { engine, id, middle } = busy();
    expect(engine.events({ cluster_id: id, event_types: ["PINNED"] }).total_count).toBe(300);
    expect(engine.events({ cluster_id: id, event_types: [] }).total_count).toBe(603);
    const after = engine.events({ cluster_id: id, start_time: middle }).total_count;
    const before = engine.events({ cluster_id: id, end_time: middle - 1 }).total_count;
    expect(after + before).toBe(603);
    expect(after).toBeGreaterThan(0);
    const { timestamp } = engine.events({ cluster_id: id, order: "ASC" }).events[0] ?? {};
    const instant = { cluster_id: id, start_time: timestamp, end_time: timestamp };
    expect(engine.events(instant).events.map(({ type }) => type)).toEqual(["CREATING"]);
    const token = engine.events({ cluster_id: id, page_size: 5 });
    const second = engine.events({
      cluster_id: id,
      page_size: 5,
      page_token: token.next_page_token,
    });
    expect(
      engine.events({ cluster_id: id, page_token: second.prev_page_token, page_size: 5 }).events,
    ).toEqual(token.events);
  });

  it("do not outlive their cluster", () => {
    const { engine, id } = busy();
    engine.permanentDelete(id);
    expect(failure(() => engine.events({ cluster_id: id }))).toContain("does not exist");
  });

  it.each([
    [{ limit: 501 }, "Invalid limit 501: it must be between 1 and 500."],
    [{ page_size: 501 }, "Invalid page_size 501"],
    [{ offset: -1 }, "Invalid offset -1"],
    [{ order: "UP" }, "Invalid order UP: it must be ASC or DESC."],
    [{ start_time: 2, end_time: 1 }, "start_time must not be later than end_time."],
    [{ page_token: "x", offset: 3 }, "page_token can't be combined with offset or limit."],
    [{ page_token: "x" }, "Invalid page_token: x"],
  ])("refuse %j", (query, text) => {
    const { engine, cluster } = clusterWorld();
    const id = cluster("PENDING");
    expect(failure(() => engine.events({ cluster_id: id, ...query }))).toContain(
      `INVALID_PARAMETER_VALUE: ${text}`,
    );
  });
});
