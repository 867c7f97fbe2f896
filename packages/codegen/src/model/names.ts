/** `list_node_types` -> `listNodeTypes`; the underscore that spares Python a keyword is dropped. */
export function camelCase(method: string): string {
  return method
    .replace(/_$/, "")
    .replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** The inverse of {@link camelCase} for names without digits after an underscore. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `compute.ClustersAPI.listNodeTypes`, the operation's id everywhere. */
export function operationId(packageName: string, service: string, method: string): string {
  return `${packageName}.${service}.${camelCase(method)}`;
}
