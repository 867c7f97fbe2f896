import type { ApiClientModel } from "../model/index.js";
import { docComment } from "./doc-comment.js";
import type { Imports } from "./imports.js";

/** What stands in a client's class beside its services: fields, and members. */
export interface ClientMembers {
  readonly fields: string;
  readonly members: readonly string[];
  /** What its `close()` ends before the connections, as an expression; empty: nothing. */
  readonly closing: string;
}

/** What only the workspace's client has, or only the account's. */
export function clientMembers(imports: Imports, client: ApiClientModel): ClientMembers {
  return client.name === "account" ? accountMembers(imports) : workspaceMembers(imports);
}

function workspaceMembers(imports: Imports): ClientMembers {
  const dbutils = imports.value("../dbutils/index.js", "DBUtils", "DBUtils");
  const options = imports.type("../api-client/index.js", "CallOptions", "RuntimeCallOptions");
  const int64 = imports.type("../api-client/index.js", "Int64", "RuntimeInt64");
  return {
    closing: "this.#dbutils?.close()",
    fields: `  #dbutils: ${dbutils} | undefined;\n`,
    members: [
      docComment(
        [
          "Files, secrets, widgets and more, under the names that notebooks know them by. What only a " +
            "cluster can do runs on the cluster `clusterId`.",
        ],
        1,
      ) +
        `  get dbutils(): ${dbutils} {\n` +
        `    return (this.#dbutils ??= new ${dbutils}(() => this.apiClient));\n  }\n`,
      docComment(
        [
          "The id of the workspace: the configured one, else what the host tells of itself.",
          "Throws `InvalidResponseError` when neither is known.",
        ],
        1,
      ) +
        `  async getWorkspaceId(options?: ${options}): Promise<${int64}> {\n` +
        '    const account = await import("../extensions/account/index.js");\n' +
        "    return account.getWorkspaceId(this.apiClient, options);\n  }\n",
    ],
  };
}

function accountMembers(imports: Imports): ClientMembers {
  const extension = "../extensions/account/index.js";
  const config = imports.value(extension, "workspaceClientConfig", "workspaceClientConfig");
  const workspace = imports.type(extension, "WorkspaceOfAccount", "WorkspaceOfAccount");
  const client = imports.value("./workspace-client.gen.js", "WorkspaceClient", "WorkspaceClient");
  return {
    closing: "",
    fields: "",
    members: [
      docComment(
        [
          "A client for a workspace of the account, with this client's credentials and connections.",
          "Throws `InvalidRequestError` when the workspace does not say where it is.",
        ],
        1,
      ) +
        `  getWorkspaceClient(workspace: ${workspace}): ${client} {\n` +
        `    const overrides = ${config}(this.config, workspace);\n` +
        `    return new ${client}(this.apiClient.derive(overrides));\n  }\n`,
    ],
  };
}
