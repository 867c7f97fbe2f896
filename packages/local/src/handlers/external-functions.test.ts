import { describe, expect } from "vitest";
import { proof } from "../testing/proof.js";

const API = "/api/2.0/external-function";

describe("external functions", () => {
  proof(
    ["serving.ServingEndpointsAPI.httpRequest"],
    "are answered by what stands for the service",
    async (p) => {
      const ask = (connection_name: string, change: object = {}): Promise<Response> =>
        p.send("POST", API, { connection_name, method: "POST", path: "/items", ...change });
      const echoed = await ask("echo", {
        headers: '{"x-team":"data"}',
        params: '{"page":2}',
        json: '{"a":[1]}',
        sub_domain: "eu",
      });
      expect(echoed.headers.get("content-type")).toBe("application/json");
      expect(await echoed.json()).toEqual({
        connection: "echo",
        method: "POST",
        path: "/items",
        headers: { "x-team": "data" },
        params: { page: "2" },
        json: { a: [1] },
        subDomain: "eu",
        userName: p.workspace.userName,
      });
      const plain = await ask("text");
      expect([plain.headers.get("content-type"), await plain.text()]).toEqual([
        "text/plain",
        "hello",
      ]);
      const passed = await ask("teapot");
      expect(passed.status).toBe(418);
      expect(passed.headers.get("x-pot")).toBe("blue");
      expect(await passed.text()).toBe("short and stout");
      expect((await ask("empty")).status).toBe(204);
      const failures = {
        broken: "The external function of connection broken failed: boom",
        nothing:
          "The external function of connection nothing replied with undefined, not with text",
      };
      for (const [connection_name, message] of Object.entries(failures)) {
        const failed = await p.error("POST", API, { connection_name, method: "GET", path: "/" });
        expect(failed).toMatchObject({ status: 500, errorCode: "INTERNAL_ERROR" });
        expect(failed.message).toContain(message);
      }
    },
    {
      onError: () => {},
      externalFunctions: {
        broken: () => {
          throw new Error("boom");
        },
        nothing: () => undefined as never,
        echo: ({ signal: _signal, ...call }) => call,
        text: () => "hello",
        teapot: async () =>
          new Response("short and stout", {
            status: 418,
            headers: { "x-pot": "blue", "content-encoding": "identity" },
          }),
        empty: () => new Response(null, { status: 204 }),
      },
    },
  );

  proof([], "need a connection and JSON", async ({ error }) => {
    const call = { connection_name: "no", method: "GET", path: "/" };
    const missing = await error("POST", API, call);
    expect(missing).toMatchObject({ status: 404, errorCode: "RESOURCE_DOES_NOT_EXIST" });
    expect(missing.message).toContain("Connection 'no' does not exist.");
    expect(await error("POST", API, { ...call, connection_name: "constructor" })).toMatchObject({
      status: 404,
    });
    for (const wrong of [{ headers: "x" }, { headers: "[1]" }, { params: "7" }, { json: "{" }]) {
      const failed = await error("POST", API, { ...call, ...wrong });
      expect(failed).toMatchObject({ status: 400, errorCode: "INVALID_PARAMETER_VALUE" });
      expect(failed.message).toContain(Object.keys(wrong)[0]);
    }
  });
});
