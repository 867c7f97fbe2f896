import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Config, lint, lintFromString, loadConfig } from "@redocly/openapi-core";
import { beforeAll, describe, expect, it } from "vitest";
import { extension } from "../model/index.js";
import { packageNames } from "../read/index.js";

const folder = fileURLToPath(new URL("../../../../spec", import.meta.url));
let config: Config;

beforeAll(async () => {
  config = await loadConfig({ configPath: join(folder, "redocly.yaml") });
});

type Problems = Awaited<ReturnType<typeof lint>>;

const describeAll = (problems: Problems): string[] =>
  problems.map(
    (problem) => `${problem.ruleId} ${problem.location[0]?.pointer}: ${problem.message}`,
  );

describe("the documents keep the rules of OpenAPI", () => {
  it.each([...packageNames(folder), "common"])("%s.json", { timeout: 60_000 }, async (name) => {
    const problems = await lint({ ref: join(folder, `${name}.json`), config });
    expect(describeAll(problems)).toEqual([]);
  });
});

/** The document with every operation that stands beside the paths on a path of its own, or null. */
function unfold(name: string): string | null {
  const document = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
  const paths: Record<string, unknown> = {};
  for (const [path, item] of Object.entries<Record<string, unknown>>(document.paths)) {
    const others = item[extension.operations] as Record<string, unknown[]> | undefined;
    for (const [verb, operations] of Object.entries(others ?? {})) {
      for (const [index, operation] of operations.entries()) {
        paths[`/${verb}-${index}${path}`] = { [verb]: operation };
      }
    }
  }
  for (const [index, { verb, operation }] of (document[extension.dataPlane] ?? []).entries()) {
    paths[`/data-plane-${index}`] = { [verb]: operation };
  }
  return Object.keys(paths).length === 0 ? null : JSON.stringify({ ...document, paths });
}

const unfolded = packageNames(folder).flatMap((name): [string, string][] => {
  const source = unfold(name);
  return source === null ? [] : [[name, source]];
});

describe("so do the operations that stand beside the paths", () => {
  it.each(unfolded)("%s.json", { timeout: 60_000 }, async (name, source) => {
    const absoluteRef = join(folder, `${name}.json`);
    expect(describeAll(await lintFromString({ source, absoluteRef, config }))).toEqual([]);
  });

  it("finds what is wrong with them", async () => {
    const [first] = unfolded;
    const source = first?.[1].replace('"responses"', '"replies"') ?? "";
    const absoluteRef = join(folder, `${first?.[0]}.json`);
    expect(describeAll(await lintFromString({ source, absoluteRef, config }))).not.toEqual([]);
  });
});
