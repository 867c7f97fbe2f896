import { describe, expect, it, vi } from "vitest";
import { Config } from "./config.js";
import type { ConfigOptions } from "./options.js";
import { fakeContext, jsonResponse } from "./testing/fake-context.js";
import type { FakeContext } from "./testing/fake-context.js";

const token = "dapi-secret";
const offline = { env: {}, readFile: () => undefined };

function configure(options: ConfigOptions = {}): Config {
  return new Config({ host: "https://db.example.com", token, ...options }, offline);
}

async function learn(answer: unknown, options?: ConfigOptions): Promise<[Config, FakeContext]> {
  const context = fakeContext(() => jsonResponse(answer));
  const config = configure(options);
  await config.ready(context);
  return [config, context];
}

describe("host metadata", () => {
  const full = {
    oidc_endpoint: "https://db.example.com/oidc/accounts/{account_id}/",
    account_id: "acc",
    workspace_id: "1234567890123456",
    cloud: "Azure",
    token_federation_default_oidc_audiences: ["https://audience", "other"],
  };

  it("fills in what is unset, with one request without credentials", async () => {
    const [config, context] = await learn(full);
    expect(context.requests).toHaveLength(1);
    expect(context.requests[0]).toMatchObject({
      method: "GET",
      url: "https://db.example.com/.well-known/databricks-config",
      headers: { accept: "application/json" },
    });
    expect(Object.keys(context.requests[0]?.headers ?? {})).toEqual(["accept"]);
    expect(config.accountId).toBe("acc");
    expect(config.workspaceId).toBe("1234567890123456");
    expect(config.cloud).toBe("AZURE");
    expect(config.isAzure).toBe(true);
    expect(config.discoveryUrl).toBe(
      "https://db.example.com/oidc/accounts/acc/.well-known/oauth-authorization-server",
    );
    expect(config.tokenAudience).toBe("https://audience");
    expect(config.originOf("workspaceId")).toBe("host metadata");
  });

  it("leaves alone what is set", async () => {
    const [config] = await learn(full, { accountId: "mine", cloud: "GCP", tokenAudience: "a" });
    expect(config).toMatchObject({ accountId: "mine", cloud: "GCP", tokenAudience: "a" });
    expect(config.discoveryUrl).toContain("/accounts/mine/.well-known/");
  });

  it("takes ids that are numbers, exactly", async () => {
    const [config] = await learn('{"workspace_id": 9007199254740993}');
    expect(config.workspaceId).toBe("9007199254740993");
  });

  it("falls back to the account id as the audience of an account", async () => {
    expect((await learn({ account_id: "acc" }))[0].tokenAudience).toBe("acc");
    expect((await learn({}, { accountId: "mine" }))[0].tokenAudience).toBe("mine");
    expect(
      (await learn({ account_id: "acc", workspace_id: "1" }))[0].tokenAudience,
    ).toBeUndefined();
  });

  it("warns of an address that lacks the account id", async () => {
    const { account_id: _absent, ...rest } = full;
    const [config, context] = await learn(rest);
    expect(config.discoveryUrl).toBeUndefined();
    expect(config.workspaceId).toBe("1234567890123456");
    expect(context.lines.join()).toMatch(/needs an accountId, which is not set/);
  });

  it.each([
    ["no network", () => Promise.reject(new Error("Bearer dapi-secret refused"))],
    ["404", () => jsonResponse({}, 404)],
    ["text", () => jsonResponse("<html>")],
    ["null", () => jsonResponse("null")],
    ["a list", () => jsonResponse("[]")],
    ["fields of other types", () => jsonResponse({ account_id: {}, oidc_endpoint: 1 })],
  ])("is done without when the host answers with %s", async (_name, answer) => {
    const context = fakeContext(answer);
    const config = configure();
    await config.ready(context);
    expect(config.describe()).toMatch(
      /^Config: host=https:\/\/db.example.com, (discoveryUrl=\S+, )?token=\*\*\*$/,
    );
    expect(context.lines.join()).not.toContain("dapi-secret");
  });

  it("gives up after the clock says so", async () => {
    const asked: number[] = [];
    const context = fakeContext(({ signal }) => {
      return new Promise((_resolve, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason as Error));
      });
    });
    const clock = { now: () => 0, sleep: async (ms: number) => void asked.push(ms) };
    await configure().ready({ ...context, clock });
    expect(asked).toEqual([5000]);
    expect(context.lines.join()).toMatch(/not used: no answer within 5000 ms/);
  });

  it("is asked for once, however many calls wait, and one of them may stop waiting", async () => {
    let answer: (() => void) | undefined;
    const context = fakeContext(
      () => new Promise((resolve) => (answer = () => resolve(jsonResponse({ account_id: "a" })))),
    );
    const config = configure();
    const controller = new AbortController();
    const first = config.ready({ ...context, signal: controller.signal });
    const second = config.ready(context);
    controller.abort(new Error("enough"));
    await expect(first).rejects.toThrow("enough");
    await vi.waitFor(() => expect(answer).toBeDefined());
    answer?.();
    await second;
    await config.ready(context);
    expect(config.accountId).toBe("a");
    expect(context.requests).toHaveLength(1);
  });

  it("is not asked for without a host, or when nothing is unset", async () => {
    const context = fakeContext();
    await new Config({}, offline).ready(context);
    const all = {
      accountId: "a",
      workspaceId: "1",
      cloud: "AWS",
      discoveryUrl: "u",
      tokenAudience: "t",
    } as const;
    await configure(all).ready(context);
    expect(context.requests).toEqual([]);
  });
});
