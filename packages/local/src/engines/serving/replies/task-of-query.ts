import { WorkspaceError } from "../../../errors/index.js";
import type { ServingTask } from "./serving-handler.js";

type Body = Readonly<Record<string, unknown>>;

/** The field that holds what each task is about. */
const FIELDS: Readonly<Record<ServingTask, readonly string[]>> = {
  chat: ["messages"],
  completions: ["prompt"],
  embeddings: ["input"],
  responses: ["input"],
  predictions: ["dataframe_split", "dataframe_records", "instances", "inputs"],
};

/** Tasks by the names that models have for them. */
const NAMES: ReadonlyMap<string, ServingTask> = new Map([
  ["llm/v1/chat", "chat"],
  ["llm/v1/completions", "completions"],
  ["llm/v1/embeddings", "embeddings"],
  ["agent/v1/chat", "chat"],
  ["agent/v1/responses", "responses"],
]);

/**
 * What a query wants: what the endpoint is for, or else what the body looks like.
 *
 * @param named what the endpoint says that it is for
 * @throws WorkspaceError `BAD_REQUEST` when the body has nothing that it is about
 */
export function taskOfQuery(named: string | undefined, body: Body): ServingTask {
  const task = NAMES.get(named ?? "") ?? taskOfBody(body);
  if (task && FIELDS[task].some((field) => body[field] !== undefined)) return task;
  const fields = task ? FIELDS[task] : Object.values(FIELDS).flat();
  const text = `Invalid input: the body must have one of ${[...new Set(fields)].join(", ")}.`;
  throw new WorkspaceError("BAD_REQUEST", text);
}

function taskOfBody(body: Body): ServingTask | undefined {
  const { messages, prompt, input } = body;
  if (messages !== undefined) return "chat";
  if (prompt !== undefined) return "completions";
  if (input !== undefined) return isConversation(input) ? "responses" : "embeddings";
  return FIELDS.predictions.some((field) => body[field] !== undefined) ? "predictions" : undefined;
}

function isConversation(input: unknown): boolean {
  return Array.isArray(input) && input.some((item) => typeof item === "object" && item !== null);
}
