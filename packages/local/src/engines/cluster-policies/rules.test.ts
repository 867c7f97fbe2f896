import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fillIn, violationsOf, type Facts } from "./apply-rules.js";
import { valueAt, withoutValue, withValue, type Spec } from "./attribute-path.js";
import { parseRules } from "./rule.js";
import { withRuntimes } from "./runtime-aliases.js";

const facts: Facts = { isJob: false, dbusPerHour: () => 5 };

/** What a spec breaks of one rule, as `field, message`. */
function broken(path: string, rule: object, spec: Spec, change: Partial<Facts> = {}): string[] {
  const rules = parseRules(JSON.stringify({ [path]: rule }));
  const found = violationsOf(rules, spec, { ...facts, ...change });
  return found.map(({ field, message }) => `${field}, ${message}`);
}

describe("a rule", () => {
  const range = (bounds: object): object => ({ type: "range", ...bounds });
  const list = (type: string): object => ({ type, values: ["a", 1] });
  it.each<[string, object, Spec, string[]]>([
    ["num_workers", { type: "fixed", value: 2 }, { num_workers: 2 }, []],
    ["num_workers", { type: "fixed", value: "2" }, { num_workers: 2 }, []],
    [
      "num_workers",
      { type: "fixed", value: 2 },
      { num_workers: 3 },
      ['num_workers, the value must be 2 (is "3")'],
    ],
    [
      "node_type_id",
      { type: "fixed", value: "a" },
      {},
      ["node_type_id, the value must be present"],
    ],
    ["node_type_id", { type: "fixed", value: "a", isOptional: true }, {}, []],
    ["node_type_id", { type: "forbidden" }, {}, []],
    [
      "node_type_id",
      { type: "forbidden" },
      { node_type_id: "a" },
      ['node_type_id, the value must not be set (is "a")'],
    ],
    ["kind", list("allowlist"), { kind: "1" }, []],
    ["kind", list("allowlist"), { kind: "b" }, ['kind, the value must be one of a, 1 (is "b")']],
    ["kind", list("blocklist"), { kind: "b" }, []],
    [
      "kind",
      list("blocklist"),
      { kind: "a" },
      ['kind, the value must not be one of a, 1 (is "a")'],
    ],
    ["kind", { type: "regex", pattern: "a|b" }, { kind: "b" }, []],
    ["kind", { type: "regex", pattern: "(?i)a|b" }, { kind: "B" }, []],
    [
      "kind",
      { type: "regex", pattern: "a|b" },
      { kind: "ab" },
      ['kind, the value must match regex a|b (is "ab")'],
    ],
    ["num_workers", range({ minValue: 1, maxValue: 2 }), { num_workers: 2 }, []],
    [
      "num_workers",
      range({ minValue: 1, maxValue: 2 }),
      { num_workers: 3 },
      ['num_workers, the value must be between 1 and 2 (is "3")'],
    ],
    [
      "num_workers",
      range({ minValue: 1 }),
      { num_workers: 0 },
      ['num_workers, the value must be at least 1 (is "0")'],
    ],
    ["num_workers", { type: "unlimited" }, {}, ["num_workers, the value must be present"]],
    ["num_workers", { type: "unlimited", isOptional: true }, {}, []],
    [
      "custom_tags.a.b",
      { type: "unlimited" },
      { custom_tags: {} },
      ["custom_tags, a.b must be present"],
    ],
    [
      "spark_conf.spark.master",
      { type: "fixed", value: "x" },
      { spark_conf: { "spark.master": "y" } },
      ['spark_conf.spark.master, the value must be x (is "y")'],
    ],
    ["cluster_type", { type: "fixed", value: "all-purpose" }, {}, []],
    [
      "cluster_type",
      { type: "fixed", value: "job" },
      {},
      ['cluster_type, the value must be job (is "all-purpose")'],
    ],
    [
      "dbus_per_hour",
      range({ maxValue: 4 }),
      {},
      ['dbus_per_hour, the value must be at most 4 (is "5")'],
    ],
    [
      "cluster_log_conf.type",
      { type: "fixed", value: "DBFS" },
      { cluster_log_conf: { dbfs: {} } },
      [],
    ],
    [
      "cluster_log_conf.path",
      { type: "regex", pattern: "dbfs:/logs/.*" },
      { cluster_log_conf: { dbfs: { destination: "dbfs:/tmp" } } },
      ['cluster_log_conf.path, the value must match regex dbfs:/logs/.* (is "dbfs:/tmp")'],
    ],
  ])("of %s %j on %j", (path, rule, spec, expected) => {
    expect(broken(path, rule, spec)).toEqual(expected);
  });

  it("on all elements of a list leaves out those with rules of their own", () => {
    const rules = parseRules(
      JSON.stringify({
        "init_scripts.*.workspace.destination": { type: "regex", pattern: "/ok/.*" },
        "init_scripts.1.workspace.destination": { type: "fixed", value: "/one" },
      }),
    );
    const script = (destination: string): object => ({ workspace: { destination } });
    const at = (...paths: string[]): string[] =>
      violationsOf(rules, { init_scripts: paths.map(script) }, facts).map(({ path }) => path);
    expect(at("/ok/a", "/one", "/ok/b")).toEqual([]);
    expect(at("/no", "/ok/a", "/no")).toEqual([
      "init_scripts.0.workspace.destination",
      "init_scripts.2.workspace.destination",
      "init_scripts.1.workspace.destination",
    ]);
    const volume = { init_scripts: [{ volumes: { destination: "/Volumes/x" } }, script("/one")] };
    expect(violationsOf(rules, volume, facts)).toEqual([]);
  });

  it("on idling is not for clusters of jobs", () => {
    const rule = { type: "fixed", value: 60 };
    const spec = { autotermination_minutes: 0 };
    expect(broken("autotermination_minutes", rule, spec, { isJob: true })).toEqual([]);
    expect(broken("cluster_type", { type: "fixed", value: "job" }, {}, { isJob: true })).toEqual(
      [],
    );
  });
});

describe("a definition", () => {
  it.each([
    ["", "it must be the text of a JSON object"],
    ["[]", "it must be the text of a JSON object"],
    ['{"no_such": {"type": "forbidden"}}', "no_such is not an attribute of clusters"],
    ['{"num_workers": 1}', "num_workers must be an object"],
    ['{"num_workers": {"value": 1}}', "num_workers has type undefined, which is none of allowlist"],
    ['{"num_workers": {"type": "toString"}}', 'num_workers has type "toString"'],
    ['{"num_workers": {"type": "fixed"}}', "num_workers needs a value"],
    ['{"num_workers": {"type": "allowlist", "values": []}}', "num_workers needs a list of values"],
    [
      '{"num_workers": {"type": "range", "minValue": "1"}}',
      "num_workers needs a number as minValue",
    ],
    ['{"num_workers": {"type": "fixed", "value": null}}', "num_workers needs a value"],
    [
      '{"autoscale.max_workers": {"type": "range", "minValue": 9, "maxValue": 3}}',
      "autoscale.max_workers has minValue 9 above maxValue 3",
    ],
    [
      '{"kind": {"type": "regex", "pattern": "("}}',
      "kind has pattern (, which is no regular expression",
    ],
    [
      '{"kind": {"type": "regex", "pattern": "(?ii)a"}}',
      "kind has pattern (?ii)a, which is no regular expression",
    ],
    ['{"spark_conf.": {"type": "forbidden"}}', "spark_conf. has an empty part"],
  ])("%s is refused", (text, reason) => {
    expect(() => parseRules(text)).toThrow(`Invalid definition: ${reason}`);
  });
});

describe("filling in", () => {
  const rules = parseRules(
    JSON.stringify({
      num_workers: { type: "fixed", value: "2" },
      "custom_tags.cost.center": { type: "fixed", value: 7 },
      "aws_attributes.first_on_demand": { type: "unlimited", defaultValue: 3 },
      "init_scripts.0.workspace.destination": { type: "fixed", value: "/a.sh" },
      cluster_type: { type: "fixed", value: "job" },
      "ssh_public_keys.*": { type: "unlimited", defaultValue: "x" },
      node_type_id: { type: "forbidden" },
    }),
  );

  it("sets what is fixed, and defaults where they are wanted", () => {
    const fixed = {
      num_workers: 2,
      custom_tags: { "cost.center": "7" },
      init_scripts: [{ workspace: { destination: "/a.sh" } }],
    };
    expect(fillIn(rules, {})).toEqual(fixed);
    const wanting = { apply_policy_default_values: true };
    expect(fillIn(rules, wanting)).toEqual({
      ...wanting,
      ...fixed,
      aws_attributes: { first_on_demand: 3 },
    });
    const asked = { ...wanting, num_workers: 9, aws_attributes: { first_on_demand: 1 } };
    expect(fillIn(rules, asked)).toMatchObject({
      num_workers: 9,
      aws_attributes: { first_on_demand: 1 },
    });
  });

  it("puts logs where a policy says", () => {
    const of = (rule: object): unknown =>
      fillIn(parseRules(JSON.stringify(rule)), {})["cluster_log_conf"];
    const path = { type: "fixed", value: "s3://b/logs" };
    const type = { type: "fixed", value: "S3" };
    const expected = { s3: { destination: "s3://b/logs" } };
    expect(of({ "cluster_log_conf.path": path, "cluster_log_conf.type": type })).toEqual(expected);
  });

  it("looks up runtimes by their aliases", () => {
    const aliased = {
      type: "allowlist",
      values: ["auto:a", "auto:b", "c"],
      defaultValue: "auto:a",
    };
    const known = withRuntimes(parseRules(JSON.stringify({ spark_version: aliased })), (alias) =>
      alias === "auto:a" ? "17.3" : undefined,
    );
    expect(known.get("spark_version")).toEqual({
      type: "allowlist",
      values: ["17.3", "auto:b", "c"],
      defaultValue: "17.3",
    });
  });
});

describe("an attribute's path", () => {
  const paths = fc.oneof(
    fc.constantFrom(
      "num_workers",
      "autoscale.min_workers",
      "aws_attributes.zone_id",
      "docker_image.url",
    ),
    fc.stringMatching(/^[a-z.]{1,8}[a-z]$/).map((key) => `spark_conf.${key}`),
    fc.constantFrom("init_scripts.0.s3.region", "ssh_public_keys.0", "workload_type.clients.jobs"),
  );

  it("leads to what was put there, and to nothing once it is taken away", () => {
    fc.assert(
      fc.property(paths, fc.nat(), (path, value) => {
        const spec = { cluster_name: "a", spark_conf: { other: "b" } };
        const put = withValue(spec, path, value);
        expect(String(valueAt(put, path))).toBe(String(value));
        expect(put).toMatchObject(spec);
        expect(valueAt(withoutValue(put, path), path)).toBeUndefined();
        expect(spec).toEqual({ cluster_name: "a", spark_conf: { other: "b" } });
      }),
    );
  });
});
