import { describe, expect, it } from "vitest";
import { manualClock } from "../../clock/index.js";
import { ClusterEngine } from "./index.js";
import { clusterWorld, failure, SPEC, STATES, USER } from "./testing/cluster-world.js";

describe("a cluster's life", () => {
  it("starts as PENDING and runs when its machines are there", () => {
    const world = clusterWorld();
    const { cluster_id: id } = world.engine.create(SPEC, USER);
    expect(id).toMatch(/^0304-050607-[a-z0-9]{8}$/);
    expect(world.engine.get(id)).toMatchObject({ state: "PENDING", start_time: world.clock.now() });
    expect(world.engine.get(id).driver).toBeUndefined();
    world.settle();
    expect(world.engine.get(id)).toMatchObject({
      state: "RUNNING",
      state_message: "",
      cluster_cores: 6,
      cluster_memory_mb: 24_576,
      executors: [{}, {}],
    });
  });

  it("tells what happened, in order", () => {
    const world = clusterWorld();
    const id = world.cluster("RUNNING", {
      ...SPEC,
      init_scripts: [{ workspace: { destination: "/a.sh" } }],
    });
    world.engine.resize(id, { num_workers: 4 }, USER);
    world.settle();
    world.engine.edit({ ...SPEC, cluster_id: id, cluster_name: "etl2" }, USER);
    world.settle();
    world.engine.pin(id, USER);
    world.engine.unpin(id, USER);
    world.engine.delete(id, USER);
    world.settle();
    world.engine.start(id, USER);
    const { events } = world.engine.events({ cluster_id: id, order: "ASC" });
    expect(events.map(({ type }) => type)).toEqual([
      "CREATING",
      "INIT_SCRIPTS_STARTED",
      "INIT_SCRIPTS_FINISHED",
      "DRIVER_HEALTHY",
      "RUNNING",
      "RESIZING",
      "UPSIZE_COMPLETED",
      "EDITED",
      "RESTARTING",
      "DRIVER_HEALTHY",
      "RUNNING",
      "PINNED",
      "UNPINNED",
      "TERMINATING",
      "STARTING",
    ]);
  });

  it("says who terminated it, and forgets that at the next start", () => {
    const world = clusterWorld();
    const id = world.cluster("TERMINATED");
    expect(world.engine.get(id)).toMatchObject({
      state: "TERMINATED",
      termination_reason: {
        code: "USER_REQUEST",
        type: "SUCCESS",
        parameters: { username: USER },
      },
      terminated_time: world.clock.now() - 8_000,
    });
    world.engine.start(id, USER);
    expect(world.engine.get(id)).toMatchObject({ state: "PENDING" });
    expect(world.engine.get(id)).not.toHaveProperty("termination_reason");
    expect(world.engine.get(id)).not.toHaveProperty("terminated_time");
  });

  it("has other machines and another context after a restart", () => {
    const world = clusterWorld();
    const id = world.cluster("RUNNING");
    const before = world.engine.get(id);
    expect(world.engine.get(id)).toEqual(before);
    world.engine.restart(id, USER);
    expect(world.engine.get(id).state).toBe("RESTARTING");
    world.settle();
    const after = world.engine.get(id);
    expect(after.driver?.node_id).not.toBe(before.driver?.node_id);
    expect(after.spark_context_id).not.toBe(before.spark_context_id);
    expect(after.last_state_loss_time).toBeGreaterThan(0);
  });

  it("shows the wanted size at once, and the workers when they are there", () => {
    const world = clusterWorld();
    const id = world.cluster("RESIZING");
    expect(world.engine.get(id)).toMatchObject({ num_workers: 5, executors: [{}, {}] });
    world.settle();
    expect(world.engine.get(id).executors).toHaveLength(5);
    world.engine.resize(id, { autoscale: { min_workers: 1, max_workers: 8 } }, USER);
    world.settle();
    const details = world.engine.get(id);
    expect(details.executors).toHaveLength(1);
    expect(details).not.toHaveProperty("num_workers");
    const { events } = world.engine.events({ cluster_id: id, event_types: ["UPSIZE_COMPLETED"] });
    expect(events).toHaveLength(1);
  });

  it("ends as it has to when it cannot be started", () => {
    const world = clusterWorld({
      launch: ({ settings }) =>
        settings.num_workers === 100
          ? { code: "CLOUD_PROVIDER_LAUNCH_FAILURE", type: "CLOUD_FAILURE" }
          : undefined,
    });
    const id = world.cluster("PENDING", { ...SPEC, num_workers: 100 });
    world.settle();
    expect(world.engine.get(id)).toMatchObject({
      state: "TERMINATED",
      state_message: "The cluster could not be started: CLOUD_PROVIDER_LAUNCH_FAILURE",
      termination_reason: { code: "CLOUD_PROVIDER_LAUNCH_FAILURE", type: "CLOUD_FAILURE" },
    });
  });

  it("is deleted for good in any state, unless it is pinned", () => {
    for (const state of STATES) {
      const world = clusterWorld();
      const id = world.cluster(state);
      world.engine.pin(id, USER);
      expect(failure(() => world.engine.permanentDelete(id))).toMatch(
        /^INVALID_STATE: .*unpin the cluster first/,
      );
      world.engine.unpin(id, USER);
      world.engine.permanentDelete(id);
      world.settle();
      expect(failure(() => world.engine.get(id))).toBe(
        `INVALID_PARAMETER_VALUE: Cluster ${id} does not exist`,
      );
      expect(world.engine.list().clusters).toEqual([]);
    }
  });
});

describe("operations by state", () => {
  const operations = {
    start: (engine: ClusterEngine, id: string) => engine.start(id, USER),
    restart: (engine: ClusterEngine, id: string) => engine.restart(id, USER),
    resize: (engine: ClusterEngine, id: string) => engine.resize(id, { num_workers: 3 }, USER),
    edit: (engine: ClusterEngine, id: string) => engine.edit({ ...SPEC, cluster_id: id }, USER),
    update: (engine: ClusterEngine, id: string) =>
      engine.update(id, { num_workers: 7 }, "num_workers", USER),
    delete: (engine: ClusterEngine, id: string) => engine.delete(id, USER),
    changeOwner: (engine: ClusterEngine, id: string) => engine.changeOwner(id, "bob@example.com"),
    ensureStarted: (engine: ClusterEngine, id: string) => engine.ensureStarted(id, USER),
  };
  const refused = "refused";
  const table: Record<keyof typeof operations, Record<string, string>> = {
    start: { TERMINATED: "PENDING", "*": refused },
    restart: { RUNNING: "RESTARTING", "*": "same" },
    resize: { RUNNING: "RESIZING", "*": refused },
    edit: { RUNNING: "RESTARTING", TERMINATED: "same", "*": refused },
    update: { RUNNING: "RESTARTING", TERMINATED: "same", "*": refused },
    delete: { TERMINATED: "same", TERMINATING: "same", "*": "TERMINATING" },
    changeOwner: { TERMINATED: "same", "*": refused },
    ensureStarted: { TERMINATED: "PENDING", "*": "same" },
  };

  for (const [name, outcomes] of Object.entries(table)) {
    it.each(STATES)(`${name} on %s`, (state) => {
      const { engine, cluster } = clusterWorld();
      const id = cluster(state);
      const wanted = outcomes[state] ?? outcomes["*"];
      const text = failure(() => operations[name as keyof typeof operations](engine, id));
      const shown = state.charAt(0) + state.slice(1).toLowerCase();
      expect(text).toBe(
        wanted === refused
          ? `INVALID_STATE: Cluster ${id} is in unexpected state ${shown}.`
          : "none",
      );
      const after = wanted === refused || wanted === "same" ? state : wanted;
      expect(engine.state(id)).toBe(after);
    });
  }

  it.each(Object.keys(operations))("%s says that a cluster does not exist", (name) => {
    const { engine } = clusterWorld();
    const operation = operations[name as keyof typeof operations];
    expect(failure(() => operation(engine, "nope"))).toBe(
      "INVALID_PARAMETER_VALUE: Cluster nope does not exist",
    );
  });
});

describe("auto-termination", () => {
  const spec = { ...SPEC, autotermination_minutes: 30 };

  it("ends what nobody uses", () => {
    const world = clusterWorld();
    const id = world.cluster("RUNNING", spec);
    world.clock.advance(29 * 60_000);
    expect(world.engine.state(id)).toBe("RUNNING");
    world.clock.advance(2 * 60_000);
    expect(world.engine.get(id)).toMatchObject({
      state: "TERMINATED",
      state_message: "Inactive cluster terminated (inactive for 30 minutes).",
      termination_reason: { code: "INACTIVITY", parameters: { inactivity_duration_min: "30" } },
    });
  });

  it("waits for those who hold it", () => {
    const world = clusterWorld();
    const id = world.cluster("RUNNING", spec);
    const [first, second] = [world.engine.hold(id), world.engine.hold(id)];
    world.clock.advance(120 * 60_000);
    first();
    first();
    world.clock.advance(45 * 60_000);
    expect(world.engine.state(id)).toBe("RUNNING");
    second();
    world.clock.advance(29 * 60_000);
    expect(world.engine.state(id)).toBe("RUNNING");
    world.clock.advance(2 * 60_000);
    expect(world.engine.state(id)).toBe("TERMINATED");
  });

  it("does not happen where it was not asked for, or was asked not to", () => {
    const world = clusterWorld();
    const ids = [SPEC, { ...SPEC, autotermination_minutes: 0 }].map((one) =>
      world.cluster("RUNNING", one),
    );
    world.clock.advance(1e9);
    expect(ids.map((id) => world.engine.state(id))).toEqual(["RUNNING", "RUNNING"]);
  });
});

describe("old clusters", () => {
  it("are out of reach 30 days after they were terminated, unless pinned", () => {
    const world = clusterWorld();
    const [plain, pinned] = [world.cluster("TERMINATED"), world.cluster("TERMINATED")];
    world.engine.pin(pinned, USER);
    world.clock.advance(31 * 86_400_000);
    expect(failure(() => world.engine.get(plain))).toBe(
      `INVALID_STATE: Cluster ${plain}`.replace("Cluster", "Cannot access cluster") +
        " that was terminated or unpinned more than 30 days ago.",
    );
    expect(world.engine.list().clusters.map(({ cluster_id }) => cluster_id)).toEqual([pinned]);
    world.engine.unpin(pinned, USER);
    expect(world.engine.get(pinned).state).toBe("TERMINATED");
    world.clock.advance(31 * 86_400_000);
    expect(failure(() => world.engine.get(pinned))).toContain("unpinned more than 30 days ago");
  });

  it("pins at most 100", () => {
    const world = clusterWorld();
    const ids = Array.from({ length: 101 }, () => world.cluster("PENDING"));
    for (const id of ids.slice(0, 100)) world.engine.pin(id, USER);
    expect(failure(() => world.engine.pin(ids[100] ?? "", USER))).toMatch(/^QUOTA_EXCEEDED: /);
    world.engine.pin(ids[0] ?? "", USER);
  });
});

describe("a store that is opened again", () => {
  it("goes on where it stopped", () => {
    const first = clusterWorld();
    const starting = first.cluster("PENDING");
    const ending = first.cluster("TERMINATING");
    const idle = first.cluster("RUNNING", { ...SPEC, autotermination_minutes: 10 });
    const begun = first.engine.create(SPEC, USER).cluster_id;
    const clock = manualClock(first.clock.now());
    first.clock.close();
    const second = new ClusterEngine({ store: first.store, clock });
    expect(second.state(begun)).toBe("PENDING");
    clock.advance(10_000);
    expect([starting, ending, begun].map((id) => second.state(id))).toEqual([
      "RUNNING",
      "TERMINATED",
      "RUNNING",
    ]);
    clock.advance(11 * 60_000);
    expect(second.state(idle)).toBe("TERMINATED");
    expect(second.events({ cluster_id: begun }).events.at(0)?.type).toBe("RUNNING");
  });

  it("ignores steps of clusters that are gone", () => {
    const world = clusterWorld();
    world.cluster("PENDING");
    world.store.clear();
    world.settle();
    expect(world.engine.list()).toEqual({ clusters: [] });
  });
});

describe("watching", () => {
  it("hears of each change of state", () => {
    const world = clusterWorld();
    const heard: string[] = [];
    const stop = world.engine.watch((_id, state) => heard.push(state));
    const id = world.cluster("TERMINATED");
    world.settle();
    expect(heard).toEqual(["PENDING", "RUNNING", "TERMINATING", "TERMINATED"]);
    stop();
    world.engine.start(id, USER);
    world.settle();
    expect(heard).toHaveLength(4);
  });
});

describe("job clusters", () => {
  const request = {
    spec: { ...SPEC, autotermination_minutes: 10 },
    user: USER,
    runName: "nightly",
  };

  it("belong to their run, which ends them", () => {
    const world = clusterWorld();
    const id = world.engine.createJobCluster({ ...request, jobId: 77 });
    world.settle();
    expect(world.engine.get(id)).toMatchObject({
      cluster_source: "JOB",
      autotermination_minutes: 0,
      default_tags: { RunName: "nightly", JobId: "77", ClusterId: id },
    });
    expect(failure(() => world.engine.edit({ ...SPEC, cluster_id: id }, USER))).toBe(
      `INVALID_PARAMETER_VALUE: Cluster ${id} was created by a job run and cannot be edited.`,
    );
    world.engine.terminate(id, { code: "JOB_FINISHED", type: "SUCCESS" });
    world.settle();
    expect(world.engine.get(id).termination_reason?.code).toBe("JOB_FINISHED");
  });

  it("are refused with the texts of the jobs API", () => {
    const { engine } = clusterWorld();
    const { num_workers: _workers, ...sizeless } = SPEC;
    expect(failure(() => engine.createJobCluster({ ...request, spec: sizeless }))).toBe(
      "INVALID_PARAMETER_VALUE: Missing required field: settings.cluster_spec.new_cluster.size",
    );
    expect(failure(() => engine.checkJobSpec({ ...SPEC, instance_pool_id: "p" }, USER))).toBe(
      "INVALID_PARAMETER_VALUE: Cluster validation error: Can't find an instance pool with id: p.",
    );
  });
});

describe("owners", () => {
  it("change to somebody who exists", () => {
    const world = clusterWorld({ isPrincipal: (name) => name === "bob@example.com" });
    const id = world.cluster("TERMINATED", { ...SPEC, data_security_mode: "SINGLE_USER" });
    expect(world.engine.get(id)).toMatchObject({ single_user_name: USER });
    expect(failure(() => world.engine.changeOwner(id, "eve@example.com"))).toBe(
      "RESOURCE_DOES_NOT_EXIST: User eve@example.com does not exist.",
    );
    expect(failure(() => world.engine.changeOwner(id, ""))).toContain("'owner_username'");
    world.engine.changeOwner(id, "bob@example.com");
    expect(world.engine.get(id)).toMatchObject({
      creator_user_name: "bob@example.com",
      default_tags: { Creator: "bob@example.com" },
    });
  });
});
