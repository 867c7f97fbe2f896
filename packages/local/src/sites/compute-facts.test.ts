import { describe, expect, it } from "vitest";
import { estimateDbus } from "./estimate-dbus.js";
import { runtimeOf } from "./runtime-of.js";

describe("aliases of runtimes", () => {
  it.each([
    ["auto:latest", "18.0.x-scala2.13"],
    ["auto:latest-lts", "17.3.x-scala2.13"],
    ["auto:latest-lts-ml", "17.3.x-cpu-ml-scala2.13"],
    ["auto:latest-gpu-ml", "18.0.x-gpu-ml-scala2.13"],
    ["auto:prev-lts", "16.4.x-scala2.12"],
    ["auto:prev-major", "17.3.x-scala2.13"],
    ["auto:newest", undefined],
    ["17.3.x-scala2.13", undefined],
  ])("%s is %s", (alias, key) => {
    expect(runtimeOf(alias)).toBe(key);
  });
});

describe("the estimate of DBUs", () => {
  const i3 = { node_type_id: "i3.xlarge" };
  it.each([
    [{ ...i3, num_workers: 0 }, 1],
    [{ ...i3, num_workers: 3 }, 4],
    [{ ...i3, autoscale: { min_workers: 1, max_workers: 9 } }, 10],
    [{ ...i3, num_workers: 3, driver_node_type_id: "m5d.large" }, 3.5],
    [{ ...i3, num_workers: 1, runtime_engine: "PHOTON" }, 4],
    [{ node_type_id: "no", num_workers: 1 }, undefined],
  ])("of %j is %s", (spec, dbus) => {
    expect(estimateDbus(spec)).toBe(dbus);
  });
});
