import { extension } from "../model/index.js";
import type { Json } from "./schema.js";
import { accountServer } from "./servers.js";

/** The document that all others refer to: what every operation shares. */
export const commonDocument = "common.json";

/** The errors of the service and the path hole that the client's configuration fills. */
export function commonDocumentObject(version: string): Json {
  return {
    openapi: "3.1.0",
    info: {
      title: "Databricks REST API: common parts",
      version,
      description: "What the documents beside this one share. See README.md.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [accountServer],
    paths: {},
    components: {
      schemas: { Error: errorSchema },
      parameters: {
        account_id: {
          name: "account_id",
          in: "path",
          required: true,
          description: "The account. Clients fill it in from their configuration.",
          schema: { type: "string" },
          [extension.config]: "account_id",
        },
      },
      responses: {
        Error: {
          description: "The request failed.",
          content: {
            "application/json": { schema: { $ref: "#/components/schemas/Error" } },
          },
        },
      },
    },
  };
}

const errorSchema: Json = {
  type: "object",
  properties: {
    error_code: { type: "string", description: "What went wrong, e.g. `RESOURCE_DOES_NOT_EXIST`." },
    message: { type: "string", description: "The same for people." },
    details: {
      type: "array",
      description: "More about it; `@type` tells the kind of each.",
      items: {
        type: "object",
        required: ["@type"],
        properties: { "@type": { type: "string" } },
        additionalProperties: true,
      },
    },
  },
};
