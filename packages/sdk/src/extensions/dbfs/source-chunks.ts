import type { UploadSource } from "../files/index.js";
import { openContent } from "../files/upload/open-content.js";
import { isReplayable, openSource } from "../files/upload/source.js";
import { chunksOf } from "../streams/index.js";

/** The bytes of any source, as they come. Lets go of the source when nobody wants more. */
export async function* sourceChunks(source: UploadSource): AsyncGenerator<Uint8Array, void> {
  const content = openSource(source);
  if (isReplayable(content)) return yield* chunksOf(openContent(content));
  try {
    for (let chunk = await content.read(); chunk !== undefined; chunk = await content.read()) {
      yield chunk;
    }
  } finally {
    await content.cancel(undefined).catch(() => undefined); // a source that failed has told it
  }
}
