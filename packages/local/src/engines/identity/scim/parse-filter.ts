import type { WorkspaceError } from "../../../errors/index.js";
import { attributePath, type AttributePath } from "./attribute-path.js";
import type { Filter, Literal, Operator } from "./filter.js";
import { tokensOf, type Token } from "./filter-tokens.js";
import { invalidFilter } from "./invalid-filter.js";

const OPERATORS: ReadonlySet<string> = new Set([
  "co",
  "eq",
  "ew",
  "ge",
  "gt",
  "le",
  "lt",
  "ne",
  "sw",
]);
/** How deep parentheses may be nested. */
const DEEPEST = 50;

/**
 * Reads a filter, RFC 7644 section 3.4.2.2: `not` binds closer than `and`, and `and` than `or`. Words
 * have no case. Values may also stand without quotation marks, or in single ones.
 *
 * @throws WorkspaceError for anything else, with `scimType` `invalidFilter`
 */
export function parseFilter(text: string): Filter {
  return new Parser(text).parse();
}

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  parse(): Filter {
    const filter = this.#any();
    const rest = this.#tokens[this.#at];
    if (rest) throw this.#wrong(`unexpected '${rest.text}'`);
    return filter;
  }

  #any(): Filter {
    return this.#series("or", () => this.#series("and", () => this.#one()));
  }

  #series(kind: "and" | "or", next: () => Filter): Filter {
    const first = next();
    const of = [first];
    while (this.#takes(kind)) of.push(next());
    return of.length === 1 ? first : { kind, of };
  }

  #one(): Filter {
    if (this.#takesMark("(")) return this.#enclosed(")");
    if (this.#isNot()) {
      this.#at += 2;
      return { kind: "not", of: this.#enclosed(")") };
    }
    const path = this.#path();
    if (this.#takesMark("[")) return { kind: "some", path, of: this.#enclosed("]") };
    if (this.#takes("pr")) return { kind: "present", path };
    return { kind: "compare", path, operator: this.#operator(), literal: this.#literal() };
  }

  #enclosed(end: ")" | "]"): Filter {
    if (++this.#depth > DEEPEST) throw this.#wrong("too many parentheses");
    const filter = this.#any();
    if (!this.#takesMark(end)) throw this.#wrong(`'${end}' is missing`);
    this.#depth -= 1;
    return filter;
  }

  #path(): AttributePath {
    const token = this.#tokens[this.#at++];
    const path = token?.kind === "word" ? attributePath(token.text) : undefined;
    if (path) return path;
    throw this.#wrong(token ? `'${token.text}' is no attribute` : "an attribute is missing");
  }

  #operator(): Operator {
    const token = this.#tokens[this.#at++];
    const operator = token?.kind === "word" ? token.text.toLowerCase() : "";
    if (OPERATORS.has(operator)) return operator as Operator;
    throw this.#wrong(token ? `'${token.text}' is no operator` : "an operator is missing");
  }

  #literal(): Literal {
    const token = this.#tokens[this.#at++];
    if (!token || token.kind === "mark") throw this.#wrong("a value is missing");
    const { kind, text } = token;
    return { text, value: kind === "text" ? text : wordValue(text) };
  }

  /** `not` is an operator only before a parenthesis. */
  #isNot(): boolean {
    const next = this.#tokens[this.#at + 1];
    return this.#isWord("not") && next?.kind === "mark" && next.text === "(";
  }

  #isWord(word: string): boolean {
    const token = this.#tokens[this.#at];
    return token?.kind === "word" && token.text.toLowerCase() === word;
  }

  #takes(word: string): boolean {
    const takes = this.#isWord(word);
    if (takes) this.#at += 1;
    return takes;
  }

  #takesMark(mark: string): boolean {
    const token = this.#tokens[this.#at];
    const takes = token?.kind === "mark" && token.text === mark;
    if (takes) this.#at += 1;
    return takes;
  }

  #wrong(problem: string): WorkspaceError {
    return invalidFilter(this.#text, problem);
  }
}

function wordValue(word: string): Literal["value"] {
  switch (word.toLowerCase()) {
    case "true":
      return true;
    case "false":
      return false;
    case "null":
      return null;
    default:
      return /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(word) ? Number(word) : word;
  }
}
