import type { IncomingMessage } from "node:http";
import { WorkspaceError } from "../errors/index.js";

/**
 * Lets only programs on this machine through. A page of the web could otherwise reach the control
 * endpoints from the user's browser, directly or by a host name that it points here.
 *
 * @throws WorkspaceError PERMISSION_DENIED
 */
export function refuseStrangers(message: IncomingMessage): void {
  const { host, origin } = message.headers;
  const from = message.socket.remoteAddress ?? "";
  if (!isLoopback(hostName(`http://${host ?? ""}`))) throw refusal(`Host '${host ?? ""}'`);
  if (origin !== undefined && !isLoopback(hostName(origin))) throw refusal(`Origin '${origin}'`);
  if (!isLoopback(from.replace(/^::ffff:/, ""))) throw refusal(`address '${from}'`);
}

function hostName(url: string): string {
  try {
    return new URL(url).hostname.replace(/^\[|\]$/g, "");
  } catch {
    return "";
  }
}

function isLoopback(host: string): boolean {
  return (
    host === "localhost" ||
    host.endsWith(".localhost") ||
    host === "::1" ||
    /^127\.\d+\.\d+\.\d+$/.test(host)
  );
}

function refusal(what: string): WorkspaceError {
  const text = `/_local answers to this machine only, and ${what} is not of this machine`;
  return new WorkspaceError("PERMISSION_DENIED", text);
}
