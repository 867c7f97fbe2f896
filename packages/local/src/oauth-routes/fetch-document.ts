import type { FetchDocument } from "../engines/oauth/index.js";

const TIMEOUT = 5000;
const LIMIT = 1024 * 1024;

/**
 * Reads a document of an issuer on this machine. Others are not asked: a local workspace calls nobody
 * whom its user did not start. Their keys go into the policy, as `jwks_json`.
 */
export const fetchFromThisMachine: FetchDocument = async (url) => {
  const { hostname, protocol } = new URL(url);
  if (!["localhost", "127.0.0.1", "[::1]"].includes(hostname) || !/^https?:$/.test(protocol)) {
    throw new Error(`${url} is not on this machine; put the keys into jwks_json`);
  }
  const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(TIMEOUT) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const text = await response.text();
  if (text.length > LIMIT) throw new Error(`${url} is too long`);
  return text;
};
