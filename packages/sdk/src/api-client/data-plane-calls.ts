import type { AuthContext } from "../auth/index.js";
import type { Config } from "../config/index.js";
import type { Reply, Sign, Signature } from "../http/index.js";
import { type DataPlaneAddress, DataPlaneAddresses } from "./data-plane.js";
import { DataPlaneTokens } from "./data-plane-tokens.js";
import { decodeReply } from "./decode.js";
import { encodeDataPlaneCall, type EncodedCall } from "./encode.js";
import type { DataPlaneOperation } from "./operation.js";

/** The ways out of {@link DataPlaneCalls.call}. */
export interface DataPlaneRoute {
  /** Looks up the value that tells the address. */
  readonly lookup: () => Promise<object>;
  readonly send: (call: EncodedCall, sign: Sign) => Promise<Reply>;
}

/**
 * The calls of one client that are served by the data plane, under another address and with tokens
 * of their own. Loaded by the first of them.
 */
export class DataPlaneCalls {
  readonly #addresses: DataPlaneAddresses;
  readonly #tokens: DataPlaneTokens;

  constructor(config: Config, context: AuthContext) {
    this.#addresses = new DataPlaneAddresses(() => config.host);
    this.#tokens = new DataPlaneTokens(config, context);
  }

  /** Sends one operation and resolves to its decoded response. */
  async call<T>(
    operation: DataPlaneOperation,
    request: object,
    headers: Readonly<Record<string, string>> | undefined,
    { lookup, send }: DataPlaneRoute,
  ): Promise<T> {
    const address = await this.#addresses.find(operation, request, lookup);
    const call = encodeDataPlaneCall(operation, address.url, request, headers);
    try {
      const reply = await send(call, (signal, refused) => this.#sign(address, signal, refused));
      return decodeReply(operation, call.url, reply) as T; // as the description promises
    } catch (error) {
      this.#addresses.forget(operation, request);
      throw error;
    }
  }

  async #sign(
    address: DataPlaneAddress,
    signal: AbortSignal | undefined,
    refused: Signature["headers"] | undefined,
  ): Promise<Signature> {
    const credentials = this.#tokens.credentialsFor(address);
    const headers = await (refused === undefined
      ? credentials.headers(signal)
      : (credentials.refresh?.(refused, signal) ?? refused));
    return { origin: new URL(address.url).origin, headers };
  }
}
