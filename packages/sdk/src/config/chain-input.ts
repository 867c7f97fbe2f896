import type { AuthAttributes, ChainInput, CredentialsStrategy } from "../auth/index.js";
import type { AttributeName } from "./options.js";
import { attributes } from "./attributes.js";
import { describeOrigin, isChosen } from "./setting.js";
import type { Settings } from "./setting.js";
import type { EnvironmentVariables } from "./sources/environment.js";
import { summarise } from "./summary.js";

/** All that authentication is told of a configuration. */
export function chainInput(
  settings: Settings,
  strategies: readonly CredentialsStrategy[],
  env: EnvironmentVariables,
): Omit<ChainInput, "context"> {
  return {
    // The table and `parseValue` have seen to it that each value has its attribute's type.
    config: Object.fromEntries(
      [...settings].map(([name, { value }]) => [name, value]),
    ) as AuthAttributes,
    env,
    strategies,
    secrets: secretsOf(settings),
    summary: () => summarise(settings),
    originOf: (name) => {
      const setting = settings.get(name);
      return isChosen(setting) ? describeOrigin(setting.origin) : undefined;
    },
    variableOf: (name) => variables.get(name),
  };
}

const variables: ReadonlyMap<AttributeName, string> = new Map(
  attributes.flatMap(({ name, env: [variable] }) =>
    variable === undefined ? [] : [[name, variable]],
  ),
);

function secretsOf(settings: Settings): readonly string[] {
  return attributes.flatMap(({ name, sensitive }) => {
    const value = settings.get(name)?.value;
    return sensitive && typeof value === "string" ? [value] : [];
  });
}
