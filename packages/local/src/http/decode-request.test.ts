import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { json } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import { startLab, type Lab, type LabHandlers } from "./testing/lab.js";

const echo: LabHandlers = Object.fromEntries(
  ["create", "get", "update", "search", "delete"].map((name) => [
    name,
    (request: never) => request,
  ]),
);

let lab: Lab;
afterEach(() => lab.close());

async function ask(verb: string, path: string, body?: BodyInit): Promise<unknown> {
  lab = await startLab(echo);
  const response = await lab.fetch(verb, path, body === undefined ? {} : { body });
  return response.json();
}

describe("a query", () => {
  it.each([
    ["limit=5&tags=a&tags=b", { limit: 5, tags: ["a", "b"] }],
    ["tags=a", { tags: ["a"] }],
    ["all=true", { all: true }],
    ["all=False", { all: false }],
    ["limit=", {}],
    ["unknown=1", {}],
    ["filter.kind=SMALL&filter.pinned=1", { filter: { kind: "SMALL", pinned: true } }],
    ["filter.nested.nested.kind=LARGE", { filter: { nested: { nested: { kind: "LARGE" } } } }],
    ["filter=%7B%22pinned%22%3Atrue%7D", { filter: { pinned: true } }],
    ["mask=a,b.c", { mask: "a,b.c" }],
    ["mask=%22a,b%22", { mask: "a,b" }],
  ])("%s", async (query, request) => {
    expect(await ask("GET", `/api/2.0/things?${query}`)).toEqual(request);
  });

  it.each([
    ["limit=x", "MALFORMED_REQUEST", "expected an integer at 'limit'"],
    ["limit=4294967296", "MALFORMED_REQUEST", "expected an integer of 32 bits at 'limit'"],
    ["all=maybe", "MALFORMED_REQUEST", "expected true or false at 'all'"],
    ["filter.kind=HUGE", "INVALID_PARAMETER_VALUE", "Invalid value 'HUGE' for field 'filter.kind'"],
  ])("%s is refused", async (query, error_code, text) => {
    expect(await ask("GET", `/api/2.0/things?${query}`)).toMatchObject({
      error_code,
      message: expect.stringContaining(text),
    });
  });
});

describe("a query sent as JSON", () => {
  async function list(query: string, type: string): Promise<unknown> {
    lab = await startLab(echo);
    const body = '{"limit":"5","tags":["a"],"unknown":1}';
    const headers = {
      authorization: "Bearer good",
      "content-type": type,
      "content-length": body.length,
    };
    // Why not fetch: it sends no body with a GET.
    const message = request(`${lab.host}/api/2.0/things${query}`, { headers }).end(body);
    const [response] = (await once(message, "response")) as [IncomingMessage];
    return json(response);
  }

  it("is read where the URL's says nothing", async () => {
    expect(await list("", "application/json")).toEqual({ limit: 5, tags: ["a"] });
  });
  it("gives way to the URL's", async () => {
    expect(await list("?limit=7", "application/json; charset=utf-8")).toMatchObject({ limit: 7 });
  });
  it("is not looked for in other bodies", async () => {
    expect(await list("", "text/plain")).toEqual({});
  });
});

describe("a body", () => {
  it.each([
    ['{"name":"a"}', { name: "a" }],
    ['{"name":"a","size":"12","unknown":{"x":1}}', { name: "a", size: 12 }],
    ['{"name":"a","kind":null}', { name: "a" }],
    [
      '{"name":"","box":{"label":"l","inner":{"label":"m"}}}',
      {
        name: "",
        box: { label: "l", inner: { label: "m" } },
      },
    ],
    [
      '{"name":"a","box":{"label":"l","parts":[{"weight":"1.5","of":"LARGE"}]}}',
      {
        name: "a",
        box: { label: "l", parts: [{ weight: 1.5, of: "LARGE" }] },
      },
    ],
    [
      '{"name":"a","box":{"label":"l","extra":{"x":"7","y":null},"free":[{"z":1}]}}',
      {
        name: "a",
        box: { label: "l", extra: { x: 7 }, free: [{ z: 1 }] },
      },
    ],
  ])("%s", async (body, request) => {
    expect(await ask("POST", "/api/2.0/things", body)).toEqual(request);
  });

  it("keeps integers beyond 2^53 exact, as numbers and as text", async () => {
    for (const size of ["9223372036854775807", '"9223372036854775807"']) {
      lab = await startLab(echo);
      const body = `{"name":"a","size":${size}}`;
      const response = await lab.fetch("POST", "/api/2.0/things", { body });
      expect(await response.text()).toBe('{"name":"a","size":9223372036854775807}');
      await lab.close();
    }
  });

  it.each([
    ["", "INVALID_PARAMETER_VALUE", "Missing required field 'name'"],
    ['{"name":null}', "INVALID_PARAMETER_VALUE", "Missing required field 'name'"],
    ['{"name":"a","box":{"inner":{}}}', "INVALID_PARAMETER_VALUE", "field 'box.inner.label'"],
    ['{"name":5}', "MALFORMED_REQUEST", "expected a string at 'name'"],
    ['{"name":"a","size":1.5}', "MALFORMED_REQUEST", "expected an integer at 'size'"],
    ['{"name":"a","size":9223372036854775808}', "MALFORMED_REQUEST", "an integer of 64 bits"],
    ['{"name":"a","box":[]}', "MALFORMED_REQUEST", "expected an object at 'box'"],
    ['{"name":"a","box":{"label":"l","parts":{}}}', "MALFORMED_REQUEST", "an array at 'box.parts'"],
    ['{"name":"a","box":{"label":"l","parts":[1]}}', "MALFORMED_REQUEST", "at 'box.parts[0]'"],
    ['{"name":"a","kind":"HUGE"}', "INVALID_PARAMETER_VALUE", "Known values: SMALL, LARGE"],
    ['{"name":', "MALFORMED_REQUEST", "Could not parse request object"],
    ["[1]", "MALFORMED_REQUEST", "the body must be a JSON object"],
  ])("%s is refused", async (body, error_code, text) => {
    expect(await ask("POST", "/api/2.0/things", body)).toMatchObject({
      error_code,
      message: expect.stringContaining(text),
    });
  });

  it("that is one message stands under its parameter, and may be partial in a PATCH", async () => {
    expect(await ask("PATCH", "/api/2.0/things/7", '{"size":1}')).toEqual({
      id: "7",
      thing: { size: 1 },
    });
  });

  it("may be a form, whose files become base64", async () => {
    const form = new FormData();
    form.set("name", "true");
    form.set("size", "3");
    form.set("kind", new Blob(["x"]));
    expect(await ask("POST", "/api/2.0/things", form)).toMatchObject({
      message: "Invalid value 'eA==' for field 'kind'. Known values: SMALL, LARGE",
    });
    form.delete("kind");
    await lab.close();
    expect(await ask("POST", "/api/2.0/things", form)).toEqual({ name: "true", size: 3 });
  });

  it("that is too long is refused with 413, announced or not", async () => {
    lab = await startLab(echo);
    const text = `{"name":"${"x".repeat(2000)}"}`;
    const announced = await lab.fetch("POST", "/api/2.0/things", { body: text });
    expect(announced.status).toBe(413);
    const streamed = await lab.fetch("POST", "/api/2.0/things", {
      body: new Blob([text]).stream(),
      duplex: "half",
    } as RequestInit);
    expect(streamed.status).toBe(413);
    expect(await streamed.json()).toMatchObject({ error_code: "MALFORMED_REQUEST" });
  });

  it("that is raw is handed over unread, whatever its length", async () => {
    lab = await startLab({
      upload: async ({ path, contents }: { path: string; contents: ReadableStream }) => {
        const text = await new Response(contents).text();
        return { path, length: text.length };
      },
    });
    const body = new Uint8Array(100_000).fill(65);
    const response = await lab.fetch("PUT", "/api/2.0/files/a", { body });
    expect(await response.json()).toEqual({ path: "/a", length: 100_000 });
  });
});
