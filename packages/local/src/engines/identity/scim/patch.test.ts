import { describe, expect, it } from "vitest";
import { failure } from "../testing/people.js";
import { applyPatch, type PatchOperation } from "./patch.js";
import type { ResourceRules } from "./resource.js";

const RULES: ResourceRules = {
  id: { readOnly: true },
  displayName: {},
  active: { kind: "boolean" },
  name: { kind: "complex" },
  emails: { kind: "multiple" },
  members: { kind: "multiple" },
  entitlements: { kind: "multiple", strict: true },
};
const BEFORE = {
  id: "1",
  displayName: "a",
  active: true,
  name: { givenName: "A", familyName: "B" },
  emails: [{ type: "work", value: "a@b", primary: true }],
  members: [{ value: "x", display: "X" }, { value: "y" }],
};

const patched = (...operations: PatchOperation[]): object => applyPatch(BEFORE, operations, RULES);

describe("a patch", () => {
  it.each<[string, PatchOperation, object]>([
    [
      "adds a member",
      { op: "add", path: "members", value: [{ value: "z" }] },
      { members: [{ value: "x", display: "X" }, { value: "y" }, { value: "z" }] },
    ],
    [
      "adds one that is there",
      { op: "add", path: "members", value: [{ value: "x" }, { value: "x" }] },
      {},
    ],
    [
      "adds by text",
      { op: "Add", path: "MEMBERS", value: "z" },
      { members: [{ value: "x", display: "X" }, { value: "y" }, { value: "z" }] },
    ],
    [
      "adds to nothing",
      { op: "add", path: "entitlements", value: [{ value: "e" }] },
      { entitlements: [{ value: "e" }] },
    ],
    [
      "adds without a path",
      { op: "add", value: { members: [{ value: "z" }], displayName: "b", unknown: 1, id: "2" } },
      { displayName: "b", members: [{ value: "x", display: "X" }, { value: "y" }, { value: "z" }] },
    ],
    [
      "adds to an object",
      { op: "add", path: "name", value: { givenName: "C" } },
      { name: { givenName: "C", familyName: "B" } },
    ],
    [
      "adds what is missing by type",
      { op: "add", path: 'emails[type eq "home"].value', value: "h@b" },
      {
        emails: [
          { type: "work", value: "a@b", primary: true },
          { type: "home", value: "h@b" },
        ],
      },
    ],
    [
      "removes a member by filter",
      { op: "remove", path: 'members[value eq "x"]' },
      { members: [{ value: "y" }] },
    ],
    [
      "removes a member by value",
      { op: "REMOVE", path: "members", value: [{ value: "y" }] },
      { members: [{ value: "x", display: "X" }] },
    ],
    ["removes one that isn't there", { op: "remove", path: 'members[value eq "z"]' }, {}],
    ["removes all", { op: "remove", path: "members" }, { members: undefined }],
    ["removes text", { op: "remove", path: "displayName" }, { displayName: undefined }],
    ["removes a part", { op: "remove", path: "name.familyName" }, { name: { givenName: "A" } }],
    [
      "removes a part of a value",
      { op: "remove", path: 'members[value eq "x"].display' },
      { members: [{ value: "x" }, { value: "y" }] },
    ],
    ["replaces text", { op: "replace", path: "displayName", value: "b" }, { displayName: "b" }],
    [
      "replaces with a URN",
      {
        op: "replace",
        path: "urn:ietf:params:scim:schemas:core:2.0:Group:displayName",
        value: "b",
      },
      { displayName: "b" },
    ],
    [
      "replaces text for a boolean",
      { op: "replace", path: "active", value: "False" },
      { active: false },
    ],
    [
      "replaces a part",
      { op: "replace", path: "name.GIVENNAME", value: "C" },
      { name: { givenName: "C", familyName: "B" } },
    ],
    [
      "replaces an object",
      { op: "replace", path: "name", value: { givenName: "C" } },
      { name: { givenName: "C" } },
    ],
    [
      "replaces all values",
      { op: "replace", path: "members", value: [{ value: "z" }] },
      { members: [{ value: "z" }] },
    ],
    [
      "replaces a value",
      { op: "replace", path: 'emails[type eq "work"]', value: { type: "work", value: "c@b" } },
      { emails: [{ type: "work", value: "c@b" }] },
    ],
    [
      "replaces a part of a value",
      { op: "replace", path: 'emails[type eq "work"].value', value: "c@b" },
      { emails: [{ type: "work", value: "c@b", primary: true }] },
    ],
    [
      "replaces a part of all values",
      { op: "replace", path: "members.display", value: "M" },
      {
        members: [
          { value: "x", display: "M" },
          { value: "y", display: "M" },
        ],
      },
    ],
    [
      "replaces without a path",
      { op: "replace", value: { active: false, "name.givenName": "C" } },
      { active: false, name: { givenName: "C", familyName: "B" } },
    ],
  ])("%s", (_title, operation, change) => {
    expect(patched(operation)).toEqual({ ...BEFORE, ...change });
    expect(patched(operation, operation)).toEqual({ ...BEFORE, ...change });
  });

  it.each<[string, PatchOperation, string]>([
    ["an unknown op", { op: "move", path: "active" }, "invalidSyntax: Invalid op 'move'"],
    ["no op", { path: "active" }, "invalidSyntax: Invalid op ''"],
    [
      "an unknown attribute",
      { op: "add", path: "colour", value: "red" },
      "invalidPath: No such attribute with the name : colour in the current resource",
    ],
    [
      "a path that is none",
      { op: "add", path: "members[", value: "z" },
      "invalidPath: Invalid path",
    ],
    [
      "a path with more behind",
      { op: "remove", path: 'members[value eq "x"]y' },
      "invalidPath: Invalid path",
    ],
    [
      "a filter that is none",
      { op: "remove", path: "members[value]" },
      "invalidFilter: Given filter",
    ],
    [
      "a filter on one value",
      { op: "replace", path: 'displayName[value eq "a"]', value: "b" },
      "invalidPath: Attribute displayName",
    ],
    [
      "a part of text",
      { op: "replace", path: "displayName.x", value: "b" },
      "invalidPath: No such attribute",
    ],
    [
      "what is read-only",
      { op: "replace", path: "id", value: "2" },
      "mutability: Attribute id is read-only.",
    ],
    ["removing nothing", { op: "remove" }, "noTarget: A path is required"],
    [
      "removing entitlements that aren't set",
      { op: "remove", path: 'entitlements[value eq "e"]' },
      "invalidPath: No such attribute with the name : entitlements in the current resource",
    ],
    [
      "replacing a value that isn't there",
      { op: "replace", path: 'members[value eq "z"]', value: { value: "z" } },
      "noTarget: No value of members",
    ],
    ["no object without a path", { op: "add", value: "x" }, "invalidValue: Without a path"],
    [
      "a value for a boolean",
      { op: "replace", path: "active", value: "maybe" },
      "invalidValue: Invalid value for active",
    ],
    [
      "a value for text",
      { op: "replace", path: "displayName", value: { a: 1 } },
      "invalidValue: Invalid value for displayName",
    ],
    [
      "a value for an object",
      { op: "add", path: "name", value: "x" },
      "invalidValue: Invalid value for name",
    ],
    [
      "a value of many without a value",
      { op: "add", path: "members", value: [{}] },
      "invalidValue: Invalid value for members",
    ],
  ])("refuses %s", (_title, operation, problem) => {
    expect(failure(() => patched(operation))).toContain(problem);
  });

  it("is done in order and changes nothing of what it was given", () => {
    const before = structuredClone(BEFORE);
    expect(
      patched(
        { op: "remove", path: "members" },
        { op: "add", path: "members", value: { value: "z" } },
        { op: "replace", path: "displayName", value: "b" },
        { op: "replace", path: "displayName", value: "c" },
      ),
    ).toEqual({ ...BEFORE, members: [{ value: "z" }], displayName: "c" });
    expect(BEFORE).toEqual(before);
  });
});
