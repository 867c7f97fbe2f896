import { InvalidRequestError } from "../../../errors/index.js";

/** Which file system a path belongs to. */
export type PlaceKind = "local" | "dbfs" | "volume";

/** A path as its own file system takes it: absolute, without a scheme or a slash at the end. */
export interface Location {
  readonly kind: PlaceKind;
  readonly path: string;
}

/**
 * Tells where a path leads: `file:/tmp/a` to this machine, `/Volumes/a` and `dbfs:/Volumes/a` to a
 * volume, and every other `/a` and `dbfs:/a` to DBFS.
 * Throws an {@link InvalidRequestError} naming `field` for another scheme and for a relative path.
 */
export function locate(path: string, field = "path"): Location {
  if (typeof path !== "string") {
    const kind = path === null ? "null" : `of type ${typeof path}`;
    throw new InvalidRequestError(`${field}: the path is ${kind}: give text`, { field });
  }
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(path)?.[1];
  const name = scheme?.toLowerCase();
  if (name !== undefined && name !== "dbfs" && name !== "file") {
    throw new InvalidRequestError(
      `unsupported scheme "${name}"; a path is dbfs:/path, /Volumes/path or file:/path`,
      { field },
    );
  }
  const rest = scheme === undefined ? path : path.slice(scheme.length + 1);
  const bare = rest.replace(/^\/{2,}/, "/").replace(/(?<=.)\/+$/, "");
  if (!bare.startsWith("/")) {
    throw new InvalidRequestError(
      `the path ${JSON.stringify(path)} must begin with /, dbfs:/ or file:/`,
      {
        field,
      },
    );
  }
  if (name === "file") return { kind: "local", path: withoutSlashBeforeDrive(bare) };
  return { kind: /^\/Volumes(\/|$)/.test(bare) ? "volume" : "dbfs", path: bare };
}

/** The path with the scheme that leads back to it. */
export function shown({ kind, path }: Location): string {
  return kind === "local" ? `file:${path.startsWith("/") ? "" : "/"}${path}` : path;
}

/** The last segment of a path; empty for a root. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** A path below another. */
export function joined(parent: string, name: string): string {
  return parent.endsWith("/") ? parent + name : `${parent}/${name}`;
}

/** `file:/C:/a` is `C:/a` to Windows, and no sensible path anywhere else. */
function withoutSlashBeforeDrive(path: string): string {
  return /^\/[a-z]:(\/|$)/i.test(path) ? path.slice(1) : path;
}
