/** Whether a path is `/Volumes` itself, a catalog, or a schema: what volumes are in. */
export function isAboveVolumes(path: string): boolean {
  return /^\/Volumes(\/+[^/]+){0,2}\/*$/.test(path);
}
