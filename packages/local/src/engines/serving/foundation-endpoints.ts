import { createHash } from "node:crypto";
import type { EndpointRecord } from "./endpoint-record.js";

interface FoundationModel {
  readonly endpoint: string;
  readonly displayName: string;
  readonly model: string;
  readonly task: string;
}

/** Models that every workspace has, paid by use: one to chat with, one for embeddings. */
const MODELS: readonly FoundationModel[] = [
  {
    endpoint: "databricks-meta-llama-3-3-70b-instruct",
    displayName: "Meta Llama 3.3 70B Instruct",
    model: "system.ai.llama_v3_3_70b_instruct",
    task: "llm/v1/chat",
  },
  {
    endpoint: "databricks-gte-large-en",
    displayName: "GTE Large (English)",
    model: "system.ai.gte_large_en_v1_5",
    task: "llm/v1/embeddings",
  },
];

/** The platform's own endpoints, ready from the start. */
export function foundationEndpoints(now: number): readonly EndpointRecord[] {
  return MODELS.map(({ endpoint, displayName, model, task }) => ({
    id: createHash("md5").update(endpoint).digest("hex"),
    name: endpoint,
    creation_timestamp: now,
    last_updated_timestamp: now,
    tags: [],
    route_optimized: false,
    task,
    config: {
      config_version: 1,
      served_entities: [
        {
          name: endpoint,
          creation_timestamp: now,
          entity_name: model,
          foundation_model: { name: model, display_name: displayName },
        },
      ],
      traffic_config: { routes: [{ served_entity_name: endpoint, traffic_percentage: 100 }] },
      asModels: false,
    },
  }));
}
