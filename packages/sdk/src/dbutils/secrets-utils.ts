import { InvalidResponseError, requireName, requireOptions } from "../errors/index.js";
import { decodeBase64, InvalidInput } from "../internal/index.js";
import { SecretsAPI } from "../services/workspace/index.gen.js";
import { help } from "./help.js";
import type { DbutilsOptions } from "./options.js";
import type { Session } from "./session.js";

/** A secret in a scope, without its value. */
export interface SecretKey {
  readonly key: string;
}

/** A scope of secrets. */
export interface SecretScopeName {
  readonly name: string;
}

/**
 * `dbutils.secrets`: reads secrets. Values appear in no log and in no error of the SDK; what the
 * program prints is its own.
 *
 * @see https://docs.databricks.com/api/workspace/secrets
 */
export class SecretsUtils {
  readonly #session: Session;

  /** Made by `DBUtils`. */
  constructor(session: Session) {
    this.#session = session;
  }

  /**
   * A secret as text.
   * Throws a {@link NotFound} when there is none, and an {@link InvalidResponseError} when it is not
   * UTF-8: then use {@link getBytes}.
   */
  async get(scope: string, key: string, options?: DbutilsOptions): Promise<string> {
    const bytes = await this.#read("get", scope, key, options);
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      // Not as the cause: its message might show a part of the secret.
      throw new InvalidResponseError(
        `the secret "${key}" of the scope "${scope}" is not UTF-8 text; use getBytes`,
      );
    }
  }

  /** A secret as bytes. Throws a {@link NotFound} when there is none. */
  async getBytes(scope: string, key: string, options?: DbutilsOptions): Promise<Uint8Array> {
    return this.#read("getBytes", scope, key, options);
  }

  /** The names of the secrets in a scope. */
  async list(scope: string, options?: DbutilsOptions): Promise<readonly SecretKey[]> {
    requireName("dbutils.secrets.list", "scope", scope);
    requireOptions("dbutils.secrets.list", options);
    const secrets = await this.#secrets.listSecrets({ scope }, options).toArray();
    return secrets.map(({ key = "" }) => ({ key }));
  }

  /** The scopes. */
  async listScopes(options?: DbutilsOptions): Promise<readonly SecretScopeName[]> {
    requireOptions("dbutils.secrets.listScopes", options);
    const scopes = await this.#secrets.listScopes(options).toArray();
    return scopes.map(({ name = "" }) => ({ name }));
  }

  /** What a method does, or all of them. */
  async help(method?: string): Promise<string> {
    return help("secrets", method);
  }

  async #read(
    method: string,
    scope: string,
    key: string,
    options: DbutilsOptions | undefined,
  ): Promise<Uint8Array> {
    const call = `dbutils.secrets.${method}`;
    requireName(call, "scope", scope);
    requireName(call, "key", key);
    requireOptions(call, options);
    const { value = "" } = await this.#secrets.getSecret({ scope, key }, options);
    try {
      return decodeBase64(value);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      throw new InvalidResponseError(
        `the service sent the secret "${key}" of the scope "${scope}" in a form that is not base64`,
      );
    }
  }

  get #secrets(): SecretsAPI {
    return new SecretsAPI(this.#session.api);
  }
}
