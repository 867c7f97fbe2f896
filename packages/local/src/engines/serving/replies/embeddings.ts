import { createHash } from "node:crypto";
import { WorkspaceError } from "../../../errors/index.js";
import { usageOf, type ReplyFacts } from "./wording.js";

/** How many numbers a vector has, unless the query says. */
const DIMENSIONS = 1024;
const MOST_DIMENSIONS = 8192;
/** Numbers of 32 bits in one SHA-256. */
const PER_HASH = 8;

/** Vectors that depend on the texts alone, as OpenAI's embeddings have them: the same text, the same vector. */
export function embeddingsOf({ query }: ReplyFacts): object {
  const { input, dimensions = DIMENSIONS, encoding_format: format } = query.body;
  const texts = Array.isArray(input) ? (input as unknown[]) : [input];
  const length = lengthOf(dimensions);
  return {
    object: "list",
    model: query.entity,
    data: texts.map((text, index) => {
      const vector = vectorOf(typeof text === "string" ? text : JSON.stringify(text), length);
      return {
        object: "embedding",
        index,
        embedding: format === "base64" ? base64(vector) : [...vector],
      };
    }),
    usage: usageOf(input, ""),
  };
}

function lengthOf(dimensions: unknown): number {
  const length = Number(dimensions);
  if (Number.isSafeInteger(length) && length >= 1 && length <= MOST_DIMENSIONS) return length;
  const text = `dimensions must be a whole number from 1 to ${MOST_DIMENSIONS}.`;
  throw new WorkspaceError("BAD_REQUEST", text);
}

/** A vector of length one, from the hashes of a text. */
function vectorOf(text: string, length: number): Float32Array {
  const hashes = Array.from({ length: Math.ceil(length / PER_HASH) }, (_, index) =>
    createHash("sha256").update(`${index}:${text}`).digest(),
  );
  const bytes = Buffer.concat(hashes);
  const numbers = Array.from({ length }, (_, index) => bytes.readInt32LE(index * 4) / 2 ** 31);
  const norm = Math.hypot(...numbers) || 1;
  return Float32Array.from(numbers, (number) => number / norm);
}

/** Numbers of 32 bits, the lowest byte first: what OpenAI's clients ask for and read. */
function base64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [index, number] of vector.entries()) bytes.writeFloatLE(number, index * 4);
  return bytes.toString("base64");
}
