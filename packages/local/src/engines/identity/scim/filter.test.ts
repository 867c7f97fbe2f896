import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { failure } from "../testing/people.js";
import type { Filter } from "./filter.js";
import { matchesFilter } from "./match-filter.js";
import { parseFilter } from "./parse-filter.js";

const BJENSEN = {
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
  id: "701",
  externalId: "Ext-1",
  userName: "bjensen@example.com",
  displayName: 'Barbara "Babs" Jensen',
  active: true,
  name: { givenName: "Barbara", familyName: "Jensen" },
  emails: [
    { type: "work", value: "bjensen@example.com", primary: true },
    { type: "home", value: "babs@home.example" },
  ],
  groups: [{ display: "data team", value: "9", type: "direct" }],
};

const matches = (filter: string): boolean => matchesFilter(BJENSEN, parseFilter(filter));

describe("filters that fit", () => {
  it.each([
    'userName eq "bjensen@example.com"',
    'USERNAME EQ "BJensen@Example.com"',
    "userName eq bjensen@example.com",
    "userName sw 'bjen'",
    'displayName co "\\"babs\\""',
    'userName ew ".com"',
    'userName ne "other"',
    'id eq "701"',
    "id eq 701",
    'externalId eq "Ext-1"',
    "active eq true",
    'active eq "true"',
    "active ne false",
    "externalId pr",
    "not (roles pr)",
    "roles eq null",
    "userName ne null",
    'name.familyName gt "jam"',
    'name.familyName ge "JENSEN" and name.familyName le "jensen"',
    'name.familyName lt "k"',
    'emails eq "babs@home.example"',
    'emails.type eq "home"',
    'emails[type eq "work" and value co "@example.com"]',
    'emails[not (type eq "other")]',
    'groups.display eq "data team"',
    'groups.value eq "9"',
    'urn:ietf:params:scim:schemas:core:2.0:User:userName sw "bj"',
    'urn:ietf:params:scim:schemas:core:2.0:User:name.givenName eq "barbara"',
    'schemas eq "urn:ietf:params:scim:schemas:core:2.0:User"',
    'id eq "1" or id eq "701" and userName sw "b"',
    '(id eq "1" or id eq "701") and active eq true',
    'not (id eq "1") and not (id eq "2" or id eq "3")',
    '  id eq "701"  ',
    'id eq "1"or id eq "701"',
  ])("%s", (filter) => {
    expect(matches(filter)).toBe(true);
  });
});

describe("filters that don't", () => {
  it.each([
    'externalId eq "ext-1"',
    'id eq "702"',
    'userName ne "BJENSEN@example.com"',
    "roles pr",
    'roles eq "x"',
    'roles gt "x"',
    "userName eq null",
    "active eq false",
    'nothing eq "x"',
    'name.middleName eq "x"',
    'emails[type eq "home" and value co "@example.com"]',
    'emails ne "babs@home.example"',
    'id eq "701" and id eq "1" or id eq "2"',
    'id eq "701" and (id eq "1" or id eq "2")',
    "name.familyName gt 'jensen'",
    'userName[value eq "x"]',
  ])("%s", (filter) => {
    expect(matches(filter)).toBe(false);
  });

  it("compare what is missing as unlike everything", () => {
    expect(matches('nothing ne "x"')).toBe(true);
  });
});

describe("what is no filter", () => {
  it.each([
    ["kq8x2mzw1b4c", "an operator is missing"],
    ["displayName", "an operator is missing"],
    ["displayName is x", "'is' is no operator"],
    ["displayName eq", "a value is missing"],
    ["displayName eq data team", "unexpected 'team'"],
    ['displayName eq "x', "text without an end"],
    ['displayName eq "\\x"', "is not JSON text"],
    ['"displayName" eq "x"', "is no attribute"],
    ['1name eq "x"', "is no attribute"],
    ['name.a.b eq "x"', "is no attribute"],
    ['(id eq "1"', "')' is missing"],
    ['id eq "1")', "unexpected ')'"],
    ['emails[type eq "x"', "']' is missing"],
    ["not active eq true", "'active' is no operator"],
    ['id eq "1" and', "an attribute is missing"],
    ['and id eq "1"', "'id' is no operator"],
    ["", "an attribute is missing"],
    [`${"(".repeat(60)}id pr${")".repeat(60)}`, "too many parentheses"],
  ])("%s", (filter, problem) => {
    const text = failure(() => parseFilter(filter));
    expect(text).toMatch(/^invalidFilter: Given filter operator is not supported\./);
    expect(text).toContain(problem);
  });

  it("are orders of what has none", () => {
    expect(failure(() => matches("active gt false"))).toMatch(/^invalidFilter: .*no 'gt'/);
  });
});

describe("all filters", () => {
  const names = fc.constantFrom(
    "userName",
    "id",
    "name.givenName",
    "emails.value",
    "$ref",
    "active",
  );
  const literals = fc.oneof(
    fc.string().map((text) => JSON.stringify(text)),
    fc.constantFrom("true", "false", "null", "12", "-3.5", "word"),
  );
  const operators = fc.constantFrom("eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le");
  const { filter } = fc.letrec<{ filter: string; one: string }>((tie) => ({
    one: fc.oneof(
      names.map((name) => `${name} pr`),
      fc.tuple(names, operators, literals).map((parts) => parts.join(" ")),
    ),
    filter: fc.oneof(
      { depthSize: "small" },
      tie("one"),
      fc.tuple(tie("filter"), fc.constantFrom("and", "or"), tie("filter")).map((p) => p.join(" ")),
      tie("filter").map((inner) => `(${inner})`),
      tie("filter").map((inner) => `not (${inner})`),
      tie("one").map((inner) => `emails[${inner}]`),
    ),
  }));

  it("mean the same when they are written out again", () => {
    fc.assert(
      fc.property(filter, (text) => {
        const parsed = parseFilter(text);
        expect(parseFilter(written(parsed))).toEqual(parsed);
      }),
    );
  });

  it("obey the laws of not, and, or", () => {
    const simple = filter.filter((text) => !/ (?:gt|ge|lt|le|co|sw|ew) /.test(text));
    fc.assert(
      fc.property(simple, simple, (a, b) => {
        const both = matches(a) && matches(b);
        expect(matches(`(${a}) and (${b})`)).toBe(both);
        expect(matches(`not (not (${a}) or not (${b}))`)).toBe(both);
      }),
    );
  });

  it("are read, or refused with an error of theirs", () => {
    const piece = fc.oneof(
      names,
      operators,
      literals,
      fc.constantFrom("(", ")", "[", "]", "and", "not"),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((all) => all.join(" ")),
        ),
        (text) => {
          expect(failure(() => parseFilter(text))).toMatch(
            /^(?:none$|invalidFilter: Given filter)/,
          );
        },
      ),
    );
  });
});

/** A filter as text, with parentheses around all parts. */
function written(filter: Filter): string {
  switch (filter.kind) {
    case "and":
    case "or":
      return filter.of.map((part) => inner(part, filter.kind)).join(` ${filter.kind} `);
    case "not":
      return `not (${written(filter.of)})`;
    case "present":
      return `${path(filter)} pr`;
    case "some":
      return `${path(filter)}[${written(filter.of)}]`;
    case "compare": {
      const { value, text } = filter.literal;
      const literal = typeof value === "string" && text !== "word" ? JSON.stringify(text) : text;
      return `${path(filter)} ${filter.operator} ${literal}`;
    }
  }
}

function inner(filter: Filter, outer: "and" | "or"): string {
  const grouped = filter.kind === "or" || (filter.kind === "and" && outer === "and");
  return grouped ? `(${written(filter)})` : written(filter);
}

function path({ path: { name, part } }: Extract<Filter, { path: unknown }>): string {
  return part === undefined ? name : `${name}.${part}`;
}
