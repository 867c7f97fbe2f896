import { detectRuntime } from "../../user-agent/index.js";
import type { Transport } from "../types.js";
import { fetchTransport } from "./fetch.js";
import { nodeTransport } from "./node.js";
import type { NodeTransportOptions } from "./options.js";

/**
 * The transport that fits the platform: {@link nodeTransport} on Node, which is several times
 * cheaper per request than `fetch` there, and {@link fetchTransport} everywhere else, where of the
 * options only `inactivityTimeout` has a meaning.
 */
export function defaultTransport(options: NodeTransportOptions = {}): Transport {
  if (detectRuntime().name === "node") return nodeTransport(options);
  return fetchTransport(undefined, { inactivityTimeout: options.inactivityTimeout });
}
