import { InvalidResponseError, requireName } from "../errors/index.js";
import { help } from "./help.js";
import type { Json } from "./json.js";
import type { DbutilsOptions } from "./options.js";
import { serviceCredentialsProvider } from "./service-credentials-provider.js";
import type { ServiceCredentialsProvider } from "./service-credentials-provider.js";
import type { Session } from "./session.js";

/** `dbutils.credentials`: roles of the cloud on the cluster, and service credentials. */
export class CredentialsUtils {
  readonly #session: Session;

  /** Made by `DBUtils`. */
  constructor(session: Session) {
    this.#session = session;
  }

  /** Chooses the role that the cluster accesses S3 with. Runs on the cluster. */
  async assumeRole(role: string, options?: DbutilsOptions): Promise<boolean> {
    requireName("dbutils.credentials.assumeRole", "role", role);
    const remote = await this.#session.remote();
    return (await remote.call("credentials.assumeRole", { args: [role] }, options)) === true;
  }

  /** The roles that are in use. Runs on the cluster. */
  async showCurrentRole(options?: DbutilsOptions): Promise<readonly string[]> {
    return this.#roles("credentials.showCurrentRole", options);
  }

  /** The roles that could be chosen. Runs on the cluster. */
  async showRoles(options?: DbutilsOptions): Promise<readonly string[]> {
    return this.#roles("credentials.showRoles", options);
  }

  /**
   * What the cloud's own SDK takes as credentials, for a service credential of Unity Catalog. Nothing
   * is sent until that SDK asks for them, and no cluster is needed.
   */
  async getServiceCredentialsProvider(credentialName: string): Promise<ServiceCredentialsProvider> {
    const call = "dbutils.credentials.getServiceCredentialsProvider";
    requireName(call, "credentialName", credentialName);
    return serviceCredentialsProvider(this.#session.api, credentialName);
  }

  /** What a method does, or all of them. */
  async help(method?: string): Promise<string> {
    return help("credentials", method);
  }

  async #roles(method: string, options: DbutilsOptions | undefined): Promise<readonly string[]> {
    const remote = await this.#session.remote();
    const roles: Json = await remote.call(method, {}, options);
    if (Array.isArray(roles)) return roles.map(String);
    throw new InvalidResponseError(`dbutils.${method} did not return a list`);
  }
}
