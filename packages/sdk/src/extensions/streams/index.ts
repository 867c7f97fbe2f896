export { chunksOf } from "./chunks-of.js";
export { collect } from "./collect.js";
export { LazyBlob } from "./lazy-blob.js";
export { bytesOf, openContent, piecesOf } from "./open-content.js";
export { type ServerSentEvent, ServerSentEventParser } from "./server-sent-events.js";
export { bytesOfChunk, isReplayable, openSource, sizeOf, sliceOf } from "./source.js";
export type { ChunkReader, Replayable, UploadSource } from "./source.js";
export { sourceChunks } from "./source-chunks.js";
