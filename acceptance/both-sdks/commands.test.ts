import type { WorkspaceClient } from "databricks-sdk-ts";
import type { Results } from "databricks-sdk-ts/compute";
import { describe, expect } from "vitest";
import { type Facts, refusal, toldByBoth } from "../support/both-sdks.js";

const soon = { pollInterval: 20 };

/** An execution context of a cluster. */
interface Context {
  readonly clusterId: string;
  readonly contextId: string;
}

type Commands = WorkspaceClient["commandExecution"];

async function twin(w: WorkspaceClient): Promise<Facts> {
  const request = {
    cluster_name: "story",
    spark_version: await w.clusters.selectSparkVersion({ longTermSupport: true }),
    node_type_id: await w.clusters.selectNodeType({ localDisk: true }),
    num_workers: 0,
    autotermination_minutes: 15,
  };
  const { cluster_id: clusterId = "" } = await w.clusters.createAndWait(request, soon);
  const { commandExecution: commands } = w;
  const made = await commands.createAndWait({ clusterId, language: "python" }, soon);
  const context = { clusterId, contextId: made.id ?? "" };
  return {
    context: made.status,
    ...(await results(commands, context)),
    ...(await surroundings(w, context)),
    ...(await ends(commands, context)),
  };
}

/** Sends commands one after the other, and waits for their results. */
async function resultsOf(
  commands: Commands,
  context: Context,
  ...texts: readonly string[]
): Promise<Results[]> {
  const all: Results[] = [];
  const waiters = [];
  for (const command of texts) {
    waiters.push(await commands.execute({ ...context, language: "python", command }));
  }
  for (const waiter of waiters) all.push((await waiter.result(soon)).results ?? {});
  return all;
}

function shown({ resultType, data }: Results = {}): unknown[] {
  return [resultType, String(data).replace(/^Out\[\d+\]: /, "")];
}

async function results(commands: Commands, context: Context): Promise<Facts> {
  const [printed, defined, called, failed, table, kept] = await resultsOf(
    commands,
    context,
    "print(1)",
    "answer = 41\ndef more(n):\n    return n + 1",
    "more(answer)",
    "print('before')\n1 / 0",
    "answer += 1\ndisplay([{'n': 1, 'name': 'one'}, {'n': 2, 'name': 'two'}])",
    "answer",
  );
  const { resultType, summary = "", cause = "" } = failed ?? {};
  return {
    texts: [shown(printed), shown(defined), shown(called)],
    failed: [resultType, summary.replace(/<[^>]*>/g, "")],
    cause: cause.includes("Traceback") && cause.includes("1 / 0"),
    table: [table?.resultType, table?.data, table?.schema?.map(({ name }) => name)],
    kept: shown(kept),
  };
}

async function surroundings(w: WorkspaceClient, context: Context): Promise<Facts> {
  await w.dbfs.upload("/story.txt", "of DBFS");
  await w.schemas.create({ name: "story", catalog_name: "main" });
  const volume = { catalog_name: "main", schema_name: "story", name: "bytes" };
  await w.volumes.create({ ...volume, volume_type: "MANAGED" });
  await w.files.upload("/Volumes/main/story/bytes/story.txt", "of a volume");
  await w.secrets.createScope({ scope: "story" });
  await w.secrets.putSecret({ scope: "story", key: "key", string_value: "hidden value" });
  const [files, secret] = await resultsOf(
    w.commandExecution,
    context,
    "for path in ('/dbfs/story.txt', '/Volumes/main/story/bytes/story.txt'):\n" +
      "    print(open(path).read())\n" +
      "with open('/Volumes/main/story/bytes/made.txt', 'w') as file:\n" +
      "    _ = file.write('by a command')",
    "value = dbutils.secrets.get('story', 'key')\nprint(len(value), value)",
  );
  const made = await (await w.files.download("/Volumes/main/story/bytes/made.txt")).text();
  return { files: shown(files), made, secret: shown(secret) };
}

async function ends(commands: Commands, context: Context): Promise<Facts> {
  const command = "import time\nwhile True:\n    time.sleep(0.01)";
  const endless = await commands.execute({ ...context, language: "python", command });
  const { id: commandId = "" } = endless.response;
  const { status: cancelled } = await commands.cancelAndWait({ ...context, commandId }, soon);
  const after_cancel = (await resultsOf(commands, context, "answer")).map(shown);
  const { clusterId } = context;
  const request = { clusterId, language: "python", command: "1" };
  const no_context = await refusal(commands.execute(request));
  await commands.destroy(context);
  const destroyed = await refusal(commands.contextStatus(context));
  return { cancelled, after_cancel, no_context, destroyed };
}

describe.concurrent("commands", () => {
  toldByBoth("as told by", {
    program: "commands.py",
    twin,
    runsPrograms: true,
    facts: {
      context: "Running",
      texts: [
        ["text", "1"],
        ["text", ""],
        ["text", "42"],
      ],
      failed: ["error", "ZeroDivisionError: division by zero"],
      cause: true,
      table: [
        "table",
        [
          [1, "one"],
          [2, "two"],
        ],
        ["n", "name"],
      ],
      kept: ["text", "42"],
      files: ["text", "of DBFS\nof a volume"],
      made: "by a command",
      secret: ["text", "12 [REDACTED]"],
      cancelled: "Cancelled",
      after_cancel: [["text", "42"]],
      no_context: expect.stringContaining("requirement failed: missing contextId"),
      destroyed: expect.stringContaining("ContextNotFound"),
    },
  });
});
