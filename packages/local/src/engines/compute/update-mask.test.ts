import { describe, expect, it } from "vitest";
import { applyMask } from "./update-mask.js";
import { clusterWorld, failure, SPEC, USER } from "./testing/cluster-world.js";

const spec = {
  ...SPEC,
  custom_tags: { team: "a" },
  aws_attributes: { zone_id: "us-west-2b", first_on_demand: 2 },
};

describe("applyMask", () => {
  it.each([
    [
      "takes what is named",
      "cluster_name",
      { cluster_name: "b", num_workers: 9 },
      { ...spec, cluster_name: "b" },
    ],
    [
      "takes several",
      "cluster_name,custom_tags",
      { cluster_name: "b", custom_tags: { x: "y" } },
      { ...spec, cluster_name: "b", custom_tags: { x: "y" } },
    ],
    [
      "takes a part of a message",
      "aws_attributes.zone_id",
      { aws_attributes: { zone_id: "auto", first_on_demand: 9 } },
      { ...spec, aws_attributes: { zone_id: "auto", first_on_demand: 2 } },
    ],
    [
      "clears a part",
      "aws_attributes.zone_id",
      {},
      { ...spec, aws_attributes: { first_on_demand: 2 } },
    ],
    ["replaces all", "*", SPEC, SPEC],
  ])("%s", (_name, mask, body, result) => {
    expect(applyMask(spec, body, mask)).toEqual(result);
  });

  it("clears what is named and not given", () => {
    const { custom_tags: _tags, ...rest } = spec;
    expect(applyMask(spec, {}, "custom_tags")).toEqual(rest);
    expect(applyMask(spec, {}, "aws_attributes.zone_id,aws_attributes.first_on_demand")).toEqual(
      expect.not.objectContaining({ aws_attributes: expect.anything() as unknown }),
    );
  });

  it("keeps one kind of size", () => {
    const autoscale = { min_workers: 1, max_workers: 2 };
    const scaled = applyMask(spec, { autoscale }, "autoscale");
    expect(scaled).toMatchObject({ autoscale });
    expect(scaled).not.toHaveProperty("num_workers");
    expect(applyMask(scaled, { num_workers: 3 }, "num_workers")).not.toHaveProperty("autoscale");
  });

  it.each([
    ["", "update_mask must name the fields to update, or be *."],
    ["cluster_name, num_workers", "without spaces"],
    ["cluster_nam", 'a cluster has no field "cluster_nam"'],
    ["cluster_name,", 'a cluster has no field ""'],
    ["state", 'a cluster has no field "state"'],
    ["toString", 'a cluster has no field "toString"'],
    ["custom_tags.team", '"custom_tags" can only be updated as a whole, not "custom_tags.team"'],
    ["aws_attributes.zone", '"aws_attributes" has no field "zone"'],
    ["docker_image.basic_auth.username", "as a whole"],
  ])("refuses %j", (mask, text) => {
    expect(failure(() => applyMask(spec, SPEC, mask))).toContain(text);
    expect(failure(() => applyMask(spec, SPEC, mask))).toMatch(/^INVALID_PARAMETER_VALUE/);
  });
});

describe("update", () => {
  it("changes only what is named, and restarts what runs", () => {
    const world = clusterWorld();
    const id = world.cluster("RUNNING", spec);
    world.engine.update(id, { num_workers: 4 }, "num_workers,custom_tags", USER);
    expect(world.engine.state(id)).toBe("RESTARTING");
    world.settle();
    expect(world.engine.get(id)).toMatchObject({ num_workers: 4, cluster_name: "etl" });
    expect(world.engine.get(id)).not.toHaveProperty("custom_tags");
  });

  it("leaves the cluster as it was when the result would be wrong", () => {
    const world = clusterWorld();
    const id = world.cluster("RUNNING", spec);
    const before = world.engine.get(id);
    expect(failure(() => world.engine.update(id, {}, "node_type_id", USER))).toContain(
      "Missing required field 'node_type_id'",
    );
    expect(world.engine.get(id)).toEqual(before);
  });
});
