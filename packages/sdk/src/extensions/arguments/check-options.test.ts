import { describe, expect, it } from "vitest";
import { InvalidRequestError } from "../../errors/index.js";
import { checkOptions } from "./check-options.js";

const kinds = { overwrite: [true, false, "skip"], resume: "boolean", filter: "function" } as const;

describe("checkOptions", () => {
  it.each([
    undefined,
    {},
    { signal: AbortSignal.abort(), timeout: 0, headers: { a: "b" }, retry: false, other: 1 },
    { signal: undefined, timeout: Infinity, retry: {}, overwrite: "skip", resume: true },
    { filter: () => true, overwrite: undefined },
  ])("accepts %o", (options) => {
    expect(() => checkOptions("a.b", options, kinds)).not.toThrow();
  });

  it.each([
    [null, "options", "a.b: the options are null"],
    [5, "options", "the options are a number"],
    ["x", "options", "the options are text"],
    [[], "options", "the options are a list"],
    [{ signal: null }, "signal", "a.b: the option signal is null: give the signal of an"],
    [{ signal: {} }, "signal", "is of type object"],
    [{ timeout: Number.NaN }, "timeout", "the option timeout is NaN: give milliseconds, 0 or more"],
    [{ timeout: -1 }, "timeout", "is -1"],
    [{ timeout: "5" }, "timeout", "is of type string"],
    [{ headers: null }, "headers", "is null: give an object of texts"],
    [{ headers: new Headers({ a: "b" }) }, "headers", "Object.fromEntries(headers)"],
    [{ headers: "x" }, "headers", "is of type string"],
    [{ retry: true }, "retry", "is true: give false or an object"],
    [{ overwrite: "yes" }, "overwrite", 'give true or false or "skip"'],
    [{ resume: 1 }, "resume", "is 1: give true or false"],
    [{ filter: 5 }, "filter", "give a function"],
  ])("refuses %o", (options, field, message) => {
    const check = (): void => checkOptions("a.b", options, kinds);
    expect(check).toThrow(InvalidRequestError);
    expect(check).toThrow(message);
    expect(check).toThrow(expect.objectContaining({ field }));
  });
});
