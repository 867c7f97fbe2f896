import { afterEach, describe, expect, it } from "vitest";
import { InvalidResponseError } from "../errors/index.js";
import { fakeServiceClient } from "../extensions/testing/fake-service-client.js";
import { DBUtils } from "./dbutils.js";
import type { ServiceCredentialsProvider } from "./service-credentials-provider.js";
import { failed, returned, serveCluster, type ServedCluster } from "./testing/fake-cluster.js";

const path = "/api/2.1/unity-catalog/temporary-service-credentials";

describe("roles", () => {
  let served: ServedCluster;
  afterEach(() => served.close());

  it("are chosen and listed on the cluster", async () => {
    served = await serveCluster();
    const { cluster, client } = served;
    const { credentials } = new DBUtils(() => client);
    cluster.onCall = ({ method, args }) =>
      returned(method === "credentials.assumeRole" ? args[0] === "arn:r" : [`${method}!`]);
    expect(await credentials.assumeRole("arn:r")).toBe(true);
    expect(await credentials.assumeRole("arn:s")).toBe(false);
    expect(await credentials.showCurrentRole()).toEqual(["credentials.showCurrentRole!"]);
    expect(await credentials.showRoles()).toEqual(["credentials.showRoles!"]);
  });

  it("fail with what the cluster says", async () => {
    served = await serveCluster();
    served.cluster.onCall = () => failed("java.lang.Exception: no such role");
    const { credentials } = new DBUtils(() => served.client);
    await expect(credentials.assumeRole("x")).rejects.toMatchObject({
      method: "credentials.assumeRole",
      message: "dbutils.credentials.assumeRole failed: Exception: no such role",
    });
  });

  it("are lists", async () => {
    served = await serveCluster();
    served.cluster.onCall = () => returned("x");
    const call = new DBUtils(() => served.client).credentials.showRoles();
    await expect(call).rejects.toThrow(InvalidResponseError);
  });
});

describe("getServiceCredentialsProvider", () => {
  const requests: unknown[] = [];

  function provider(answer: object): Promise<ServiceCredentialsProvider> {
    requests.length = 0;
    const client = fakeServiceClient({
      [path]: (request) => {
        requests.push(request);
        return answer;
      },
    });
    return new DBUtils(() => client).credentials.getServiceCredentialsProvider("cred");
  }

  it("is a provider for the AWS SDK", async () => {
    const keys = { access_key_id: "a", secret_access_key: "b", session_token: "c" };
    const aws = await provider({ aws_temp_credentials: keys, expiration_time: 1_700_000_000_000 });
    expect(requests).toEqual([]);
    expect(await aws()).toEqual({
      accessKeyId: "a",
      secretAccessKey: "b",
      sessionToken: "c",
      expiration: new Date(1_700_000_000_000),
    });
    expect(requests).toEqual([{ credential_name: "cred" }]);
    await expect(aws.getToken("x")).rejects.toThrow(InvalidResponseError);
  });

  it.each([
    [{ azure_aad: { aad_token: "t" }, expiration_time: 5 }],
    [{ gcp_oauth_token: { oauth_token: "t" }, expiration_time: 5 }],
  ])("is a token credential for Azure and Google: %j", async (answer) => {
    const cloud = await provider(answer);
    expect(await cloud.getToken("scope")).toEqual({ token: "t", expiresOnTimestamp: 5 });
    expect(await cloud.getToken(["a", "b"])).toEqual({ token: "t", expiresOnTimestamp: 5 });
    expect(requests).toEqual([
      {
        credential_name: "cred",
        azure_options: { resources: ["scope"] },
        gcp_options: { scopes: ["scope"] },
      },
      {
        credential_name: "cred",
        azure_options: { resources: ["a", "b"] },
        gcp_options: { scopes: ["a", "b"] },
      },
    ]);
    await expect(cloud()).rejects.toThrow(/"cred" gave no keys for AWS/);
  });
});
