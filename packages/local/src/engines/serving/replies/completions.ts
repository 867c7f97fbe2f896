import { textIn, usageOf, type Parts, type ReplyFacts, type Wording } from "./wording.js";

/** Answers to prompts, as OpenAI's completions have them. */
export const completions: Wording = {
  echo: ({ prompt }) => textIn(prompt),
  whole: (text, facts) => ({
    ...answer(facts, text, "stop"),
    usage: usageOf(facts.query.body["prompt"], text),
  }),
  stream,
  endsWithDone: true,
};

async function* stream(parts: Parts, facts: ReplyFacts): AsyncIterable<object> {
  let whole = false;
  for await (const part of parts) {
    if (typeof part !== "string") whole = true;
    yield typeof part === "string" ? answer(facts, part, null) : part;
  }
  if (!whole) yield answer(facts, "", "stop");
}

function answer({ id, created, query }: ReplyFacts, text: string, finish: string | null): object {
  return {
    id: `cmpl-${id}`,
    object: "text_completion",
    created,
    model: query.entity,
    choices: [{ index: 0, text, finish_reason: finish }],
  };
}
