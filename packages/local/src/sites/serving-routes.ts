import type { EndpointEngine } from "../engines/serving/index.js";
import { endpointOf, type AnswerQuery } from "../handlers/serving-queries.js";
import type { Principal, RawRoute } from "../http/index.js";

const OPERATION = "serving.ServingEndpointsAPI.query";

/** What OpenAI's clients append to their base address, and what they want by it. */
const OPENAI: Readonly<Record<string, string>> = {
  "chat/completions": "llm/v1/chat",
  completions: "llm/v1/completions",
  embeddings: "llm/v1/embeddings",
  responses: "agent/v1/responses",
};

/** Where an endpoint is reached on the data plane, below the server's address. */
export function dataPlanePath(endpointId: string, workspaceId: number): string {
  return `/data-plane/serving-endpoints/${endpointId}/invocations?o=${workspaceId}`;
}

/** The other paths by which endpoints are queried. */
export function servingRoutes(
  endpoints: EndpointEngine,
  answer: AnswerQuery,
  admit: (authorization: string | undefined, endpointId: string) => Principal,
): readonly RawRoute[] {
  return [
    query("/api/2.0/serving-endpoints/{name}/invocations", async ({ values, fields }, context) =>
      answer({ endpoint: values["name"] ?? "", body: await fields() }, context),
    ),
    query(
      "/serving-endpoints/{name}/served-models/{entity}/invocations",
      async ({ values, fields }, context) => {
        const { name: endpoint = "", entity } = values;
        return answer({ endpoint, entity, body: await fields() }, context);
      },
    ),
    ...Object.entries(OPENAI).map(([path, task]) =>
      query(`/serving-endpoints/${path}`, async ({ fields }, context) => {
        const body = await fields();
        return answer({ endpoint: endpointOf(body), task, body }, context);
      }),
    ),
    {
      ...query(dataPlanePath("{id}", 0).replace(/\?.*/, ""), async (request, context) => {
        const { id = "" } = request.values;
        const principal = admit(request.headers["authorization"], id);
        const body = await request.fields();
        return answer({ endpoint: endpoints.nameOf(id), body }, { ...context, principal });
      }),
      public: true,
    },
  ];
}

function query(path: string, handle: RawRoute["handle"]): RawRoute {
  return { verb: "POST", path, operation: OPERATION, handle };
}
