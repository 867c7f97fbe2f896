/**
 * Lays out code the way people expect it: a group goes on one line where it fits into the width,
 * and otherwise breaks at every one of its own line breaks (Wadler, "A prettier printer").
 */
export type Doc = string | readonly Doc[] | Group | Indent | Line | WhenBroken;

interface Group {
  readonly kind: "group";
  readonly content: Doc;
}

interface Indent {
  readonly kind: "indent";
  readonly content: Doc;
}

interface Line {
  readonly kind: "line";
  /** What stands here when the group is on one line. */
  readonly flat: string;
}

interface WhenBroken {
  readonly kind: "when-broken";
  readonly content: string;
}

/** A space, or a line break. */
export const line: Doc = { kind: "line", flat: " " };
/** Nothing, or a line break. */
export const softLine: Doc = { kind: "line", flat: "" };

/** Content that stands on one line if it fits, and breaks at all of its lines otherwise. */
export function group(content: Doc): Doc {
  return { kind: "group", content };
}

/** Content whose line breaks are followed by one more level of indentation. */
export function indent(content: Doc): Doc {
  return { kind: "indent", content };
}

/** Text that stands only where the group is broken: a trailing comma. */
export function whenBroken(content: string): Doc {
  return { kind: "when-broken", content };
}

/** The items with the separator between them. */
export function join(separator: Doc, items: readonly Doc[]): Doc {
  return items.flatMap((item, index) => (index === 0 ? [item] : [separator, item]));
}

/** `(a, b)`, or one item a line with a trailing comma. */
export function parenthesized(items: readonly Doc[]): Doc {
  return enclosed("(", items, ")", softLine);
}

/** `[a, b]`, or one item a line with a trailing comma. */
export function array(items: readonly Doc[]): Doc {
  return enclosed("[", items, "]", softLine);
}

/** `{ a, b }`, or one item a line with a trailing comma. */
export function braced(items: readonly Doc[]): Doc {
  return enclosed("{", items, "}", line);
}

function enclosed(open: string, items: readonly Doc[], close: string, edge: Doc): Doc {
  if (items.length === 0) return open + close;
  return group([open, indent([edge, join([",", line], items)]), whenBroken(","), edge, close]);
}

const width = 100;

interface Frame {
  readonly doc: Doc;
  readonly depth: number;
  readonly flat: boolean;
}

/** The text of a document whose first line starts at `depth` levels of indentation. */
export function layOut(doc: Doc, depth = 0): string {
  const stack: Frame[] = [{ doc, depth, flat: false }];
  let text = "  ".repeat(depth);
  let column = text.length;
  for (let frame = stack.pop(); frame; frame = stack.pop()) {
    const { doc } = frame;
    if (typeof doc === "string") {
      text += doc;
      column += doc.length;
    } else if (isList(doc)) {
      pushAll(stack, doc, frame);
    } else if (doc.kind === "group") {
      const content = { doc: doc.content, depth: frame.depth, flat: true };
      const onOneLine = frame.flat || fits(content, stack, width - column);
      stack.push(onOneLine ? content : { doc: doc.content, depth: frame.depth, flat: false });
    } else if (doc.kind === "indent") {
      stack.push({ doc: doc.content, depth: frame.depth + 1, flat: frame.flat });
    } else if (doc.kind === "when-broken") {
      if (!frame.flat) stack.push({ doc: doc.content, depth: frame.depth, flat: false });
    } else if (frame.flat) {
      text += doc.flat;
      column += doc.flat.length;
    } else {
      const start = "  ".repeat(frame.depth);
      text += `\n${start}`;
      column = start.length;
    }
  }
  return text;
}

/** Whether the text up to the next possible line break fits into `room` columns. */
function fits(first: Frame, rest: readonly Frame[], room: number): boolean {
  const stack: Frame[] = [first];
  let next = rest.length;
  let left = room;
  while (left >= 0) {
    const frame = stack.pop() ?? rest[--next];
    if (!frame) return true;
    const { doc } = frame;
    if (typeof doc === "string") left -= doc.length;
    else if (isList(doc)) pushAll(stack, doc, frame);
    else if (doc.kind === "line") {
      if (!frame.flat) return true;
      left -= doc.flat.length;
    } else if (doc.kind !== "when-broken") {
      stack.push({ doc: doc.content, depth: frame.depth, flat: frame.flat });
    } else if (!frame.flat) left -= doc.content.length;
  }
  return false;
}

function pushAll(stack: Frame[], docs: readonly Doc[], frame: Frame): void {
  for (let index = docs.length - 1; index >= 0; index--) {
    const doc = docs[index];
    if (doc !== undefined) stack.push({ doc, depth: frame.depth, flat: frame.flat });
  }
}

function isList(doc: Doc): doc is readonly Doc[] {
  return Array.isArray(doc);
}
