import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { attributes, Config } from "../config/index.js";
import { fakeContext } from "../config/testing/fake-context.js";
import { defaultStrategies } from "./default-strategies.js";

const page = fileURLToPath(new URL("../../../../docs/guides/authentication.md", import.meta.url));
const text = readFileSync(page, "utf8");

interface Row {
  readonly method: string;
  readonly needs: string;
  readonly variables: readonly string[];
  readonly keys: readonly string[];
  readonly example: string;
}

const quoted = (cell: string): string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? "");

const section = /## The methods\n(.*?)\n## /s.exec(text)?.[1] ?? "";
const rows: readonly Row[] = [...section.matchAll(/^\| (`.*) \|$/gm)].map((match) => {
  const [method = "", needs = "", variables = "", keys = "", example = ""] = (match[1] ?? "").split(
    " | ",
  );
  return {
    method: quoted(method)[0] ?? "",
    needs,
    variables: quoted(variables),
    keys: quoted(keys),
    example,
  };
});

/** What methods read that is no attribute. */
const foreign = ["DATABRICKS_OIDC_TOKEN", "SYSTEM_ACCESSTOKEN", "GOOGLE_APPLICATION_CREDENTIALS"];

describe("the guide's table", () => {
  it("lists the methods in the order of the chain", () => {
    expect(rows.map(({ method }) => method)).toEqual(defaultStrategies.map(({ name }) => name));
  });

  it.each(rows.map((row) => [row.method, row] as const))("says what %s needs", (method, row) => {
    const { needs = [] } = defaultStrategies.find(({ name }) => name === method) ?? {};
    const wanted = attributes.filter(
      ({ name }) => name !== "host" && (needs as readonly string[]).includes(name),
    );
    for (const { name, hidden, env, profileKey } of wanted) {
      expect(row.variables).toContain(env[0]);
      if (hidden) continue;
      expect(quoted(row.needs)).toContain(name);
      expect(row.keys).toContain(profileKey);
    }
  });

  it.each(rows.map((row) => [row.method, row] as const))(
    "pairs the variables and keys of %s as the attributes do",
    (_method, { variables, keys }) => {
      const known = attributes.filter(({ env }) => variables.includes(env[0] ?? ""));
      expect(variables.filter((name) => !attributes.some(({ env }) => env.includes(name)))).toEqual(
        variables.filter((name) => foreign.includes(name)),
      );
      expect(
        known
          .filter(({ hidden }) => !hidden)
          .map(({ profileKey }) => profileKey)
          .sort(),
      ).toEqual([...keys].sort());
    },
  );

  it("points to examples that exist", () => {
    const links = rows.map(({ example }) => /\(([^)]+)\)/.exec(example)?.[1] ?? "");
    const missing = links.filter((link) =>
      link.startsWith("#")
        ? !new RegExp(`^#+ ${link.slice(1).replaceAll("-", " ")}$`, "im").test(text)
        : !existsSync(resolve(dirname(page), link)),
    );
    expect(missing).toEqual([]);
  });
});

describe("the guide's error", () => {
  it("is what a program prints", async () => {
    const shown = /^```text\n(.*?)\n```$/ms.exec(text)?.[1];
    const env = {
      DATABRICKS_HOST: "https://dbc-a1b2.cloud.databricks.com",
      DATABRICKS_CLIENT_ID: "4b7c0e",
    };
    const config = new Config({}, { env, readFile: () => undefined });
    const error = await config.authenticate(fakeContext()).catch((thrown: unknown) => thrown);
    expect((error as Error).message).toBe(shown);
  });
});
