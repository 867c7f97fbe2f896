import type { ApiFacts } from "../model/index.js";

/**
 * Every fact of one package as a line, e.g. `services/ClustersAPI/methods/get/verb = "GET"`, sorted.
 * Two packages hold the same facts exactly when their lines are the same.
 */
export function packageLines(name: string, facts: ApiFacts): string[] {
  const lines: string[] = [];
  collect("", facts.packages[name] ?? {}, lines);
  return lines.toSorted();
}

/** Every property of the clients as a line, sorted. */
export function clientLines(facts: ApiFacts): string[] {
  const lines: string[] = [];
  collect("", facts.clients, lines);
  return lines.toSorted();
}

/** Empty lists and records count as facts: "no failure state is known" is one. */
function collect(path: string, value: unknown, lines: string[]): void {
  const isLeaf = typeof value !== "object" || value === null || Object.keys(value).length === 0;
  if (isLeaf) {
    lines.push(`${path} = ${JSON.stringify(value)}`);
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    collect(path === "" ? key : `${path}/${key}`, member, lines);
  }
}

/** What two sides disagree on, by package: `- ` facts of the first only, `+ ` of the second only. */
export function compareFacts(expected: ApiFacts, actual: ApiFacts): string[] {
  const names = new Set([...Object.keys(expected.packages), ...Object.keys(actual.packages)]);
  return [
    ...difference("clients", clientLines(expected), clientLines(actual)),
    ...[...names]
      .toSorted()
      .flatMap((name) =>
        difference(name, packageLines(name, expected), packageLines(name, actual)),
      ),
  ];
}

function difference(
  name: string,
  expected: readonly string[],
  actual: readonly string[],
): string[] {
  const before = new Set(expected);
  const after = new Set(actual);
  return [
    ...expected.filter((line) => !after.has(line)).map((line) => `- ${name}/${line}`),
    ...actual.filter((line) => !before.has(line)).map((line) => `+ ${name}/${line}`),
  ];
}
