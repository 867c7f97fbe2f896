/**
 * The chunks of a stream, which is cancelled when nobody wants more of them. Why not `for await` over
 * the stream itself: not every browser can iterate one.
 */
export async function* chunksOf<T>(stream: ReadableStream<T>): AsyncGenerator<T, void> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {}); // a stream that has failed told it to who read it
  }
}
