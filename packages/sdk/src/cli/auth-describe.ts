import { formatAuthReport } from "../auth/index.js";
import { attributes } from "../config/index.js";
import type { Config } from "../config/index.js";
import { asJson, done, table } from "./command.js";
import type { Outcome, Request, Surroundings } from "./command.js";
import { quietClient } from "./client.js";

/** Tells which method signs in, or why none does, and where each value comes from. */
export async function describe(request: Request, surroundings: Surroundings): Promise<Outcome> {
  await using quiet = quietClient(request.config, surroundings);
  const { client, signal } = quiet;
  const { config, runtime } = client;
  let problem = "";
  try {
    await config.ready({ ...runtime, signal });
    await config.authenticate({ ...runtime, signal });
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  const out = request.json ? asJson(data(config, problem)) : text(config, problem);
  return problem === "" ? done(out) : { exitCode: 1, out, error: "" };
}

interface Value {
  readonly attribute: string;
  readonly value: string;
  readonly origin: string;
}

function valuesOf(config: Config): readonly Value[] {
  const shown = config.toJSON();
  return attributes.flatMap(({ name }) => {
    const value = shown[name];
    if (value === undefined) return [];
    return [{ attribute: name, value: String(value), origin: config.originOf(name) ?? "" }];
  });
}

function data(config: Config, problem: string): object {
  const report = config.explainAuth();
  return { ...report, ...(problem === "" ? {} : { problem }), values: valuesOf(config) };
}

function text(config: Config, problem: string): string {
  const report = config.explainAuth();
  const [first = ""] = problem.split("\n");
  const headline =
    problem === ""
      ? `Signed in to ${config.host} by ${config.authType}.`
      : `Not signed in: ${first.replace(/:$/, ".")}`;
  const rows = valuesOf(config).map(({ attribute, value, origin }) => [
    "",
    attribute,
    value,
    origin === "" ? "" : `from ${origin}`,
  ]);
  const values = rows.length === 0 ? "  none\n" : table(rows);
  return `${headline}\n\nValues:\n${values}\nMethods, in the order in which they are tried:\n${formatAuthReport(report)}\n`;
}
