import { type ApiModel, camelCase, type Service } from "../model/index.js";
import { extensionOf } from "../plan/index.js";
import { isList } from "./descriptor.js";
import { docComment } from "./doc-comment.js";
import { commonHeader } from "./header.js";
import { methodName } from "./service-context.js";

const width = 100;

/** The file that knows the methods of every service before the service's code is loaded. */
export function methodNamesText(model: ApiModel): string {
  const services = model.packages
    .flatMap(({ services }) => services)
    .filter(({ reachedBy }) => reachedBy.length > 0);
  const doc = docComment(
    ["What the methods of each service are called, and which return lists."],
    0,
  );
  const entries = services.map((service) => entryOf(service));
  return `${commonHeader}${doc}export const methodNames = {\n${entries.join("")}} as const;\n`;
}

function entryOf(service: Service): string {
  const extension = extensionOf(service.package, service.name);
  const lists = service.operations.filter((operation) => isList(operation)).map(methodName);
  const calls = service.operations
    .filter((operation) => !isList(operation))
    .flatMap((operation) => {
      const waits = operation.waiting !== null || operation.longRunning !== null;
      const name = methodName(operation);
      return waits ? [name, `${name}AndWait`] : [name];
    });
  const waiters = service.waiters.map(({ name }) => camelCase(name));
  const names = [...calls, ...waiters, ...(extension?.methods ?? [])].sort();
  return (
    `  "${service.package}.${service.name}": {\n` +
    `    calls:${wrapped(names)},\n    lists:${wrapped([...lists, ...(extension?.lists ?? [])].sort())},\n  },\n`
  );
}

/** The names in one text, on as many lines as they need; `lazyService` splits it at white space. */
function wrapped(names: readonly string[]): string {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last === undefined || last.length + name.length + 16 > width) lines.push(name);
    else lines[lines.length - 1] = `${last} ${name}`;
  }
  return lines.length <= 1 ? ` "${lines.join("")}"` : ` \`\n      ${lines.join("\n      ")}\``;
}
