import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { serve } from "../api-client/testing/client.js";
import { InvalidResponseError, NotFound } from "../errors/index.js";
import { fakeServiceClient } from "../extensions/testing/fake-service-client.js";
import { json } from "../http/testing/local-server.js";
import { DBUtils } from "./dbutils.js";

const base = "/api/2.0/secrets";

function secretsOf(value: string | undefined): DBUtils["secrets"] {
  const client = fakeServiceClient({ [`${base}/get`]: () => ({ key: "k", value }) });
  return new DBUtils(() => client).secrets;
}

describe("secrets", () => {
  it.each([
    ["c8O8w58=", "s\u00fc\u00df"],
    ["77u/eA==", "\ufeffx"],
    ["", ""],
    [undefined, ""],
  ])("get decodes %j", async (value, expected) => {
    expect(await secretsOf(value).get("s", "k")).toBe(expected);
  });

  it("getBytes keeps what is no text, and get says so without showing it", async () => {
    const secrets = secretsOf("aHVudGVyMv8=");
    expect(await secrets.getBytes("s", "k")).toEqual(
      Uint8Array.from(Buffer.from("hunter2\xff", "latin1")),
    );
    const error = await secrets.get("s", "k").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InvalidResponseError);
    expect((error as Error).message).toContain("use getBytes");
    expect(inspect(error)).not.toContain("hunter2");
  });

  it("does not show what is not base64", async () => {
    const error = await secretsOf("hunter2!")
      .get("s", "k")
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InvalidResponseError);
    expect(inspect(error)).not.toContain("hunter2");
  });

  it("lists keys and scopes", async () => {
    const client = fakeServiceClient({
      [`${base}/list`]: ({ scope }) => ({
        secrets: [{ key: `${scope}-k`, last_updated_timestamp: 1 }],
      }),
      [`${base}/scopes/list`]: () => ({ scopes: [{ name: "s", backend_type: "DATABRICKS" }] }),
    });
    const { secrets } = new DBUtils(() => client);
    expect(await secrets.list("s")).toEqual([{ key: "s-k" }]);
    expect(await secrets.listScopes()).toEqual([{ name: "s" }]);
  });

  it("appear in no log, whatever is logged", async () => {
    const lines: string[] = [];
    const note = (line: string): void => void lines.push(line);
    const logger = { debug: note, info: note, warn: note, error: note };
    const value = Buffer.from("hunter2-hunter2").toString("base64");
    const options = { logger, debugTruncateBytes: 100_000, debugHeaders: true };
    const served = await serve(
      (_request, response) => json(response, { key: "k", value }),
      options,
    );
    const { secrets } = new DBUtils(() => served.client);
    expect(await secrets.get("s", "k")).toBe("hunter2-hunter2");
    await served.close();
    expect(lines.join("\n")).toContain("/api/2.0/secrets/get?scope=s&key=k");
    expect(lines.join("\n")).not.toMatch(new RegExp(`hunter2|${value}`));
  });

  it("tell of the service's errors", async () => {
    const served = await serve((_request, response) =>
      json(response, { error_code: "RESOURCE_DOES_NOT_EXIST", message: "no secret" }, 404),
    );
    const { secrets } = new DBUtils(() => served.client);
    await expect(secrets.get("s", "k")).rejects.toThrow(NotFound);
    await served.close();
  });
});
