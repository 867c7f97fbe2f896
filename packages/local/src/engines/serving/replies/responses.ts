import { lastSaid, usageOf, type Parts, type ReplyFacts, type Wording } from "./wording.js";

/** Answers of agents, as OpenAI's responses have them. */
export const responses: Wording = {
  echo: ({ input }) => lastSaid(input),
  whole: (text, facts) => response(facts, "completed", text),
  stream: numbered,
  endsWithDone: false,
};

async function* numbered(parts: Parts, facts: ReplyFacts): AsyncIterable<object> {
  let sequence_number = 0;
  for await (const event of stream(parts, facts)) {
    yield { ...event, sequence_number: sequence_number++ };
  }
}

async function* stream(parts: Parts, facts: ReplyFacts): AsyncIterable<object> {
  const item_id = `msg_${facts.id}`;
  const place = { item_id, output_index: 0, content_index: 0 };
  let said = "";
  yield { type: "response.created", response: response(facts, "in_progress") };
  const started = message(item_id, "in_progress");
  yield { type: "response.output_item.added", output_index: 0, item: started };
  yield { type: "response.content_part.added", ...place, part: partOf("") };
  for await (const part of parts) {
    if (typeof part === "string") {
      said += part;
      yield { type: "response.output_text.delta", ...place, delta: part };
    } else {
      yield part;
    }
  }
  yield { type: "response.output_text.done", ...place, text: said };
  yield { type: "response.content_part.done", ...place, part: partOf(said) };
  const item = message(item_id, "completed", said);
  yield { type: "response.output_item.done", output_index: 0, item };
  yield { type: "response.completed", response: response(facts, "completed", said) };
}

function response({ id, created, query }: ReplyFacts, status: string, text?: string): object {
  const { prompt_tokens, completion_tokens, total_tokens } = usageOf(
    query.body["input"],
    text ?? "",
  );
  return {
    id: `resp_${id}`,
    object: "response",
    created_at: created,
    status,
    model: query.entity,
    output: text === undefined ? [] : [message(`msg_${id}`, status, text)],
    ...(text !== undefined && {
      usage: { input_tokens: prompt_tokens, output_tokens: completion_tokens, total_tokens },
    }),
  };
}

function message(id: string, status: string, text?: string): object {
  const content = text === undefined ? [] : [partOf(text)];
  return { id, type: "message", role: "assistant", status, content };
}

function partOf(text: string): object {
  return { type: "output_text", text, annotations: [] };
}
