import type { TargetFile } from "../../local-files/index.js";
import { createChecksum } from "../checksum.js";

const blockSize = 1024 * 1024;

/** The hash, in hexadecimal, of the first `size` bytes of a file as they were written. */
export async function fileChecksum(
  { handle }: TargetFile,
  algorithm: "sha256",
  size: number,
  signal: AbortSignal,
): Promise<string> {
  const checksum = createChecksum(algorithm);
  const block = new Uint8Array(blockSize);
  for (let position = 0; position < size;) {
    signal.throwIfAborted();
    const length = Math.min(blockSize, size - position);
    const { bytesRead } = await handle.read(block, 0, length, position);
    if (bytesRead === 0) throw new Error("the local file was cut off by another program");
    checksum.update(block.subarray(0, bytesRead));
    position += bytesRead;
  }
  return checksum.digest();
}
