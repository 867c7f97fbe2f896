import { inspect } from "node:util";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatAuthReport } from "../auth/index.js";
import type { CredentialsStrategy } from "../auth/index.js";
import { attributes } from "./attributes.js";
import { Config } from "./config.js";
import type { ConfigOptions } from "./options.js";
import { fakeContext } from "./testing/fake-context.js";

const sensitive = attributes.filter((attribute) => attribute.sensitive);

/** Fails, and says everything it knows. */
const indiscreet: CredentialsStrategy = {
  name: "indiscreet",
  async configure({ config }) {
    throw new Error(`I was given ${Object.values(config).map(String).join(" ")}`);
  },
};

const reluctant: CredentialsStrategy = {
  name: "reluctant",
  configure: async ({ config }) => ({ skipped: `${config.token} is no good` }),
};

function everythingPrinted(value: unknown): string {
  const shown = [
    inspect(value, { depth: 9, showHidden: true }),
    JSON.stringify(value),
    String(value),
  ];
  if (value instanceof Error) shown.push(value.message, value.stack ?? "", inspect(value.cause));
  return [...shown, inspect(value, { customInspect: false, depth: 9, showHidden: true })].join(
    "\n",
  );
}

async function allTexts(config: Config): Promise<string> {
  const context = fakeContext();
  const [failed, token] = await Promise.all([
    config.authenticate(context).then(ignore, (error: unknown) => error),
    config.oauthToken(context).catch((error: unknown) => error),
  ]);
  const texts = [config, { ...config }, config.explainAuth(), failed, token].map(everythingPrinted);
  return [
    ...texts,
    config.describe(),
    formatAuthReport(config.explainAuth()),
    ...context.lines,
  ].join();
}

function ignore(): void {}

function expectNoCanary(text: string): void {
  expect(/.{0,80}cAnArY.{0,20}/.exec(text)?.[0]).toBeUndefined();
}

/** Secrets that no message holds by chance. */
const canary = fc
  .string({ minLength: 12, maxLength: 40 })
  .filter((text) => text.trim() === text)
  .map((text) => `cAnArY${text}`);
const canaries = fc.record(
  Object.fromEntries(sensitive.map(({ name }) => [name, canary])),
) as fc.Arbitrary<Record<string, string>>;

const runs = { numRuns: 40 };

// Stacks repeat the message, and mapping hundreds of them to their sources takes seconds.
Error.stackTraceLimit = 0;

describe("secrets", () => {
  it("appear in nothing that a Config or its errors print", async () => {
    const hosts = fc.constantFrom("https://h.example.com", undefined);
    const types = fc.constantFrom("indiscreet", "reluctant", "pat", "azure-cli", "no-such-type");
    await fc.assert(
      fc.asyncProperty(canaries, hosts, types, async (secrets, host, authType) => {
        const options: ConfigOptions = { ...secrets, host, authType, username: "u" };
        const strategies = [reluctant, indiscreet];
        const config = new Config(options, { env: {}, strategies });
        expectNoCanary(await allTexts(config));
        expectNoCanary(await allTexts(config.copy({ rateLimit: 1 })));
      }),
      runs,
    );
  });

  it("appear in no message of the default chain", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...sensitive), canary, async ({ name, env }, secret) => {
        const [variable] = env;
        const runtime = {
          env: variable === undefined ? {} : { [variable]: secret },
          readFile: () => undefined,
        };
        const config = new Config(
          { host: "h", ...(variable === undefined ? { [name]: secret } : {}) },
          runtime,
        );
        expectNoCanary(await allTexts(config));
      }),
      runs,
    );
  });

  it("appear in no error about their own value or place", () => {
    for (const { name } of sensitive) {
      const wrong = { [name]: ["cAnArY"], host: "h" } as ConfigOptions;
      let error: unknown;
      try {
        error = new Config(wrong, { env: {} });
      } catch (caught) {
        error = caught;
      }
      expect(error).toBeInstanceOf(Error);
      expectNoCanary(everythingPrinted(error));
    }
    const file = "[DEFAULT]\ntoken cAnArY";
    expect(() => new Config({}, { env: {}, readFile: () => file })).toThrow(/^(?!.*cAnArY)/);
  });
});
