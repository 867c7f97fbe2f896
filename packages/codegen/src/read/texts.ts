import type { Cursor } from "./cursor.js";
import { operationsOf } from "./operations-of.js";

/** What is said of an operation beside its facts. */
export interface OperationTexts {
  readonly summary: string | null;
  /** The page of the official REST reference. */
  readonly reference: string;
}

/** The texts of all operations by id. */
export function readTexts(documents: ReadonlyMap<string, Cursor>): Map<string, OperationTexts> {
  const texts = new Map<string, OperationTexts>();
  for (const document of documents.values()) {
    for (const { id, object } of operationsOf(document)) {
      if (texts.has(id)) object.at("operationId").fail("is taken by another operation");
      const reference = object.at("externalDocs").at("url").string();
      texts.set(id, { summary: object.text("summary") ?? null, reference });
    }
  }
  return texts;
}
