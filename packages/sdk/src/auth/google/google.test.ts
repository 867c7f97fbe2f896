import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ConfigError } from "../../errors/index.js";
import { googleIdentity, serviceAccountKey } from "../testing/index.js";
import { claimsOf, startWorld } from "../strategies/testing/world.js";
import type { World } from "../strategies/testing/world.js";

const header = "x-databricks-gcp-sa-access-token";
const key = serviceAccountKey("https://oauth2.googleapis.com/token");
const { serviceAccount: googleServiceAccount, user } = googleIdentity;

let world: World;
let host: string;
let folder: string;

beforeAll(async () => {
  world = await startWorld();
  host = world.doubles.databricks.url;
  folder = mkdtempSync(join(tmpdir(), "google-"));
});
afterEach(() => expect(world.doubles.problems).toEqual([]));
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await world[Symbol.asyncDispose]();
});

function file(name: string, contents: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof contents === "string" ? contents : JSON.stringify(contents));
  return path;
}

describe("google-credentials", () => {
  it("sends an ID token for the host and an access token", async () => {
    const { headers, config } = await world.signIn({ host, googleCredentials: key });
    expect(config.authType).toBe("google-credentials");
    expect(claimsOf(headers["authorization"])).toMatchObject({
      aud: host,
      email: googleServiceAccount,
    });
    expect(headers[header]).toMatch(/^ya29\./);
    const [, claims = ""] = (world.doubles.google.last.form["assertion"] ?? "").split(".");
    expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toMatchObject({
      scope:
        "https://www.googleapis.com/auth/cloud-platform https://www.googleapis.com/auth/compute",
    });
  });

  it("takes the path of a file, also from GOOGLE_CREDENTIALS", async () => {
    const { config } = await world.signIn({ host }, { GOOGLE_CREDENTIALS: file("key.json", key) });
    expect(config.authType).toBe("google-credentials");
  });

  it("keeps both tokens until they end", async () => {
    const { google } = world.doubles;
    const { config, headers } = await world.signIn({ host, googleCredentials: key });
    const asked = google.received.length;
    expect(await config.authenticate(world.context)).toEqual(headers);
    expect(google.received).toHaveLength(asked);
    world.clock.advance(3600_000);
    expect(await config.authenticate(world.context)).not.toEqual(headers);
    expect(google.received).toHaveLength(asked + 2);
  });

  it.each([
    ["{", "googleCredentials holds no JSON object"],
    ["[]", "googleCredentials is neither JSON text nor the path of a file that can be read"],
    ["/no/such/file.json", "googleCredentials is neither JSON text nor the path of a file"],
    ["{}", "googleCredentials is no service account key: it has no client_email"],
    [
      '{"client_email": "a@b"}',
      "googleCredentials is no service account key: it has no private_key",
    ],
    [
      '{"client_email": "a@b", "private_key": "S3CR3T"}',
      "cannot sign as a@b: private_key is no RSA key",
    ],
    [
      '{"client_email": "a@b", "private_key": "-----BEGIN PRIVATE KEY-----S3CR3T-----END PRIVATE KEY-----"}',
      "cannot sign as a@b: private_key is no RSA key in PEM form",
    ],
  ])("refuses %s without repeating it", async (googleCredentials, message) => {
    const error = await world
      .signIn({ host, googleCredentials, authType: "google-credentials" })
      .catch((thrown: unknown) => thrown as Error);
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toHaveProperty("message", expect.stringContaining(message));
    expect(JSON.stringify(error)).not.toContain("S3CR3T");
  });
});

describe("google-id", () => {
  const signIn = (env: Readonly<Record<string, string>>): ReturnType<World["signIn"]> =>
    world.signIn({ host, googleServiceAccount }, { HOME: folder, ...env });

  it("impersonates the account as the machine's own", async () => {
    const { headers, config } = await signIn({});
    expect(config.authType).toBe("google-id");
    expect(claimsOf(headers["authorization"])["aud"]).toBe(host);
    expect(headers[header]).toMatch(/^ya29\./);
    expect(world.doubles.googleMetadata.last.headers["metadata-flavor"]).toBe("Google");
    expect(JSON.parse(world.doubles.iamCredentials.last.body)).toEqual({
      scope: [
        "https://www.googleapis.com/auth/cloud-platform",
        "https://www.googleapis.com/auth/compute",
      ],
    });
  });

  it("impersonates it as the user of gcloud", async () => {
    const gcloud = user;
    mkdirSync(join(folder, ".config/gcloud"), { recursive: true });
    const path = file(".config/gcloud/application_default_credentials.json", gcloud);
    const before = world.doubles.google.received.length;
    await signIn({});
    expect(world.doubles.google.received.length).toBe(before + 1);
    expect(world.doubles.google.last.form["grant_type"]).toBe("refresh_token");
    rmSync(path);
  });

  it("impersonates it as the service account of a key file", async () => {
    await signIn({ GOOGLE_APPLICATION_CREDENTIALS: file("adc.json", key) });
    expect(world.doubles.google.last.form["assertion"]).toMatch(/^ey/);
  });

  it("looks where gcloud was told to keep its files", async () => {
    const gcloud = user;
    file("application_default_credentials.json", gcloud);
    await signIn({ CLOUDSDK_CONFIG: folder });
    expect(world.doubles.google.last.form["grant_type"]).toBe("refresh_token");
  });

  it.each([
    [
      { type: "external_account" },
      'is of type "external_account", of which no token can be made here',
    ],
    [{ type: "authorized_user" }, "of which no token can be made here"],
    ["no json", "GOOGLE_APPLICATION_CREDENTIALS holds no JSON object"],
  ])("refuses the file %j", async (contents, message) => {
    const env = { GOOGLE_APPLICATION_CREDENTIALS: file("wrong.json", contents) };
    const options = { host, googleServiceAccount, authType: "google-id" };
    await expect(world.signIn(options, env)).rejects.toThrow(message);
  });

  it("says what to do where there is no machine's account", async () => {
    world.doubles.googleMetadata.mood = "down";
    const signedIn = world.signIn(
      { host, googleServiceAccount, authType: "google-id" },
      { HOME: folder },
    );
    await expect(signedIn).rejects.toThrow(
      /^Google's metadata server at .* does not answer: .*gcloud auth application-default login/,
    );
    world.doubles.googleMetadata.mood = "well";
  });
});

describe("the access token", () => {
  it("is left out, for a while, when it can't be had", async () => {
    const { doubles, clock, context, lines } = world;
    const transport = {
      send: (request: Parameters<typeof doubles.transport.send>[0]) =>
        request.url.endsWith(":generateAccessToken")
          ? doubles.transport.send({ ...request, url: `${doubles.databricks.url}/nowhere` })
          : doubles.transport.send(request),
    };
    const { Config } = await import("../../config/index.js");
    const config = new Config({ host, googleServiceAccount }, { env: { HOME: folder } });
    const headers = await config.authenticate({ ...context, transport });
    expect(Object.keys(headers)).toEqual(["authorization"]);
    expect(lines.join("\n")).toContain("calls go without an access token for Google Cloud");
    const asked = doubles.databricks.received.length;
    await config.authenticate({ ...context, transport });
    expect(doubles.databricks.received).toHaveLength(asked);
    clock.advance(6 * 60_000);
    await config.authenticate({ ...context, transport });
    expect(doubles.databricks.received).toHaveLength(asked + 1);
  });
});
