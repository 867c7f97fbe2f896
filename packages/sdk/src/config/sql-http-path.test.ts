import { describe, expect, it } from "vitest";
import { ConfigError } from "../errors/index.js";
import { sqlHttpPath } from "./sql-http-path.js";

describe("sqlHttpPath", () => {
  it.each([
    [{}, ""],
    [{ warehouseId: "w1" }, "/sql/1.0/warehouses/w1"],
    [{ clusterId: "c1", workspaceId: "42" }, "sql/protocolv1/o/42/c1"],
  ])("%j -> %s", (config, path) => {
    expect(sqlHttpPath(config)).toBe(path);
  });

  it("refuses two kinds of compute, and a cluster without the workspace id", () => {
    expect(() => sqlHttpPath({ warehouseId: "w", clusterId: "c" })).toThrow(ConfigError);
    expect(() => sqlHttpPath({ clusterId: "c" })).toThrow(/needs workspaceId/);
  });
});
