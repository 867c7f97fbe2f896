/** One event of a stream of server-sent events. */
export interface ServerSentEvent {
  /** Its name; `message` where the server gives none. */
  readonly event: string;
  readonly data: string;
}

/**
 * Reads a stream of server-sent events (WHATWG HTML, section 9.2.6) from its bytes, however they are
 * cut. An event that the stream breaks off in is none. Ids and times to reconnect after are passed
 * over: they are of use only where a request can be repeated.
 */
export class ServerSentEventParser {
  readonly #decoder: TextDecoder = new TextDecoder();
  /** The last line, so far. */
  #line = "";
  /** The bytes so far end in a CR, which a LF may follow that belongs to it. */
  #afterReturn = false;
  #event = "";
  #data: string[] = [];

  /** The events that these bytes complete. */
  feed(bytes: Uint8Array): readonly ServerSentEvent[] {
    const decoded = this.#decoder.decode(bytes, { stream: true });
    if (decoded === "") return [];
    const text = this.#afterReturn && decoded.startsWith("\n") ? decoded.slice(1) : decoded;
    this.#afterReturn = decoded.endsWith("\r");
    const [first = "", ...others] = text.split(/\r\n|\r|\n/);
    const lines = [this.#line + first, ...others];
    this.#line = lines.pop() ?? "";
    return lines.flatMap((line) => this.#read(line));
  }

  #read(line: string): readonly ServerSentEvent[] {
    if (line === "") return this.#complete();
    const [, name = "", value = ""] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
    if (name === "event") this.#event = value;
    if (name === "data") this.#data.push(value);
    return [];
  }

  #complete(): readonly ServerSentEvent[] {
    const [event, data] = [this.#event || "message", this.#data];
    this.#event = "";
    this.#data = [];
    return data.length === 0 ? [] : [{ event, data: data.join("\n") }];
  }
}
