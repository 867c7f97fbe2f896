import { describe, expect, it } from "vitest";
import { InvalidRequestError } from "../errors/index.js";
import { fakeServiceClient } from "../extensions/testing/fake-service-client.js";
import { DBUtils } from "./dbutils.js";

const { taskValues } = new DBUtils(() => fakeServiceClient({})).jobs;

describe("taskValues", () => {
  it("set does nothing", async () => {
    expect(await taskValues.set("k", { a: 1 })).toBeUndefined();
  });

  it("set says in the log that it does nothing", async () => {
    const warnings: string[] = [];
    const client = fakeServiceClient({});
    const logger = {
      debug() {},
      info() {},
      warn: (line: string) => warnings.push(line),
      error() {},
    };
    const api = {
      ...client,
      runtime: { ...client.runtime, logger },
      withUserAgentExtra: () => api,
    };
    await new DBUtils(() => api).jobs.taskValues.set("k", "v");
    expect(warnings).toEqual([expect.stringContaining('taskValues.set("k") does nothing')]);
  });

  it.each([0, "", false, null, { a: [1] }])("get returns the debugValue %j", async (debugValue) => {
    expect(await taskValues.get("t", "k", { default: 1, debugValue })).toEqual(debugValue);
  });

  it.each([undefined, {}, { default: 1 }])("get needs one: %j", async (options) => {
    const call = taskValues.get("t", "k", options);
    await expect(call).rejects.toThrow(InvalidRequestError);
    await expect(call).rejects.toMatchObject({ field: "debugValue" });
  });
});
