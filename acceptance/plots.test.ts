import { execFileSync } from "node:child_process";
import { startLocalWorkspace } from "databricks-local";
import { WorkspaceClient } from "databricks-sdk-ts";
import { describe, expect, it } from "vitest";

/** An interpreter that has both packages. */
const { ACCEPTANCE_PLOTS_PYTHON: python = "python3" } = process.env;

const missing = reasonToSkip();
if (missing !== undefined) console.warn(`SKIPPED: ${missing}`);

function reasonToSkip(): string | undefined {
  try {
    execFileSync(python, ["-c", "import matplotlib, pandas"], { stdio: "ignore" });
    return undefined;
  } catch {
    return `${python} has not both matplotlib and pandas; ACCEPTANCE_PLOTS_PYTHON names another`;
  }
}

/** Runs commands one after another in one context, and gives what each came to. */
async function resultsOf(commands: readonly string[]) {
  await using local = await startLocalWorkspace({ python });
  await using w = new WorkspaceClient({ host: local.host, token: local.token, env: {} });
  const cluster = await w.clusters.createAndWait({
    spark_version: await w.clusters.selectSparkVersion({ longTermSupport: true }),
    node_type_id: await w.clusters.selectNodeType({ localDisk: true }),
    num_workers: 0,
  });
  const at = { clusterId: cluster.cluster_id ?? "", language: "python" } as const;
  const context = await w.commandExecution.createAndWait(at);
  const results = [];
  for (const command of commands) {
    const ended = await w.commandExecution.executeAndWait({
      ...at,
      contextId: context.id ?? "",
      command,
    });
    results.push(ended.results);
  }
  return results;
}

const png: unknown = expect.stringMatching(/^data:image\/png;base64,iVBORw0KGgo/);

describe.skipIf(missing !== undefined)("commands with matplotlib and pandas", () => {
  it("show figures as images", { timeout: 120_000 }, async () => {
    const results = await resultsOf([
      "import matplotlib.pyplot as plt; plt.plot([1, 3, 2]); plt.show()",
      "figure, axes = plt.subplots(); axes.plot([1, 2]); display(figure)",
      "for n in range(2): plt.figure(); plt.plot([n]); plt.show()",
      "1 + 1",
    ]);
    expect(results).toMatchObject([
      { resultType: "image", fileName: png },
      { resultType: "image", fileName: png },
      { resultType: "images", fileNames: [png, png] },
      { resultType: "text", data: expect.stringMatching(/2$/) as string },
    ]);
  });

  it("show frames as tables, and what they miss as null", { timeout: 120_000 }, async () => {
    const results = await resultsOf([
      "import pandas as pd; df = pd.DataFrame({'n': [1, None], 's': [None, 'x']}); display(df)",
      "display(pd.DataFrame({'i': pd.array([2, pd.NA], dtype='Int64'), 't': [pd.NaT, pd.NaT]}))",
      "df",
      "df.plot()",
    ]);
    const columns = (...types: readonly (readonly [string, string])[]) =>
      types.map(([name, type]) => ({ name, type: JSON.stringify(type) }));
    expect(results).toMatchObject([
      {
        resultType: "table",
        data: [
          [1, null],
          [null, "x"],
        ],
        schema: columns(["n", "double"], ["s", "string"]),
      },
      {
        resultType: "table",
        data: [
          [2, null],
          [null, null],
        ],
        schema: columns(["i", "long"], ["t", "string"]),
      },
      { resultType: "text", data: expect.stringContaining("NaN") as string },
      { resultType: "image", fileName: png },
    ]);
  });
});
