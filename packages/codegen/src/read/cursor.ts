/** A document that cannot be read: which one, where in it, and why. */
export class SpecError extends Error {
  override readonly name: string = "SpecError";
  readonly document: string;
  /** RFC 6901. */
  readonly pointer: string;

  constructor(document: string, pointer: string, problem: string) {
    super(`${document}#${pointer}: ${problem}`);
    this.document = document;
    this.pointer = pointer;
  }
}

/** A place in a document, which knows where it is when it has to complain. */
export class Cursor {
  readonly document: string;
  readonly pointer: string;
  readonly value: unknown;

  constructor(document: string, pointer: string, value: unknown) {
    this.document = document;
    this.pointer = pointer;
    this.value = value;
  }

  /** The member `key`; an error when it is absent. */
  at(key: string): Cursor {
    return this.find(key) ?? this.fail(`lacks "${key}"`);
  }

  /** The member `key`, or undefined. */
  find(key: string): Cursor | undefined {
    const record = this.record();
    if (!Object.hasOwn(record, key)) return undefined;
    return new Cursor(this.document, `${this.pointer}/${escapePointer(key)}`, record[key]);
  }

  /** Whether there is a member `key`. */
  has(key: string): boolean {
    return Object.hasOwn(this.record(), key);
  }

  entries(): [string, Cursor][] {
    return Object.keys(this.record()).map((key) => [key, this.at(key)]);
  }

  items(): Cursor[] {
    if (!Array.isArray(this.value)) return this.fail("is no array");
    return this.value.map(
      (item: unknown, index) => new Cursor(this.document, `${this.pointer}/${index}`, item),
    );
  }

  string(): string {
    return typeof this.value === "string" ? this.value : this.fail("is no string");
  }

  number(): number {
    return typeof this.value === "number" ? this.value : this.fail("is no number");
  }

  strings(): string[] {
    return this.items().map((item) => item.string());
  }

  /** The text of a member that may be absent. */
  text(key: string): string | undefined {
    return this.find(key)?.string();
  }

  /** Whether a member says `true`; an error when it says anything else. */
  flag(key: string): boolean {
    const member = this.find(key);
    if (member === undefined) return false;
    return member.value === true || member.fail("may only be true");
  }

  fail(problem: string): never {
    throw new SpecError(this.document, this.pointer, problem);
  }

  private record(): Readonly<Record<string, unknown>> {
    const { value } = this;
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return this.fail("is no object");
    }
    return value as Record<string, unknown>;
  }
}

/** A name as a part of a JSON pointer. */
export function escapePointer(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** The parts of a JSON pointer. */
export function pointerParts(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}
