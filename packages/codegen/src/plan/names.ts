import { camelCase } from "../model/index.js";

/** `list_node_types` -> `ListNodeTypes`. */
export function pascalCase(snake: string): string {
  const camel = camelCase(snake);
  return camel.charAt(0).toUpperCase() + camel.slice(1);
}

/** `list_node_types` -> `LIST_NODE_TYPES`. */
export function constantCase(snake: string): string {
  return snake.replace(/_$/, "").toUpperCase();
}

/** `AccountGroupsV2` -> `account-groups-v2`, `RFAPolicies` -> `rfa-policies`. */
export function kebabCase(pascal: string): string {
  return pascal
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1-$2")
    .toLowerCase();
}

/** `ClustersAPI` -> `Clusters`. */
export function serviceStem(service: string): string {
  return service.replace(/API$/, "");
}

const identifier = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/** A property name as it is written in an object type or literal: quoted only where it must be. */
export function propertyName(wire: string): string {
  return identifier.test(wire) ? wire : JSON.stringify(wire);
}

/** How a field is read from a value: `value.name`, or `value["content-type"]`. */
export function propertyAccess(wire: string): string {
  return identifier.test(wire) ? `.${wire}` : `[${JSON.stringify(wire)}]`;
}

/** Words that cannot name a parameter or a constant. */
const reservedWords = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum " +
    "eval export extends false finally for function if implements import in instanceof interface " +
    "let new null package private protected public return static super switch this throw true " +
    "try typeof undefined var void while with yield"
  ).split(" "),
);

/** Whether a wire name can be a local variable as it stands. */
export function isVariableName(wire: string): boolean {
  return identifier.test(wire) && !reservedWords.has(wire);
}

/** `workspace` -> `WorkspaceClient`. */
export function clientName(client: string): string {
  return `${pascalCase(client)}Client`;
}
