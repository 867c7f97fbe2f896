import { WorkspaceError } from "../../errors/index.js";

/** How long the tokens of an application last, in minutes, as its integration says. */
export interface TokenAccessPolicy {
  readonly access_token_ttl_in_minutes?: number | undefined;
  readonly refresh_token_ttl_in_minutes?: number | undefined;
  /** However often it is refreshed, a session ends then. */
  readonly absolute_session_lifetime_in_minutes?: number | undefined;
  /** `false` lets a refresh token be used again. Default here: each is good once. */
  readonly enable_single_use_refresh_tokens?: boolean | undefined;
}

/** What the minutes of a policy may be. */
const limits = {
  access_token_ttl_in_minutes: [5, 1440],
  refresh_token_ttl_in_minutes: [5, 129_600],
  absolute_session_lifetime_in_minutes: [5, 525_600],
} as const;

/** @throws WorkspaceError `INVALID_PARAMETER_VALUE` for minutes out of bounds */
export function checkPolicy(policy: TokenAccessPolicy | undefined): void {
  for (const [name, [least, most]] of Object.entries(limits)) {
    const minutes = policy?.[name as keyof typeof limits];
    if (minutes === undefined || (minutes >= least && minutes <= most)) continue;
    throw new WorkspaceError(
      "INVALID_PARAMETER_VALUE",
      `token_access_policy.${name} is ${minutes}: it must be from ${least} to ${most}`,
    );
  }
}
