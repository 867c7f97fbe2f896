import { lastSaid, usageOf, type Parts, type ReplyFacts, type Wording } from "./wording.js";

/** Answers to conversations, as OpenAI's chat completions have them. */
export const chat: Wording = {
  echo: ({ messages }) => lastSaid(messages),
  whole: (text, facts) => ({
    ...headOf(facts, "chat.completion"),
    choices: [{ index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" }],
    usage: usageOf(facts.query.body["messages"], text),
  }),
  stream,
  endsWithDone: true,
};

async function* stream(parts: Parts, facts: ReplyFacts): AsyncIterable<object> {
  const chunk = (delta: object, finish: string | null): object => ({
    ...headOf(facts, "chat.completion.chunk"),
    choices: [{ index: 0, delta, finish_reason: finish }],
  });
  let said = "";
  let whole = false;
  for await (const part of parts) {
    if (typeof part === "string") {
      yield chunk({ ...(said === "" && { role: "assistant" }), content: part }, null);
      said += part;
    } else {
      whole = true;
      yield part;
    }
  }
  // Why: who makes the chunks says in them how it ends.
  if (whole) return;
  yield chunk({}, "stop");
  const { messages, stream_options: options } = facts.query.body;
  if ((options as { include_usage?: boolean } | undefined)?.include_usage !== true) return;
  const usage = usageOf(messages, said);
  yield { ...headOf(facts, "chat.completion.chunk"), choices: [], usage };
}

function headOf({ id, created, query }: ReplyFacts, object: string): object {
  return { id: `chatcmpl-${id}`, object, created, model: query.entity };
}
