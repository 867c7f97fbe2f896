import { checks, routes } from "../contract/index.js";
import { operationsOf } from "../http/operation.js";
import { Resolver } from "../http/resolve.js";
import { Shapes, type Shape } from "../http/shapes.js";

const resolver = new Resolver(operationsOf(routes), () => true);
const shapes = new Shapes(checks);

/**
 * What is wrong with an answer, held against the contract: unknown fields and wrong types.
 *
 * @param undocumented names of fields that are no problem although the contract lacks them
 */
export async function responseProblems(
  verb: string,
  path: string,
  value: unknown,
  undocumented: readonly string[] = [],
): Promise<readonly string[]> {
  const resolved = resolver.resolve(verb, new URL(path, "http://localhost").pathname);
  if (!resolved || value === undefined) return [];
  const { id } = resolved.operation;
  const { returns, response } = await shapes.check(id);
  if (returns === undefined || response === "stream" || response === "headers") return [];
  const found = problems(value, shapes.field(returns, id.slice(0, id.indexOf("."))).shape(), "");
  return found.filter((text) => {
    const [, name] = /(\w+) is not in the API$/.exec(text) ?? [];
    return name === undefined || !undocumented.includes(name);
  });
}

function problems(value: unknown, shape: Shape, path: string): readonly string[] {
  const wrong = (wanted: string): readonly string[] => [`${path || "the answer"} is not ${wanted}`];
  switch (shape.kind) {
    case "primitive":
      return primitiveFits(value, shape.name) ? [] : wrong(`of type ${shape.name}`);
    case "enum":
      return typeof value === "string" && shape.values.has(value)
        ? []
        : wrong("a value of its enum");
    case "array":
      if (!Array.isArray(value)) return wrong("an array");
      return value.flatMap((item, index) => problems(item, shape.of, `${path}[${index}]`));
    case "map":
      if (!isObject(value)) return wrong("an object");
      return Object.entries(value).flatMap(([key, item]) =>
        problems(item, shape.of, `${path}.${key}`),
      );
    case "object":
      if (!isObject(value)) return wrong("an object");
      return Object.entries(value).flatMap(([name, item]) => {
        const field = shape.fields.get(name);
        const itemPath = path === "" ? name : `${path}.${name}`;
        if (field) return problems(item, field.shape(), itemPath);
        return shape.fields.size === 0 ? [] : [`${itemPath} is not in the API`];
      });
  }
}

function primitiveFits(value: unknown, name: string): boolean {
  switch (name) {
    case "any":
      return true;
    case "bool":
      return typeof value === "boolean";
    case "int32":
    case "int64":
      return typeof value === "bigint" || Number.isInteger(value);
    case "float":
      return typeof value === "number";
    default:
      return typeof value === "string";
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
