import type { QueryCount } from "./endpoint-queries.js";
import type { EndpointDetails } from "./endpoint-view.js";

/** How to query an endpoint, as an OpenAPI 3.1 document. */
export function openApiOf({ name, task }: EndpointDetails, host: string): object {
  const json = (schema: object): object => ({ content: { "application/json": { schema } } });
  return {
    openapi: "3.1.0",
    info: { title: name, version: "1", ...(task !== undefined && { description: task }) },
    servers: [{ url: `${host}/serving-endpoints/${name}` }],
    paths: {
      "/invocations": {
        post: {
          operationId: "query",
          requestBody: { required: true, ...json(inputOf(task)) },
          responses: { "200": { description: "The reply", ...json({ type: "object" }) } },
        },
      },
    },
  };
}

/** Counters of an endpoint in the text format of Prometheus. */
export function metricsOf(endpoint: string, counts: readonly QueryCount[]): string {
  const lines = counts.map(({ entity, failed, count }) => {
    const labels = `endpoint_name="${endpoint}",served_model_name="${entity}",failed="${failed}"`;
    return `request_count_total{${labels}} ${count}`;
  });
  return ["# TYPE request_count_total counter", ...lines, ""].join("\n");
}

function inputOf(task: string | undefined): object {
  const field = (name: string, schema: object): object => ({
    type: "object",
    required: [name],
    properties: { [name]: schema },
  });
  switch (task) {
    case "llm/v1/chat":
      return field("messages", { type: "array", items: { type: "object" } });
    case "llm/v1/completions":
      return field("prompt", { type: "string" });
    case "llm/v1/embeddings":
      return field("input", { type: ["array", "string"], items: { type: "string" } });
    default:
      return { type: "object" };
  }
}
