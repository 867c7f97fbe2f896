import { InvalidRequestError, requireText } from "../errors/index.js";
import { helpTexts, notHere } from "./help-texts.js";
import type { UtilityHelp } from "./help-texts.js";

/**
 * The text that says what all utilities, one, or one method does. A utility's methods can be asked
 * for in one text as well, e.g. `fs.cp`.
 * Throws an {@link InvalidRequestError} for what does not exist.
 */
export function help(name?: string, method?: string): string {
  if (name === undefined) return overview();
  requireText("dbutils.help", "name", name);
  if (method !== undefined) requireText(`dbutils.${name}.help`, "name", method);
  const utility = entry(helpTexts, name);
  if (utility !== undefined) {
    return method === undefined ? aboutUtility(name, utility) : aboutMethod(name, method);
  }
  const reason = entry(notHere, name.split(".", 1)[0] ?? "");
  if (reason !== undefined) return `dbutils.${name} is not here: ${reason}.`;
  const dot = name.lastIndexOf(".");
  return aboutMethod(name.slice(0, Math.max(dot, 0)), name.slice(dot + 1));
}

function overview(): string {
  const utilities = Object.entries(helpTexts).map(([name, { about }]) => [name, about] as const);
  const own = [
    ["call(method, args)", "calls any other method of the cluster's own dbutils"],
    ["help(name)", 'tells more of a utility, e.g. "fs", or of a method, e.g. "fs.cp"'],
    ["close()", "ends the Python context on the cluster"],
  ] as const;
  const rows = [...utilities, ...own].map(([name, does]) => `  ${name.padEnd(20)}${does}`);
  const missing = `Not here, and why: ${Object.keys(notHere)
    .map((name) => `help("${name}")`)
    .join(", ")}.`;
  const head = "dbutils: Databricks' utilities; every method returns a promise.";
  return [head, rows.join("\n"), missing].join("\n\n");
}

function aboutUtility(name: string, { about, methods }: UtilityHelp): string {
  const rows = Object.values(methods).map(({ call, does }) => `  ${call}\n      ${does}`);
  return `dbutils.${name}: ${about}.\n\n${rows.join("\n")}`;
}

function aboutMethod(name: string, method: string): string {
  const found = entry(entry(helpTexts, name)?.methods ?? {}, method);
  if (found !== undefined) return `dbutils.${name}.${found.call}\n\n${found.does}.`;
  const asked = name === "" ? method : `${name}.${method}`;
  throw new InvalidRequestError(
    `there is no help for "${asked}": ask dbutils.help() for what there is`,
    { field: "name" },
  );
}

/** Names come from the caller, who may ask for `constructor`. */
function entry<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
