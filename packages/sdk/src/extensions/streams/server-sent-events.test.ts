import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ServerSentEvent, ServerSentEventParser } from "./server-sent-events.js";

function parse(chunks: readonly Uint8Array[]): readonly ServerSentEvent[] {
  const parser = new ServerSentEventParser();
  return chunks.flatMap((chunk) => parser.feed(chunk));
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const parseText = (text: string): readonly ServerSentEvent[] => parse([encode(text)]);
const message = (data: string): ServerSentEvent => ({ event: "message", data });

describe("ServerSentEventParser", () => {
  it.each<[string, readonly ServerSentEvent[]]>([
    ["data: a\n\n", [message("a")]],
    ["data:a\r\n\r\ndata:b\r\rdata:c\n\n", [message("a"), message("b"), message("c")]],
    ["data:  two spaces\n\n", [message(" two spaces")]],
    ["data: a\ndata: b\ndata:\n\n", [message("a\nb\n")]],
    ["data\n\n", [message("")]],
    ["event: error\ndata: no\n\ndata: b\n\n", [{ event: "error", data: "no" }, message("b")]],
    ["event: lost\n\ndata: b\n\n", [message("b")]],
    [": ping\n\n:\n\ndata: a\n: within\n\n", [message("a")]],
    ["id: 1\nretry: 9\ndata: a:b: c\nother: x\n\n", [message("a:b: c")]],
    ["\uFEFFdata: a\n\n", [message("a")]],
    ["data: a\n\ndata: cut off", [message("a")]],
    ["data: a\n\ndata: cut off\n", [message("a")]],
    ["\n\n\n", []],
    ["", []],
  ])("reads %j", (text, events) => {
    expect(parseText(text)).toEqual(events);
  });

  it("reads the same however the bytes are cut, at every single one too", () => {
    const text = 'event: délta\r\ndata: {"a":"😀é"}\r\n\r\ndata: b\r\r\ndata: c\n\n';
    const bytes = encode(text);
    expect(parse(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(parseText(text));
    for (let at = 0; at <= bytes.length; at++) {
      expect(parse([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(parseText(text));
    }
  });

  const line = fc.string({ unit: "grapheme" }).filter((text) => !/[\r\n]/.test(text));
  const eventOf = fc.record({
    event: fc.oneof(
      fc.constant("message"),
      line.filter((name) => !/^ |^$/.test(name)),
    ),
    data: fc.array(line, { minLength: 1 }).map((lines) => lines.join("\n")),
  });
  const ending = fc.constantFrom("\n", "\r", "\r\n");

  function write({ event, data }: ServerSentEvent, end: string): string {
    const lines = data.split("\n").map((text) => `data: ${text}`);
    return [`event: ${event}`, ": a comment", ...lines, "", ""].join(end);
  }

  it("gives back what was written, with any line ends and cuts", () => {
    fc.assert(
      fc.property(fc.array(eventOf), ending, fc.array(fc.nat()), (events, end, cuts) => {
        const bytes = encode(events.map((event) => write(event, end)).join(""));
        const places = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b);
        const chunks = [0, ...places].map((from, i) => bytes.subarray(from, places[i]));
        expect(parse(chunks)).toEqual(events);
      }),
    );
  });

  it("makes the same of any bytes, whole or cut", () => {
    const bytes = fc
      .uint8Array()
      .map((array) => array.map((byte) => "\r\n: ade".charCodeAt(byte % 7)));
    fc.assert(
      fc.property(bytes, fc.nat(), (all, cut) => {
        const at = cut % (all.length + 1);
        expect(parse([all.subarray(0, at), all.subarray(at)])).toEqual(parse([all]));
      }),
    );
  });
});
