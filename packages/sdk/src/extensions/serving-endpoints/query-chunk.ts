import type { Int64 } from "../../api-client/index.js";
import type { ExternalModelUsageElement } from "../../services/serving/index.gen.js";

/** One piece of a streamed answer, in the form of chat and text completions. */
export interface QueryEndpointChunk {
  id?: string | undefined;
  object?: string | undefined;
  created?: Int64 | undefined;
  model?: string | undefined;
  choices?: QueryEndpointChunkChoice[] | undefined;
  /** What the whole answer took; only some pieces have it, mostly the last. */
  usage?: ExternalModelUsageElement | null | undefined;
}

/** What a {@link QueryEndpointChunk} adds to one of the answers that are being written. */
export interface QueryEndpointChunkChoice {
  index?: number | undefined;
  /** Of a chat: the next part of the message. */
  delta?: QueryEndpointChunkDelta | undefined;
  /** Of a text completion: the next part of the text. */
  text?: string | undefined;
  /** Why the answer ends, in its last piece. */
  finish_reason?: string | null | undefined;
}

/** The next part of a chat message. */
export interface QueryEndpointChunkDelta {
  role?: string | undefined;
  content?: string | null | undefined;
  tool_calls?: unknown[] | undefined;
}
