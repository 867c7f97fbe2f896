import type { ServiceClient } from "../api-client/index.js";
import { lazy } from "../internal/index.js";
import type { RemoteDbutils } from "./remote/remote-dbutils.js";

/** What the utilities of one `DBUtils` share. */
export class Session {
  /** The `dbutils` of the configured cluster, loaded when something is to run there. */
  readonly remote: () => RemoteDbutils | Promise<RemoteDbutils> = lazy(async () => {
    const { RemoteDbutils: Remote } = await import("./remote/remote-dbutils.js");
    return (this.#remote = new Remote(this.api));
  });
  readonly #client: () => ServiceClient;
  #api: ServiceClient | undefined;
  #remote: RemoteDbutils | undefined;

  /** @param client Makes the client, or throws a ConfigError. */
  constructor(client: () => ServiceClient) {
    this.#client = client;
  }

  /** The client, which tells the service that its requests come from here. */
  get api(): ServiceClient {
    return (this.#api ??= this.#client().withUserAgentExtra("dbutils", "remote"));
  }

  /** Ends what runs on the cluster, if anything does. */
  async close(): Promise<void> {
    await this.#remote?.close();
  }
}
