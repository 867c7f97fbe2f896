import { describe, expect, it } from "vitest";
import { violationsOf } from "./apply-rules.js";
import { remedyOf, type Remedy } from "./compliance.js";
import { parseRules } from "./rule.js";

function remedy(definition: object, spec: Readonly<Record<string, unknown>>): Remedy {
  const rules = parseRules(JSON.stringify(definition));
  const facts = { isJob: false, dbusPerHour: () => undefined };
  return remedyOf(rules, { spec, settings: spec }, violationsOf(rules, spec, facts));
}

describe("a remedy", () => {
  it("drops forbidden elements of lists whole, and keeps the others", () => {
    const script = (place: string, destination: string): object => ({ [place]: { destination } });
    const kept = script("volumes", "/Volumes/b.sh");
    const { spec, changes } = remedy(
      { "init_scripts.*.workspace.destination": { type: "forbidden" } },
      { init_scripts: [script("workspace", "/a.sh"), kept, script("workspace", "/c.sh")] },
    );
    expect(spec).toEqual({ init_scripts: [kept] });
    expect(changes).toEqual([
      { field: "init_scripts.0.workspace.destination", previous_value: "/a.sh", new_value: "" },
      { field: "init_scripts.2.workspace.destination", previous_value: "/c.sh", new_value: "" },
    ]);
  });

  it("takes defaults that the rule allows, and says what it cannot mend", () => {
    const { spec, unresolved } = remedy(
      {
        kind: { type: "allowlist", values: ["a"], defaultValue: "b" },
        num_workers: { type: "range", maxValue: 3, defaultValue: 1 },
        "custom_tags.team": { type: "unlimited" },
      },
      { kind: "c", num_workers: 9 },
    );
    expect(spec).toEqual({ kind: "c", num_workers: 1 });
    expect(unresolved.map(({ path }) => path)).toEqual(["kind", "custom_tags.team"]);
  });
});
