import * as fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import {
  userAgent,
  type UserAgentParts,
  withPartner,
  withProduct,
  withUserAgentExtra,
} from "./index.js";
import { resetProcessWide } from "./process-wide.js";

const base: UserAgentParts = {
  sdkVersion: "0.1.0",
  runtime: { name: "node", version: "20.20.2" },
  os: "linux",
  env: {},
};
const fixed = "databricks-sdk-ts/0.1.0 node/20.20.2 os/linux";

afterEach(resetProcessWide);

describe("userAgent", () => {
  it("begins with an unknown product", () => {
    expect(userAgent(base)).toBe(`unknown/0.0.0 ${fixed}`);
  });

  it("puts every part in its place", () => {
    withProduct("ignored", "9.9.9");
    withPartner("acme");
    withUserAgentExtra("team", "data");
    const env = {
      DATABRICKS_SDK_UPSTREAM: "upper",
      DATABRICKS_SDK_UPSTREAM_VERSION: "0.0.1",
      DATABRICKS_RUNTIME_VERSION: "client 15.4/x",
      GITHUB_ACTIONS: "true",
      CURSOR_AGENT: "1",
      OMNIGENT: "1",
    };
    const extras = [["own", "1"]] as const;
    const product = { product: "tool", productVersion: "1.2.3", authType: "oauth-m2m" };
    expect(userAgent({ ...base, ...product, extras, env })).toBe(
      `tool/1.2.3 ${fixed} auth/oauth-m2m own/1 partner/acme team/data upstream/upper ` +
        "upstream-version/0.0.1 runtime/client-15.4-x cicd/github agent/cursor meta-harness/omnigent",
    );
  });

  it("takes the product of the process, if the client names none", () => {
    withProduct("tool", "1.0");
    expect(userAgent(base)).toBe(`tool/1.0 ${fixed}`);
    expect(userAgent({ ...base, product: "own" })).toBe(`own/0.0.0 ${fixed}`);
  });

  it("drops exact duplicates and keeps other values of a key, in order", () => {
    withUserAgentExtra("k", "2");
    withUserAgentExtra("k", "2");
    withUserAgentExtra("k", "1");
    const extras = [
      ["k", "1"],
      ["k", "3"],
      ["k", "1"],
    ] as const;
    expect(userAgent({ ...base, extras })).toBe(`unknown/0.0.0 ${fixed} k/1 k/3 k/2`);
  });

  it.each([
    { DATABRICKS_SDK_UPSTREAM: "a" },
    { DATABRICKS_SDK_UPSTREAM_VERSION: "1.0.0" },
    { DATABRICKS_SDK_UPSTREAM: "", DATABRICKS_SDK_UPSTREAM_VERSION: "1.0.0" },
  ])("needs both halves of the upstream, not %o", (env) =>
    expect(userAgent({ ...base, env })).toBe(`unknown/0.0.0 ${fixed}`),
  );

  it.each([
    [{ product: "my tool" }, '"my tool"'],
    [{ product: "" }, '""'],
    [{ product: "a/b" }, '"a/b"'],
    [{ product: "a", productVersion: "1" }, '"1"'],
    [{ product: "a", productVersion: "v1.0.0" }, '"v1.0.0"'],
    [{ product: "a", productVersion: "1.0.0 beta" }, '"1.0.0 beta"'],
    [{ extras: [["a b", "1"]] as const }, '"a b"'],
    [{ extras: [["a", "x\r\ny"]] as const }, String.raw`"x\r\ny"`],
  ])("refuses %o, naming %s", (parts, named) => {
    const build = (): string => userAgent({ ...base, ...parts });
    expect(build).toThrow(RangeError);
    expect(build).toThrow(named);
  });

  it.each(["1.2.3", "1.2", "0.0.0", "1.x", "1.2.x", "1.2.3-beta.1+build.5", "2.0.0-rc"])(
    "accepts the version %s",
    (productVersion) => {
      expect(userAgent({ ...base, product: "p", productVersion })).toContain(
        `p/${productVersion} `,
      );
    },
  );

  it("is a legal header whatever the environment holds", () => {
    const text = fc.string({ unit: "binary", minLength: 1 });
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        const env = {
          DATABRICKS_SDK_UPSTREAM: a,
          DATABRICKS_SDK_UPSTREAM_VERSION: b,
          DATABRICKS_RUNTIME_VERSION: c,
        };
        expect(userAgent({ ...base, os: a, authType: b, env })).toMatch(
          /^[\w.+-]+\/[\w.+-]+( [\w.+-]+\/[\w.+-]+)*$/,
        );
      }),
    );
  });
});

describe("process-wide parts", () => {
  it.each([
    () => withProduct("a b", "1.0.0"),
    () => withProduct("a", "one"),
    () => withPartner("a/b"),
    () => withUserAgentExtra("", "a"),
    () => withUserAgentExtra("a", ""),
  ])("are checked when they are set (%#)", (set) => {
    expect(set).toThrow(RangeError);
    expect(userAgent(base)).toBe(`unknown/0.0.0 ${fixed}`);
  });
});
