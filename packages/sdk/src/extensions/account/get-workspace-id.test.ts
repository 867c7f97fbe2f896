import { afterEach, describe, expect, it } from "vitest";
import { ApiClient } from "../../api-client/index.js";
import { InvalidResponseError } from "../../errors/index.js";
import { json, type LocalServer, startServer } from "../../http/testing/local-server.js";
import { getWorkspaceId } from "./get-workspace-id.js";

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Tells {
  readonly metadata?: object;
  readonly header?: string;
}

async function workspace({ metadata, header }: Tells): Promise<LocalServer> {
  const server = await startServer((request, response) => {
    if (request.url.startsWith("/.well-known/")) {
      return json(response, metadata ?? {}, metadata === undefined ? 404 : 200);
    }
    if (header !== undefined) response.setHeader("X-Databricks-Org-Id", header);
    return json(response, { userName: "me" });
  });
  closing.push(() => server.close());
  return server;
}

function clientOf({ url: host }: LocalServer, workspaceId?: string): ApiClient {
  const client = new ApiClient({ host, token: "t", workspaceId, env: {} });
  closing.push(() => client.close());
  return client;
}

describe("getWorkspaceId", () => {
  it("is the configured one, for which nothing is sent", async () => {
    const server = await workspace({ header: "1" });
    expect(await getWorkspaceId(clientOf(server, "7"))).toBe(7);
    expect(await getWorkspaceId(clientOf(server, "9007199254740993"))).toBe(9_007_199_254_740_993n);
    expect(server.seen).toEqual([]);
  });

  it("is what the host answers with, exactly", async () => {
    const server = await workspace({ header: "9007199254740993" });
    expect(await getWorkspaceId(clientOf(server))).toBe(9_007_199_254_740_993n);
    expect(server.seen.at(-1)?.url).toBe("/api/2.0/preview/scim/v2/Me");
  });

  it("is what the host tells of itself", async () => {
    const server = await workspace({ metadata: { workspace_id: "12" } });
    const client = clientOf(server);
    expect(await getWorkspaceId(client)).toBe(12);
    const asked = server.seen.length;
    expect(await getWorkspaceId(client)).toBe(12);
    expect(server.seen).toHaveLength(asked);
  });

  it("is missed where nobody says", async () => {
    const server = await workspace({});
    await expect(getWorkspaceId(clientOf(server))).rejects.toThrow(InvalidResponseError);
    await expect(getWorkspaceId(clientOf(server, "mine"))).rejects.toThrow('workspaceId is "mine"');
  });
});
