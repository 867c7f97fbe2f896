import { InvalidRequestError } from "../../errors/index.js";
import { locate } from "./places/locate.js";

/**
 * The absolute path that the DBFS API takes, from a path with or without `dbfs:`.
 * Throws an {@link InvalidRequestError} for anything that DBFS does not serve.
 */
export function dbfsPath(path: string): string {
  const { kind, path: bare } = locate(path);
  if (kind === "dbfs") return bare;
  const problem =
    kind === "local"
      ? 'unsupported scheme "file"; a DBFS path is /path or dbfs:/path'
      : "/Volumes is not part of DBFS; use the files service for it";
  throw new InvalidRequestError(problem, { field: "path" });
}
