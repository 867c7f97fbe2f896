import { InvalidRequestError } from "../../errors/index.js";

/**
 * The absolute path that the DBFS API takes, from a path with or without `dbfs:`.
 * Throws an {@link InvalidRequestError} for anything that DBFS does not serve.
 */
export function dbfsPath(path: string): string {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(path)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== "dbfs") {
    throw invalid(`unsupported scheme "${scheme}"; a DBFS path is /path or dbfs:/path`);
  }
  const bare = scheme === undefined ? path : path.slice("dbfs:".length).replace(/^\/{2,}/, "/");
  if (!bare.startsWith("/")) throw invalid("the path must begin with / or dbfs:/");
  if (/^\/Volumes(\/|$)/.test(bare)) {
    throw invalid("/Volumes is not part of DBFS; use the files service for it");
  }
  return bare;
}

function invalid(message: string): InvalidRequestError {
  return new InvalidRequestError(message, { field: "path" });
}
