import type { ServingQuery } from "./serving-handler.js";

/** What answers say of themselves. */
export interface ReplyFacts {
  /** Hexadecimal digits that tell replies apart. */
  readonly id: string;
  /** Seconds since the Unix epoch. */
  readonly created: number;
  readonly query: ServingQuery;
}

/** What a model says, part by part; objects are chunks that are whole already. */
export type Parts = AsyncIterable<object | string>;

/** How the words of a model are put into an answer, for one task. */
export interface Wording {
  /** What a model says that repeats what it was told. */
  echo(body: ServingQuery["body"]): string;
  /** The whole answer. */
  whole(text: string, facts: ReplyFacts): object;
  /** The answer in parts. */
  stream(parts: Parts, facts: ReplyFacts): AsyncIterable<object>;
  /** Whether `[DONE]` follows the last part. */
  readonly endsWithDone: boolean;
}

/** A text cut after each word. */
export async function* wordsOf(text: string): AsyncIterable<string> {
  yield* text.match(/\s*\S+\s*?(?=\s|$)|\s+$/g) ?? [];
}

/** All the text in a message, a prompt or a list of them. */
export function textIn(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(textIn).filter(Boolean).join("\n");
  if (typeof value !== "object" || value === null) return "";
  const { content, text } = value as { content?: unknown; text?: unknown };
  return textIn(content ?? text);
}

/** What the user said last. */
export function lastSaid(messages: unknown): string {
  if (!Array.isArray(messages)) return textIn(messages);
  const said = messages as readonly { readonly role?: unknown }[];
  return textIn(said.findLast(({ role }) => role === "user") ?? said.at(-1));
}

/** How much was said and answered, a word counting as a token. */
export function usageOf(asked: unknown, answered: string): Usage {
  const [prompt, completion] = [textIn(asked), answered].map(
    (text) => text.split(/\s+/).filter(Boolean).length,
  ) as [number, number];
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
  };
}

/** Tokens, by OpenAI's names. */
export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
}
