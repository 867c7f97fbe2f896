import type { Field, NamedType } from "../model/index.js";
import {
  type PackagePlan,
  propertyName,
  type RequestField,
  type RequestType,
  type Usage,
} from "../plan/index.js";
import { docComment, nameList } from "./doc-comment.js";
import { header } from "./header.js";
import { compareText, Imports } from "./imports.js";
import { type Doc, indent, layOut, line } from "./layout.js";
import { formatNote, type TypeWriter, typeWriter } from "./type-text.js";

/** The files with a package's types, by file name without `.gen.ts`. */
export function typesFiles(plan: PackagePlan): ReadonlyMap<string, string> {
  const files = [...new Set(plan.typeFiles.values())].sort(compareText);
  return new Map(files.map((file) => [file, typesFile(plan, file)]));
}

function typesFile(plan: PackagePlan, file: string): string {
  const isHere = (name: string): boolean => plan.typeFiles.get(name) === file;
  const requests = new Map(
    [...plan.requests.values()].filter((type) => !type.reused).map((type) => [type.name, type]),
  );
  const types = new Map(plan.source.types.map((type) => [type.name, type]));
  const names = [...requests.keys(), ...types.keys()].filter(isHere).sort(compareText);
  const imports = new Imports(names);
  const writer = typeWriter(plan, file, imports);
  const declarations = names.map((name) => {
    const request = requests.get(name);
    if (request) return requestDeclaration(request, writer);
    const type = types.get(name);
    return type ? typeDeclaration(type, usageDoc(plan, name), writer) : "";
  });
  return `${header(plan.source.name)}${imports.toString()}${declarations.join("\n")}`;
}

function requestDeclaration(request: RequestType, writer: TypeWriter): string {
  const doc = docComment([`What ${nameList(request.takenBy, 3)} ${verbOf(request.takenBy)}.`]);
  const fields = request.fields.map((field) => fieldText(field, requestFieldType(field, writer)));
  return `${doc}export interface ${request.name} {\n${fields.join("")}}\n`;
}

function verbOf(users: readonly string[]): string {
  return users.length === 1 ? "takes" : "take";
}

function requestFieldType(field: RequestField, writer: TypeWriter): string {
  return field.binary ? writer.runtime("BinaryBody") : writer.text(field.type);
}

function typeDeclaration(type: NamedType, usage: string, writer: TypeWriter): string {
  if (type.kind === "alias") {
    return `${docComment([usage])}export type ${type.name} = ${writer.text(type.type)};\n`;
  }
  if (type.kind === "enum") {
    const doc = docComment([`${usage} The service may send values that are not listed.`]);
    return `${doc}${layOut(openUnion(type.name, type.values))}\n`;
  }
  if (type.fields.length === 0) {
    const doc = docComment([`${usage} It has no known fields.`]);
    return `${doc}export type ${type.name} = Record<string, unknown>;\n`;
  }
  const fields = type.fields.map((field) => fieldText(field, objectFieldType(field, writer)));
  return `${docComment([usage])}export interface ${type.name} {\n${fields.join("")}}\n`;
}

function objectFieldType(field: Field, writer: TypeWriter): string {
  return field.in === "body_stream" ? "ReadableStream<Uint8Array>" : writer.text(field.type);
}

function openUnion(name: string, values: readonly string[]): Doc {
  const members = [...values.map((value) => JSON.stringify(value)), "(string & {})"];
  const broken = members.map((member, index): Doc => [index === 0 ? "" : line, "| ", member]);
  const flat = `export type ${name} = ${members.join(" | ")};`;
  if (flat.length <= 100) return flat;
  return [`export type ${name} =`, indent([line, broken]), ";"];
}

function fieldText(field: Field | RequestField, type: string): string {
  const name = propertyName(field.wire);
  const isStream = "in" in field ? field.in === "body_stream" : field.binary;
  const notes = [isStream ? "" : formatNote(field.type), field.deprecated ? "@deprecated" : ""];
  const doc = docComment(notes, 1);
  if (field.required || isStream) return `${doc}  ${name}: ${type};\n`;
  if (type === "unknown") return `${doc}  ${name}?: unknown;\n`;
  const flat = `  ${name}?: ${type} | undefined;`;
  if (flat.length <= 100) return `${doc}${flat}\n`;
  const union: Doc = [`${name}?:`, indent([line, "| ", type, line, "| undefined"]), ";"];
  return `${doc}${layOut(union, 1)}\n`;
}

/** What is known about a type: who returns it, and what holds it. */
function usageDoc(plan: PackagePlan, name: string): string {
  const usage = plan.usages.get(name);
  const taken = [...plan.requests.values()].find(
    (request) => request.reused && request.name === name,
  );
  const sentences = usage ? usageSentences(usage) : [];
  if (taken) sentences.unshift(`What ${nameList(taken.takenBy, 3)} ${verbOf(taken.takenBy)}.`);
  return sentences.join(" ") || "Part of the API, though no operation refers to it.";
}

function usageSentences({ returnedBy, heldBy }: Usage): string[] {
  const sentences: string[] = [];
  if (returnedBy.length > 0) sentences.push(`Returned by ${nameList(returnedBy, 3)}.`);
  if (heldBy.length > 0) sentences.push(`Part of ${nameList(heldBy, 3)}.`);
  return sentences;
}
