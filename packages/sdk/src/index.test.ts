import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as errors from "./errors/index.js";
import * as sdk from "./index.js";

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), "utf8");
const source = read("index.ts");

describe("the public entry point", () => {
  it("is a short, explicit list", () => {
    expect(source.split("\n").length).toBeLessThan(120);
    expect(source).not.toMatch(/export (type )?\*/);
  });

  it("has every error class, each a DatabricksError", () => {
    const classes = Object.entries(errors).filter(
      ([, value]) => typeof value === "function" && value.prototype instanceof Error,
    );
    expect(classes.length).toBeGreaterThan(30);
    for (const [name, type] of classes) expect(Object.entries(sdk)).toContainEqual([name, type]);
    expect(sdk.JobRunFailed.prototype).toBeInstanceOf(sdk.OperationFailed);
    expect(sdk.OperationFailed.prototype).toBeInstanceOf(sdk.DatabricksError);
  });

  it("has a namespace of types for every API package", () => {
    const packages = [...read("clients/packages.gen.ts").matchAll(/ as (\w+) from/g)];
    const names = packages.map(([, name]) => name);
    const lines = [...source.matchAll(/export type \{ (.*) \} from "\.\/clients\/index/g)];
    expect(lines.flatMap(([, list = ""]) => list.split(", "))).toEqual(names);
    expect(names).toContain("compute");
  });

  it("makes clients that send nothing by themselves", async () => {
    const transport = { send: () => Promise.reject(new Error("sent")) };
    const options = { host: "https://h", token: "t", transport };
    const workspace = new sdk.WorkspaceClient(options);
    expect(workspace.config).toBeInstanceOf(sdk.Config);
    expect(workspace.jobs.submit).toBeTypeOf("function");
    expect(workspace.clusters.selectNodeType).toBeTypeOf("function");
    expect(workspace.dbfs.open).toBeTypeOf("function");
    expect(new sdk.AccountClient(options).config.host).toBe("https://h");
  });
});
