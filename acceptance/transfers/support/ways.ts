import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import type { WorkspaceClient } from "databricks-sdk-ts";
import { someBytes } from "../../support/both-sdks.js";
import type { Storage } from "./lab-server.js";
import type { TransferLab } from "./transfer-lab.js";

type Files = WorkspaceClient["files"];
type Source = Parameters<Files["upload"]>[1];

/** What `files.upload` takes beside path and source. */
export type UploadOptions = NonNullable<Parameters<Files["upload"]>[2]>;

/** Bytes of a part in these tests: the least that resumable uploads take. */
export const part = 256 * 1024;

/** So many bytes that look like chance. */
export function content(length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(someBytes(length));
}

/** The way that an upload takes. */
export interface Protocol {
  readonly name: "multipart" | "resumable" | "single";
  readonly storage: Storage;
  readonly options: UploadOptions;
}

const inParts = { partSize: part, multipartThreshold: 1 };

/** In one request to the workspace. */
export const single: Protocol = {
  name: "single",
  storage: "multipart",
  options: { partSize: part, multipartThreshold: 2 ** 40 },
};

/** In parts, each to an address of its own. */
export const multipart: Protocol = {
  name: "multipart",
  storage: "multipart",
  options: inParts,
};

/** Chunk by chunk, to one address. */
export const resumable: Protocol = {
  name: "resumable",
  storage: "resumable",
  options: inParts,
};

/** Those that go to cloud storage. */
export const storageProtocols: readonly Protocol[] = [multipart, resumable];

/** Parts one after the other. */
export const inTurn: UploadOptions = { useParallel: false };

/** Whether parts are transferred at the same time. */
export const paces: readonly (readonly [string, UploadOptions])[] = [
  ["in turn", inTurn],
  ["at the same time", { parallelism: 4 }],
];

/** Every protocol at every pace that makes a difference. */
export const uploads: readonly (readonly [string, Protocol, UploadOptions])[] = [
  ["single", single, single.options],
  ...paces.map(
    ([pace, options]) =>
      [`multipart, ${pace}`, multipart, { ...multipart.options, ...options }] as const,
  ),
  ["resumable", resumable, resumable.options],
];

/** A way to read a file, all of which give its bytes. */
export type Download = (
  lab: TransferLab,
  name: string,
  signal?: AbortSignal,
) => Promise<Uint8Array>;

/** The ways to read a file; those to a file leave `mine/<name>`. */
export const downloads: readonly (readonly [string, Download])[] = [
  [
    "to a stream",
    async (lab, name, signal) => {
      const file = await lab.w.files.download(lab.at(name), signal && { signal });
      return file.bytes();
    },
  ],
  ...paces.map(([pace, options]) => {
    const download: Download = async (lab, name, signal) => {
      await lab.w.files.downloadTo(lab.at(name), lab.mine(name), {
        ...inParts,
        ...options,
        overwrite: true,
        ...(signal && { signal }),
      });
      return readFileSync(lab.mine(name));
    };
    return [`to a file, ${pace}`, download] as const;
  }),
];

/** Content that can be read once. */
export function streamOf(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream();
}

/** The forms in which content can be given. */
export const sources: readonly (readonly [string, (bytes: Uint8Array<ArrayBuffer>) => Source])[] = [
  ["bytes", (bytes) => bytes],
  ["a blob", (bytes) => new Blob([bytes])],
  ["a web stream", streamOf],
  ["a Node stream", (bytes) => Readable.from(chunksOf(bytes), { objectMode: false })],
];

function* chunksOf(bytes: Uint8Array<ArrayBuffer>): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000);
}
