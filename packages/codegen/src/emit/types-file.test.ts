import { describe, expect, it } from "vitest";
import type { NamedType, Operation } from "../model/index.js";
import { planPackage } from "../plan/index.js";
import {
  field,
  json,
  labPackage,
  model,
  named,
  objectType,
  operation,
  parameter,
  primitive,
  service,
} from "./testing/fixtures.js";
import { typesFiles } from "./types-file.js";

function files(
  types: readonly NamedType[],
  operations: readonly Operation[] = [],
): ReadonlyMap<string, string> {
  const services = [service(operations)];
  return typesFiles(planPackage(model(services, types), labPackage(services, types)));
}

function text(types: readonly NamedType[], operations: readonly Operation[] = []): string {
  return files(types, operations).get("types") ?? "";
}

describe("a field", () => {
  it("is written under its name on the wire, quoted where it must be", () => {
    const type = objectType(
      "Thing",
      field("isDir", { required: true, type: primitive("bool") }),
      field("$ref"),
      field("served-model-name"),
      field("default"),
    );
    expect(text([type])).toContain(
      "export interface Thing {\n" +
        "  isDir: boolean;\n" +
        "  $ref?: string | undefined;\n" +
        '  "served-model-name"?: string | undefined;\n' +
        "  default?: string | undefined;\n}\n",
    );
  });

  it.each([
    ["string", "string | undefined"],
    ["int32", "number | undefined"],
    ["int64", "Int64 | undefined"],
    ["float", "number | undefined"],
    ["bool", "boolean | undefined"],
    ["any", "unknown"],
    ["bytes", "string | undefined"],
    ["timestamp", "string | undefined"],
    ["duration", "string | undefined"],
    ["fieldmask", "string | undefined"],
  ] as const)("of type %s is %s", (name, expected) => {
    expect(text([objectType("Thing", field("x", { type: primitive(name) }))])).toContain(
      `  x?: ${expected};\n`,
    );
  });

  it("can hold lists, maps and types of other packages", () => {
    const spec = named("Spec", "compute");
    const type = objectType(
      "Thing",
      field("names", { type: { kind: "array", of: primitive("string") } }),
      field("tags", { type: { kind: "map", of: { kind: "array", of: primitive("int64") } } }),
      field("specs", { type: { kind: "array", of: { kind: "map", of: spec } } }),
    );
    const written = text([type]);
    expect(written).toContain("names?: string[] | undefined;");
    expect(written).toContain("tags?: Record<string, Int64[]> | undefined;");
    expect(written).toContain("specs?: Record<string, Spec>[] | undefined;");
    expect(written).toContain('import type { Spec } from "../compute/index.gen.js";');
    expect(written).toContain('import type { Int64 } from "../../api-client/index.js";');
  });

  it("tells a type of another package from one of its own", () => {
    const type = objectType("Thing", field("own", { type: named("Spec") }));
    const other = objectType("Spec", field("spec", { type: named("Spec", "compute") }));
    const written = text([type, other]);
    expect(written).toContain(
      'import type { Spec as ComputeSpec } from "../compute/index.gen.js";',
    );
    expect(written).toContain("spec?: ComputeSpec | undefined;");
    expect(written).toContain("own?: Spec | undefined;");
  });

  it("says what its text holds, and that it is deprecated", () => {
    const type = objectType(
      "Thing",
      field("at", { type: primitive("timestamp"), deprecated: true }),
      field("old", { deprecated: true }),
    );
    expect(text([type])).toContain(
      "  /**\n   * A point in time as RFC 3339 text.\n   *\n   * @deprecated\n   */\n  at?:",
    );
    expect(text([type])).toContain("  /** @deprecated */\n  old?: string | undefined;");
  });

  it("is there for certain where the response's body streams", () => {
    const type = objectType(
      "Thing",
      field("contents", { in: "body_stream", type: primitive("bytes") }),
    );
    expect(text([type])).toContain("  contents: ReadableStream<Uint8Array>;\n");
  });

  it("takes bytes in any form where the request's body streams", () => {
    const upload = operation("upload", {
      verb: "PUT",
      body: { kind: "stream", parameter: "contents" },
      parameters: [
        parameter("overwrite", { type: primitive("bool") }),
        parameter("contents", { in: "body", type: primitive("bytes"), required: true }),
      ],
    });
    expect(text([], [upload])).toContain(
      "/** What `ThingsAPI.upload` takes. */\nexport interface ThingsUploadRequest {\n" +
        "  contents: BinaryBody;\n  overwrite?: boolean | undefined;\n}\n",
    );
  });

  it("breaks where its type is too long for the line", () => {
    const long = `A${"b".repeat(60)}`;
    const type = objectType("Thing", field(`the_${"x".repeat(40)}`, { type: named(long) }));
    const written = text([type, objectType(long, field("x"))]);
    expect(written).toContain(`the_${"x".repeat(40)}?:\n    | ${long}\n    | undefined;\n`);
  });
});

describe("a type", () => {
  it("says who returns it and what holds it", () => {
    const kind: NamedType = { kind: "enum", name: "Kind", values: ["A"] };
    const thing = objectType("Thing", field("kind", { type: named("Kind") }));
    const find = operation("find", {
      parameters: [parameter("kind", { type: named("Kind") })],
      response: json(named("Thing")),
    });
    const written = text([thing, kind], [find]);
    expect(written).toContain("/** Returned by `ThingsAPI.find`. */\nexport interface Thing");
    expect(written).toContain(
      "/** Part of `Thing` and `ThingsFindRequest`. The service may send values that are not listed. */",
    );
  });

  it("that nothing refers to says so", () => {
    expect(text([objectType("Lone", field("x"))])).toContain("no operation refers to it");
  });

  it("without fields takes any", () => {
    expect(text([objectType("Empty")])).toContain("export type Empty = Record<string, unknown>;");
  });

  it("can stand for another", () => {
    const alias: NamedType = {
      kind: "alias",
      name: "Settings",
      type: { kind: "map", of: primitive("string") },
    };
    expect(text([alias])).toContain("export type Settings = Record<string, string>;");
  });

  it("with values is an open union, broken where it is too long", () => {
    const short: NamedType = { kind: "enum", name: "Kind", values: ["A", 'B"C'] };
    expect(text([short])).toContain('export type Kind = "A" | "B\\"C" | (string & {});');
    const values = Array.from({ length: 9 }, (_value, index) => `VALUE_NUMBER_${index}`);
    const long = text([{ kind: "enum", name: "Kind", values }]);
    expect(long).toContain('export type Kind =\n  | "VALUE_NUMBER_0"\n  | "VALUE_NUMBER_1"\n');
    expect(long).toContain('  | "VALUE_NUMBER_8"\n  | (string & {});\n');
  });
});

describe("a long package", () => {
  it("is split by resource, and what resources share stays together", () => {
    const fields = Array.from({ length: 900 }, (_value, index) => field(`field_${index}`));
    const shared = field("shared", { type: named("Shared") });
    const types = [
      objectType("Shared", field("x")),
      ...["One", "Two", "Three"].map((name) => objectType(name, shared, ...fields)),
    ];
    const services = ["One", "Two", "Three"].map((name) =>
      service([operation("get", { id: `lab.${name}API.get`, response: json(named(name)) })], {
        name: `${name}API`,
      }),
    );
    const written = typesFiles(planPackage(model(services, types), labPackage(services, types)));
    expect([...written.keys()]).toEqual(["types", "types-one", "types-three", "types-two"]);
    expect(written.get("types")).toContain("export interface Shared");
    expect(written.get("types-one")).toContain('import type { Shared } from "./types.gen.js";');
  });

  it("of one service is split by the nouns in its paths", () => {
    const fields = Array.from({ length: 1300 }, (_value, index) => field(`field_${index}`));
    const types = ["Thing", "Run"].map((name) => objectType(name, ...fields));
    const operations = [
      operation("get", { path: "/api/2.2/things/get", response: json(named("Thing")) }),
      operation("get_run", { path: "/api/2.2/things/runs/get", response: json(named("Run")) }),
    ];
    expect([...files(types, operations).keys()]).toEqual(["types-runs", "types-things"]);
  });
});
