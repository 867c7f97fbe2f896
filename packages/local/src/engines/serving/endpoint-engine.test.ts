import { describe, expect, it } from "vitest";
import { manualClock } from "../../clock/index.js";
import { memoryStore } from "../../state/index.js";
import { EndpointEngine } from "./index.js";
import { withoutSecrets } from "./without-secrets.js";

const USER = "ada@example.com";
const model = (version: string, name?: string): object => ({
  entity_name: "m",
  entity_version: version,
  ...(name !== undefined && { name }),
});

function world(store = memoryStore()) {
  const clock = manualClock(Date.UTC(2026, 0, 1));
  const engine = new EndpointEngine(store, clock);
  return { store, clock, engine, settle: () => clock.advance(10_000) };
}

describe("an endpoint", () => {
  it("goes on being deployed when the store is opened again", () => {
    const { store, engine } = world();
    engine.create({ name: "a", config: { served_entities: [model("1")] } }, USER);
    const later = world(store);
    later.settle();
    expect(later.engine.get("a").state).toEqual({ ready: "READY", config_update: "NOT_UPDATING" });
  });

  it("that was made again is not ready by the deployment of the one before", () => {
    const { engine, clock } = world();
    const config = { served_entities: [model("1")] };
    engine.create({ name: "a", config }, USER);
    clock.advance(3_000);
    engine.delete("a");
    engine.create({ name: "a", config }, USER);
    clock.advance(3_000);
    expect(engine.get("a").state.ready).toBe("NOT_READY");
    clock.advance(3_000);
    expect(engine.get("a").state.ready).toBe("READY");
  });

  it("without a config waits for one", () => {
    const { engine, settle } = world();
    expect(engine.create({ name: "a" }, USER).state).toEqual({
      ready: "NOT_READY",
      config_update: "NOT_UPDATING",
    });
    engine.updateConfig("a", { served_models: [{ model_name: "m", model_version: "2" }] }, USER);
    settle();
    expect(engine.get("a").config).toMatchObject({
      served_models: [{ name: "m-2", model_name: "m", model_version: "2" }],
      served_entities: [{ name: "m-2", entity_name: "m" }],
    });
  });

  it("shares out its traffic, and answers by the entity that has the most", () => {
    const { engine, settle } = world();
    const served_entities = [model("1", "x"), model("2", "y"), model("3", "z")];
    engine.create({ name: "a", config: { served_entities } }, USER);
    settle();
    const { routes } = engine.get("a").config?.traffic_config ?? { routes: [] };
    expect(routes.map(({ traffic_percentage: share }) => share)).toEqual([34, 33, 33]);
    expect(engine.serving("a").entity.name).toBe("x");
    expect(engine.serving("a", "z").entity.name).toBe("z");
    const uneven = [
      { served_model_name: "x", traffic_percentage: 10 },
      { served_entity_name: "y", traffic_percentage: 90 },
    ];
    const config = { served_entities, traffic_config: { routes: uneven } };
    engine.updateConfig("a", config, USER);
    expect(engine.serving("a").entity.name).toBe("x");
    settle();
    expect(engine.serving("a").entity.name).toBe("y");
  });

  it("of the platform is added to a new workspace only", () => {
    const { store, engine } = world();
    expect(engine.seed()).toHaveLength(2);
    expect(engine.seed()).toEqual([]);
    expect(world(store).engine.list()).toHaveLength(2);
  });
});

describe("secrets", () => {
  it("are left out at any depth", () => {
    const config = {
      a: [{ key_plaintext: "s", key: "{{secrets/s/k}}" }],
      b: null,
      c_plaintext: {},
    };
    expect(withoutSecrets(config)).toEqual({ a: [{ key: "{{secrets/s/k}}" }], b: null });
  });
});
