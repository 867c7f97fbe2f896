/** A part of a path template: one segment, or a hole for one or for many. */
export type Part =
  | { readonly kind: "literal"; readonly text: string }
  | {
      readonly kind: "hole";
      readonly name: string;
      /** The value may hold slashes. */
      readonly many: boolean;
      /** Literal text behind the hole, e.g. `:query`. */
      readonly suffix: string;
      /** The value begins with a slash: the hole stands right behind a literal, `files{+path}`. */
      readonly slash: boolean;
    };

/**
 * Reads a template such as `/api/2.0/fs/files{+file_path}` or `/api/2.0/ai-search/{+name}:query`.
 *
 * @throws Error when a segment holds more than one hole
 */
export function parseTemplate(template: string): readonly Part[] {
  return template
    .split("/")
    .slice(1)
    .flatMap((segment): Part[] => {
      if (!segment.includes("{")) return [{ kind: "literal", text: segment }];
      const match = /^([^{]*)\{(\+?)(\w+)\}([^{]*)$/.exec(segment);
      if (!match) throw new Error(`path template ${template}: cannot read "${segment}"`);
      const [, before = "", plus, name = "", suffix = ""] = match;
      const hole: Part = { kind: "hole", name, many: plus === "+", suffix, slash: before !== "" };
      return before === "" ? [hole] : [{ kind: "literal", text: before }, hole];
    });
}

/** The names of a template's holes, in order. */
export function holesOf(template: string): readonly string[] {
  return parseTemplate(template).flatMap((part) => (part.kind === "hole" ? [part.name] : []));
}
