import { expect, it } from "vitest";
import { mergeRules } from "./access-rules.js";

const admin = { admin: true } as const;

it("keeps the rules that several parts have for one service", () => {
  const merged = mergeRules([
    { "jobs.JobsAPI": { create: admin } },
    {},
    { "jobs.JobsAPI": { list: {} }, "files.DbfsAPI": { put: admin } },
  ]);
  expect(merged).toEqual({
    "jobs.JobsAPI": { create: admin, list: {} },
    "files.DbfsAPI": { put: admin },
  });
});

it("refuses two rules for one operation", () => {
  const [one, other] = [{ "jobs.JobsAPI": { create: admin } }, { "jobs.JobsAPI": { create: {} } }];
  expect(() => mergeRules([one, other])).toThrow(
    "two access rules are given for jobs.JobsAPI.create",
  );
});
