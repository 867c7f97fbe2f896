import { describe, expect, it } from "vitest";
import { createFaults, type FaultRule, type FaultTarget } from "./index.js";

const get: FaultTarget = {
  verb: "GET",
  path: "/api/2.1/clusters/get",
  operations: ["compute.ClustersAPI.get"],
};

describe("matching", () => {
  it.each([
    ["compute.ClustersAPI.get", true],
    ["compute.ClustersAPI.list", false],
    ["GET /api/2.1/clusters/get", true],
    ["get /api/2.1/clusters/get", true],
    ["* /api/2.1/clusters/get", true],
    ["POST /api/2.1/clusters/get", false],
    ["GET /api/*/clusters/*", true],
    ["GET /api/*", false],
    ["GET /api/**", true],
    ["GET /api/2x1/clusters/get", false],
  ])("%s: %s", (match, hit) => {
    const faults = createFaults();
    faults.add({ match, status: 500 });
    expect(faults.take(get) !== undefined).toBe(hit);
  });

  it("applies the first rule that hits", () => {
    const faults = createFaults();
    faults.add({ match: "* /**", status: 500, times: 1 });
    faults.add({ match: "* /**", status: 503 });
    expect([1, 2].map(() => faults.take(get)?.rule.status)).toEqual([500, 503]);
  });
});

describe("counting", () => {
  it("lets `skip` requests through, then hits `times`", () => {
    const faults = createFaults();
    const { id } = faults.add({ match: "* /**", skip: 2, times: 2 });
    const hits = [1, 2, 3, 4, 5, 6].map(() => faults.take(get) !== undefined);
    expect(hits).toEqual([false, false, true, true, false, false]);
    expect(faults.list()).toEqual([{ id, rule: { match: "* /**", skip: 2, times: 2 }, hits: 2 }]);
  });

  it("hits a share of the requests, the same ones for the same seed", () => {
    const run = (seed: number): boolean[] => {
      const faults = createFaults(seed);
      faults.add({ match: "* /**", probability: 0.3 });
      return Array.from({ length: 1000 }, () => faults.take(get) !== undefined);
    };
    const share = run(7).filter(Boolean).length / 1000;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.35);
    expect(run(7)).toEqual(run(7));
    expect(run(7)).not.toEqual(run(8));
  });

  it("never hits with probability 0, and forgets removed rules", () => {
    const faults = createFaults();
    faults.add({ match: "* /**", probability: 0 });
    const { id } = faults.add({ match: "* /**" });
    expect(faults.take(get)?.id).toBe(id);
    expect(faults.remove(id)).toBe(true);
    expect(faults.remove(id)).toBe(false);
    expect(faults.take(get)).toBeUndefined();
    faults.clear();
    expect(faults.list()).toEqual([]);
  });
});

describe("checking", () => {
  it("refuses an operation that there is not, whose rule would never hit", () => {
    const faults = createFaults(1, (id) => id === "jobs.JobsAPI.create");
    expect(() => faults.add({ match: "jobs.JobsAPI.creat" })).toThrow(
      "there is no operation jobs.JobsAPI.creat",
    );
    faults.add({ match: "jobs.JobsAPI.create" });
    faults.add({ match: "GET /api/2.2/jobs/creat" });
    expect(faults.list()).toHaveLength(2);
  });

  it.each<[FaultRule | object, string]>([
    [{}, "match is missing"],
    [{ match: "clusters" }, "match must be an operation id"],
    [{ match: "GET clusters" }, "match must be"],
    [{ match: "* /**", status: 99 }, "status must be an HTTP status"],
    [{ match: "* /**", times: -1 }, "times must be an integer, 0 or more"],
    [{ match: "* /**", probability: 2 }, "probability must be a number from 0 to 1"],
    [{ match: "* /**", headers: { a: 1 } }, "headers must be an object of header values"],
    [{ match: "* /**", html: "<p>" }, "html needs a status"],
    [{ match: "* /**", body: "<Error/>" }, "body needs a status"],
    [{ match: "* /**", status: 403, html: "<p>", body: "x" }, "html or body, not both"],
    [{ match: "* /**", drop_upload_after: -1 }, "drop_upload_after must be an integer"],
    [{ match: "* /**", state: 500 }, 'no field "state"; there are match, skip'],
  ])("refuses %j", (rule, message) => {
    expect(() => createFaults().add(rule as FaultRule)).toThrow(message);
  });
});
