import { raceSignal } from "../../internal/index.js";
import { chunksOf } from "./chunks-of.js";
import { openContent } from "./open-content.js";
import { isReplayable, openSource, type UploadSource } from "./source.js";

/**
 * The bytes of any source, as they come. Lets go of the source when nobody wants more, or the signal
 * aborts, even if the source gives nothing.
 */
export async function* sourceChunks(
  source: UploadSource,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  const content = openSource(source);
  if (isReplayable(content)) return yield* chunksOf(openContent(content));
  try {
    for (;;) {
      const chunk = await raceSignal(content.read(), signal);
      if (chunk === undefined) return;
      yield chunk;
    }
  } finally {
    // Not waited for: a source that gives nothing may not even end; one that has failed has told it.
    content.cancel(signal?.reason).catch(() => undefined);
  }
}
