import { describe, expect, it } from "vitest";
import { Config } from "../config/index.js";
import { fakeContext } from "../config/testing/fake-context.js";
import { onBehalfOfUser } from "./on-behalf-of-user.js";

const env = {
  DATABRICKS_HOST: "https://h",
  DATABRICKS_CLIENT_ID: "of-the-app",
  DATABRICKS_CLIENT_SECRET: "of-the-app",
};

describe("onBehalfOfUser", () => {
  it.each([
    ["fetch", new Headers({ "X-Forwarded-Access-Token": "t1" })],
    ["node:http", { "x-forwarded-access-token": "t1" }],
    ["node:http, repeated", { "x-forwarded-access-token": ["t1", "t2"] }],
  ])(
    "takes the user's token from headers of %s, not the app's own credentials",
    async (_of, headers) => {
      const config = new Config({}, { env, credentials: onBehalfOfUser(headers) });
      expect(await config.authenticate(fakeContext())).toEqual({ authorization: "Bearer t1" });
      expect(config.authType).toBe("on-behalf-of-user");
    },
  );

  it("never falls back to the app's own credentials", async () => {
    for (const headers of [new Headers(), {}, { "x-forwarded-access-token": "" }]) {
      const config = new Config({}, { env, credentials: onBehalfOfUser(headers) });
      await expect(config.authenticate(fakeContext())).rejects.toThrow(
        "the request has no x-forwarded-access-token: switch user authorization on for the app",
      );
    }
    const config = new Config(
      {},
      { env, credentials: onBehalfOfUser({ "x-forwarded-access-token": "a\r\nb" }) },
    );
    await expect(config.authenticate(fakeContext())).rejects.toThrow(
      "x-forwarded-access-token is no token",
    );
  });
});
