import { isSkipped, planChain } from "../auth/index.js";
import type { AuthReport, ChainInput, Credentials, CredentialsStrategy } from "../auth/index.js";
import { DefaultCredentialsError } from "../errors/index.js";
import { raceSignal } from "../internal/index.js";

/**
 * Sets credentials up once, for all calls of a client and its copies, and keeps the report.
 * A set-up that failed is tried again by the next call: a login elsewhere may have mended it.
 */
export class Authenticator {
  readonly #own: CredentialsStrategy | undefined;
  #credentials: Credentials | undefined;
  #pending: Promise<Credentials> | undefined;
  #report: AuthReport | undefined;

  /** @param own The caller's strategy, in place of the chain. */
  constructor(own: CredentialsStrategy | undefined) {
    this.#own = own;
  }

  /** The strategy in use; `undefined` while none is. */
  get chosen(): string | undefined {
    return this.#report?.chosen ?? this.#own?.name;
  }

  /** The credentials, when they are there already. */
  get credentials(): Credentials | undefined {
    return this.#credentials;
  }

  /** What became of the set-up so far, or would become of it with this input. */
  report(input: Omit<ChainInput, "context">): AuthReport {
    return this.#report ?? planChain(this.#own === undefined ? input : ownInput(input, this.#own));
  }

  /**
   * The host that Azure tells for a resource id; `undefined` when the caller's own strategy does not
   * find hosts. Throws like {@link configure}.
   */
  async findHost(input: ChainInput): Promise<string | undefined> {
    if (this.#own !== undefined && this.#own.findHost === undefined) return undefined;
    const chain = this.#own === undefined ? input : ownInput(input, this.#own);
    const { findHost } = await import("../auth/index.js");
    return findHost(chain, (report) => {
      this.#report = report;
    });
  }

  /** The credentials. `signal` ends this wait only: other calls may share the set-up. */
  configure(
    makeInput: () => Promise<ChainInput>,
    signal: AbortSignal | undefined,
  ): Promise<Credentials> {
    if (this.#credentials !== undefined) return Promise.resolve(this.#credentials);
    this.#pending ??= this.#setUp(makeInput).finally(() => {
      this.#pending = undefined;
    });
    return raceSignal(this.#pending, signal);
  }

  async #setUp(makeInput: () => Promise<ChainInput>): Promise<Credentials> {
    const input = await makeInput();
    const credentials =
      this.#own === undefined
        ? await this.#runChain(input)
        : await this.#configureOwn(this.#own, input);
    this.#credentials = credentials;
    return credentials;
  }

  async #runChain(input: ChainInput): Promise<Credentials> {
    const { runChain } = await import("../auth/index.js");
    return runChain(input, (report) => {
      this.#report = report;
    });
  }

  async #configureOwn(own: CredentialsStrategy, input: ChainInput): Promise<Credentials> {
    const answer = await own.configure(input);
    const row = { name: own.name, missing: [], found: [] };
    if (isSkipped(answer)) {
      const reason = answer.skipped;
      this.#report = { strategies: [{ ...row, outcome: "skipped", reason }] };
      throw new DefaultCredentialsError(
        `the credentials strategy ${own.name} cannot be used: ${reason}. ${input.summary()}`,
        { strategies: [{ name: own.name, outcome: "skipped", reason }] },
      );
    }
    const reason = "given as the credentials option";
    this.#report = {
      chosen: own.name,
      strategies: [{ ...row, outcome: "chosen", reason }],
    };
    return answer;
  }
}

/** The caller's strategy is the only one, and what it needs is its own business. */
function ownInput<Input extends Omit<ChainInput, "context">>(
  input: Input,
  own: CredentialsStrategy,
): Input {
  const { authType: _ignored, ...config } = input.config;
  // Not a spread: the methods of a class would be lost.
  const bare: CredentialsStrategy = {
    name: own.name,
    configure: (each) => own.configure(each),
    ...(own.findHost === undefined ? {} : { findHost: own.findHost.bind(own) }),
  };
  return { ...input, config, strategies: [bare] };
}
