import { group, indent, layOut, line, parenthesized } from "./layout.js";

/** A property that makes its service when it is first used, and keeps it in a private field. */
export function lazyGetter(name: string, type: string, client: string): string {
  const target = `return (this.#${name} ??=`;
  const creation = [`new ${type}`, parenthesized([client]), ");"];
  const breaksAtArguments = `    ${target} new ${type}(`.length <= 100;
  const body = breaksAtArguments
    ? [target, " ", ...creation]
    : group([target, indent([line, ...creation])]);
  return `  get ${name}(): ${type} {\n${layOut(body, 2)}\n  }\n`;
}
