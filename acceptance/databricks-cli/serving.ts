import { expect, it } from "vitest";
import type { Scene } from "../support/cli-story.js";

/** Endpoints that answer. */
export function tellOfServing(scene: Scene): void {
  it("creates, queries, changes and deletes a chat", async () => {
    const { machine } = scene;
    const external_model = {
      name: "chat",
      provider: "openai",
      task: "llm/v1/chat",
      openai_config: { openai_api_key: "{{secrets/scope/key}}" },
    };
    const ready = { state: { ready: "READY", config_update: "NOT_UPDATING" } };
    const config = { served_entities: [{ name: "one", external_model }] };
    expect(
      await machine.send({ name: "cli", config }, "serving-endpoints", "create"),
    ).toMatchObject({ name: "cli", task: "llm/v1/chat", ...ready });
    expect(await machine.json("serving-endpoints", "list")).toContainEqual(
      expect.objectContaining({ name: "cli" }),
    );
    const question = { messages: [{ role: "user", content: "hello" }] };
    expect(await machine.send(question, "serving-endpoints", "query", "cli")).toMatchObject({
      choices: [{ message: { role: "assistant", content: "hello" } }],
    });
    const changed = { served_entities: [{ name: "two", external_model }] };
    expect(await machine.send(changed, "serving-endpoints", "update-config", "cli")).toMatchObject({
      config: { config_version: 2, served_entities: [{ name: "two" }] },
      ...ready,
    });
    expect(await machine.cli("serving-endpoints", "export-metrics", "cli")).toContain(
      'request_count_total{endpoint_name="cli"',
    );
    expect(JSON.parse(await machine.cli("serving-endpoints", "get-open-api", "cli"))).toMatchObject(
      {
        openapi: expect.any(String),
      },
    );
    await machine.cli("serving-endpoints", "delete", "cli");
    for (const verb of ["get", "delete"]) {
      expect(await machine.refusal("serving-endpoints", verb, "cli")).toContain("does not exist");
    }
  });

  it("queries a model with rows", async () => {
    const { machine } = scene;
    const entity = { entity_name: "main.default.m", entity_version: "1", workload_size: "Small" };
    const config = { served_entities: [{ ...entity, scale_to_zero_enabled: true }] };
    await machine.send({ name: "model", config }, "serving-endpoints", "create");
    const rows = { dataframe_records: [{ a: 1 }, { a: 2 }] };
    expect(await machine.send(rows, "serving-endpoints", "query", "model")).toEqual({
      predictions: [{ a: 1 }, { a: 2 }],
    });
    expect(await machine.refusal("serving-endpoints", "query", "none", "--json", "{}")).toContain(
      "Endpoint with name 'none' does not exist",
    );
    await machine.cli("serving-endpoints", "delete", "model");
  });
}
