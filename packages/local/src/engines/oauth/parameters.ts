import { OAuthError } from "./oauth-error.js";

/** The parameters of an OAuth request, none of which may be there twice (RFC 6749 section 3.1). */
export class Parameters {
  readonly #values: URLSearchParams;

  constructor(values: URLSearchParams) {
    this.#values = values;
  }

  /**
   * A parameter's value; one without a value counts as left out.
   *
   * @throws OAuthError `invalid_request` when it is there more than once
   */
  get(name: string): string | undefined {
    const all = this.#values.getAll(name);
    if (all.length > 1) throw new OAuthError("invalid_request", `${name} is given more than once`);
    return all[0] || undefined;
  }

  /** @throws OAuthError `invalid_request` when it is missing */
  require(name: string): string {
    const value = this.get(name);
    if (value !== undefined) return value;
    throw new OAuthError("invalid_request", `${name} is missing`);
  }
}
