import { describe, expect, it } from "vitest";
import { InvalidResponseError } from "../errors/index.js";
import { DataPlaneAddresses } from "./data-plane.js";
import type { DataPlaneOperation } from "./operation.js";

const query: DataPlaneOperation = {
  verb: "POST",
  body: "*",
  lookup: ["name"],
  info: ["data_plane_info", "query_info"],
  url: "endpoint_url",
  authorization: "authorization_details",
};

function endpoint(url: unknown, details: unknown = "[]"): object {
  const facts = { endpoint_url: url, authorization_details: details };
  return { data_plane_info: { query_info: facts } };
}

function find(answer: object, host = "https://workspace.test"): Promise<unknown> {
  return new DataPlaneAddresses(() => host).find(query, { name: "n" }, async () => answer);
}

describe("DataPlaneAddresses", () => {
  it("looks an endpoint up once, until a call to it fails", async () => {
    const addresses = new DataPlaneAddresses(() => "https://workspace.test");
    let lookups = 0;
    const lookup = async (): Promise<object> => endpoint(`https://d.test/${++lookups}`);
    const urlOf = async (name: string): Promise<string> =>
      (await addresses.find(query, { name, prompt: Math.random() }, lookup)).url;
    expect([await urlOf("a"), await urlOf("a"), await urlOf("b")]).toEqual([
      "https://d.test/1",
      "https://d.test/1",
      "https://d.test/2",
    ]);
    addresses.forget(query, { name: "a" });
    expect([await urlOf("a"), await urlOf("b")]).toEqual(["https://d.test/3", "https://d.test/2"]);
  });

  it.each([{}, { data_plane_info: null }, endpoint(undefined), endpoint("https://d.test", 7)])(
    "says so when %j tells no address",
    async (answer) => {
      await expect(find(answer)).rejects.toBeInstanceOf(InvalidResponseError);
      await expect(find(answer)).rejects.toThrow("data_plane_info.query_info.endpoint_url");
    },
  );

  it("takes plain http only where the workspace itself is reached so", async () => {
    await expect(find(endpoint("http://d.test/x"))).rejects.toThrow(/not https: nothing is sent/);
    await expect(find(endpoint("file:///etc/passwd"))).rejects.toThrow(/not https/);
    const local = "http://127.0.0.1:1";
    expect(await find(endpoint("http://127.0.0.1:2/x"), local)).toMatchObject({
      url: "http://127.0.0.1:2/x",
    });
    await expect(find(endpoint("http://elsewhere.test/x"), local)).rejects.toThrow(/not https/);
    expect(await find(endpoint("https://d.test/x"), local)).toMatchObject({
      authorizationDetails: "[]",
    });
  });

  it("does not keep a lookup that failed", async () => {
    const addresses = new DataPlaneAddresses(() => undefined);
    const failing = async (): Promise<object> => {
      throw new Error("not found");
    };
    await expect(addresses.find(query, { name: "n" }, failing)).rejects.toThrow("not found");
    const found = await addresses.find(query, { name: "n" }, async () =>
      endpoint("https://d.test"),
    );
    expect(found.url).toBe("https://d.test");
  });
});
