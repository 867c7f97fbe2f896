import { InvalidResponseError } from "../errors/index.js";
import type { DataPlaneOperation } from "./operation.js";

/** Where a data-plane operation is served, and what a token for it must be asked for with. */
export interface DataPlaneAddress {
  readonly url: string;
  readonly authorizationDetails: string;
}

/** The addresses that a client has looked up, until a call to one of them fails. */
export class DataPlaneAddresses {
  readonly #known = new Map<string, DataPlaneAddress>();
  readonly #host: () => string | undefined;

  /** @param host Tells the workspace's own address. */
  constructor(host: () => string | undefined) {
    this.#host = host;
  }

  /** The address for a request. Throws an {@link InvalidResponseError} when there is none. */
  async find(
    operation: DataPlaneOperation,
    request: object,
    lookup: () => Promise<object>,
  ): Promise<DataPlaneAddress> {
    const key = keyOf(operation, request);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const address = readAddress(operation, await lookup(), this.#host());
    this.#known.set(key, address);
    return address;
  }

  /** Looks the address up again the next time. */
  forget(operation: DataPlaneOperation, request: object): void {
    this.#known.delete(keyOf(operation, request));
  }
}

function keyOf({ info, lookup }: DataPlaneOperation, request: object): string {
  const fields = request as Readonly<Record<string, unknown>>;
  return JSON.stringify([info, lookup.map((name) => String(fields[name]))]);
}

/** The address in a looked-up value: https, unless the workspace itself is reached without. */
function readAddress(
  operation: DataPlaneOperation,
  looked: object,
  host: string | undefined,
): DataPlaneAddress {
  const facts = operation.info.reduce<unknown>(fieldOf, looked);
  const url = fieldOf(facts, operation.url);
  const authorizationDetails = fieldOf(facts, operation.authorization);
  if (typeof url !== "string" || typeof authorizationDetails !== "string" || !URL.canParse(url)) {
    throw new InvalidResponseError(
      `the endpoint tells no data-plane address (${operation.info.join(".")}.${operation.url}): ` +
        "it is not served there, so use the operation of the workspace instead",
    );
  }
  if (!url.startsWith("https://") && !isPlainNeighbour(url, host)) {
    throw new InvalidResponseError(
      "the endpoint's data-plane address is not https: nothing is sent",
    );
  }
  return { url, authorizationDetails };
}

/** Plain http is for a workspace on the same machine or network that is itself reached so. */
function isPlainNeighbour(url: string, host: string | undefined): boolean {
  if (host?.startsWith("http://") !== true) return false;
  return new URL(url).hostname === new URL(host).hostname;
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
