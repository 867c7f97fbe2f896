import { createReadStream } from "node:fs";
import type { Exported } from "../engines/workspace-tree/index.js";
import { Reply } from "../http/context.js";

/** The bytes of an export, as they are. */
export function exportReply({ content }: Exported): Reply {
  if (content instanceof Uint8Array) return new Reply(200, content);
  const length = { "content-length": String(content.size) };
  return new Reply(200, createReadStream(content.file), length);
}
