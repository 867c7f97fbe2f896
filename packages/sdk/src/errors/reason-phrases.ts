/** Reason phrases of RFC 9110 §15 for protocols, such as HTTP/2, that send none. */
const reasonPhrases: ReadonlyMap<number, string> = new Map([
  [301, "Moved Permanently"],
  [302, "Found"],
  [303, "See Other"],
  [307, "Temporary Redirect"],
  [308, "Permanent Redirect"],
  [400, "Bad Request"],
  [401, "Unauthorized"],
  [403, "Forbidden"],
  [404, "Not Found"],
  [405, "Method Not Allowed"],
  [408, "Request Timeout"],
  [409, "Conflict"],
  [412, "Precondition Failed"],
  [413, "Content Too Large"],
  [415, "Unsupported Media Type"],
  [416, "Range Not Satisfiable"],
  [422, "Unprocessable Content"],
  [429, "Too Many Requests"],
  [499, "Client Closed Request"],
  [500, "Internal Server Error"],
  [501, "Not Implemented"],
  [502, "Bad Gateway"],
  [503, "Service Unavailable"],
  [504, "Gateway Timeout"],
]);

/** The phrase that came with the status, else the standard one, else the number in words. */
export function reasonPhrase(status: number, statusText: string): string {
  return statusText.trim() || (reasonPhrases.get(status) ?? `HTTP status ${status}`);
}
