import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { attributeDocs } from "./attribute-docs.js";
import { attributes } from "./attributes.js";

const types = ["options.ts", "../auth/attributes.ts"]
  .map((file) => readFileSync(new URL(file, import.meta.url), "utf8"))
  .join("\n");

describe("the attribute table", () => {
  it("names no attribute, profile key or environment variable twice", () => {
    const names = attributes.map(({ name }) => name);
    const keys = attributes.flatMap(({ profileKey }) => profileKey ?? []);
    const variables = attributes.flatMap(({ env }) => env);
    for (const list of [names, keys, variables]) expect(list).toEqual([...new Set(list)]);
  });

  it.each(attributes.map(({ name }) => [name, attributeDocs[name]] as const))(
    "%s is documented as its type is",
    (name, doc) => {
      expect(doc).toMatch(/^[A-Z].{10,}\.$/);
      const [, comment] = new RegExp(`/\\*\\* (.*) \\*/\n  readonly ${name}\\?:`).exec(types) ?? [];
      expect(comment).toBe(doc);
    },
  );

  it("derives profile keys from names", () => {
    const keyOf = new Map(attributes.map(({ name, profileKey }) => [name, profileKey]));
    expect(keyOf.get("azureWorkspaceResourceId")).toBe("azure_workspace_resource_id");
    expect(keyOf.get("disableExperimentalFilesApiClient")).toBe(
      "disable_experimental_files_api_client",
    );
    expect(keyOf.get("host")).toBe("host");
    expect(keyOf.get("profile")).toBeUndefined();
    expect(keyOf.get("configFile")).toBeUndefined();
  });

  it("marks everything that looks like a secret as one", () => {
    const open = attributes.filter(({ sensitive }) => !sensitive).map(({ name }) => name);
    expect(open.filter((name) => /secret|password|^token$|RequestToken$/i.test(name))).toEqual([]);
  });
});
