import { afterEach, describe, expect, it } from "vitest";
import { serve, type Served } from "../../api-client/testing/client.js";
import { InvalidRequestError, PermissionDenied } from "../../errors/index.js";
import { type Handler, json } from "../../http/testing/local-server.js";
import { systemClock } from "../../internal/index.js";
import { fakeServiceClient } from "../testing/fake-service-client.js";
import { ServingEndpoints } from "./serving-endpoints.js";
import { ServingEndpointsDataPlane } from "./serving-endpoints-data-plane.js";

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function started(handler: Handler, oauth = {}): Promise<Served> {
  const served = await serve(handler, { clock: systemClock, ...oauth });
  closing.push(() => served.close());
  return served;
}

describe("httpRequest", () => {
  const request = { connection_name: "c", method: "POST", path: "/v1/x" };

  it("gives the response as it comes", async () => {
    const { client, server } = await started((_request, response) => {
      response.writeHead(201, { "x-theirs": "1", "content-type": "text/csv" });
      response.end("a,b");
    });
    const { status, headers, contents } = await new ServingEndpoints(client).httpRequest(
      {
        ...request,
        headers: { accept: "text/csv" },
        json: { n: 9_007_199_254_740_993n },
        params: { q: 1 },
      },
      { headers: { "x-mine": "1" } },
    );
    expect(status).toBe(201);
    expect(headers).toMatchObject({ "x-theirs": "1", "content-type": "text/csv" });
    expect(await new Response(contents).text()).toBe("a,b");
    const [sent] = server.seen;
    expect(sent).toMatchObject({ method: "POST", url: "/api/2.0/external-function" });
    expect(sent?.headers["x-mine"]).toBe("1");
    expect(JSON.parse(sent?.body ?? "")).toEqual({
      ...request,
      headers: '{"accept":"text/csv"}',
      json: '{"n":9007199254740993}',
      params: '{"q":1}',
    });
  });

  it("takes the texts of the API as they are", async () => {
    const { client, server } = await started((_request, response) => void response.end());
    const texts = { headers: "{}", json: '{"a":1}', params: "{}", body: "b", sub_domain: "s" };
    await new ServingEndpoints(client).httpRequest({ ...request, ...texts });
    expect(JSON.parse(server.seen[0]?.body ?? "")).toEqual({ ...request, ...texts });
  });

  it("is an error where the service refuses", async () => {
    const { client } = await started((_request, response) =>
      json(response, { error_code: "PERMISSION_DENIED", message: "no USE CONNECTION" }, 403),
    );
    const run = new ServingEndpoints(client).httpRequest(request);
    await expect(run).rejects.toThrow(PermissionDenied);
  });

  it("names what has no form in JSON", async () => {
    const run = new ServingEndpoints(fakeServiceClient({})).httpRequest({
      ...request,
      json: { deep: [Number.NaN] },
    });
    await expect(run).rejects.toThrow(InvalidRequestError);
    await expect(run).rejects.toMatchObject({ field: "json.deep[0]" });
  });
});

describe("queryStream of the data plane", () => {
  it("goes to the endpoint itself, with a token of its own", async () => {
    const authorization_details = '[{"type":"workspace_permission"}]';
    const { client, server } = await started(
      ({ url, method }, response) => {
        const { origin } = new URL(server.url);
        if (url.includes("/.well-known/")) {
          return json(response, {
            token_endpoint: `${origin}/token`,
            authorization_endpoint: `${origin}/authorize`,
          });
        }
        if (url.endsWith("/token")) {
          return json(response, { access_token: `t${server.seen.length}`, expires_in: 3600 });
        }
        if (method === "GET") {
          const query_info = { endpoint_url: `${origin}/direct`, authorization_details };
          return json(response, { name: "fast", data_plane_info: { query_info } });
        }
        response.writeHead(200, { "content-type": "text/event-stream" });
        return void response.end('data: {"choices":[]}\n\ndata: [DONE]\n\n');
      },
      { token: undefined, clientId: "id", clientSecret: "s" },
    );
    const plane = new ServingEndpointsDataPlane(client);
    for (let i = 0; i < 2; i++) {
      const pieces = [];
      for await (const piece of await plane.queryStream({ name: "fast", prompt: "x" })) {
        pieces.push(piece);
      }
      expect(pieces).toEqual([{ choices: [] }]);
    }
    const direct = server.seen.filter(({ url }) => url === "/direct");
    const tokens = server.seen.filter(({ url }) => url === "/token");
    expect(direct.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { prompt: "x", stream: true },
      { prompt: "x", stream: true },
    ]);
    expect(tokens).toHaveLength(2);
    expect(tokens[1]?.body).toContain("authorization_details=");
    const own = `Bearer t${server.seen.indexOf(tokens[1]!) + 1}`;
    expect(direct.map(({ headers }) => headers["authorization"])).toEqual([own, own]);
    const lookups = server.seen.filter(({ url }) => url === "/api/2.0/serving-endpoints/fast");
    expect(lookups).toHaveLength(1);
  });
});
