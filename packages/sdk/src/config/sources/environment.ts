import type { Source } from "../setting.js";

/** Environment variables, by name. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

/** Values of environment variables; an empty one counts as unset. */
export function environmentSource(env: EnvironmentVariables): Source {
  return ({ env: variables }) => {
    const variable = variables.find((name) => (env[name] ?? "") !== "");
    return variable === undefined
      ? undefined
      : { raw: env[variable], origin: { kind: "environment", variable } };
  };
}

/** The variables of this process; none in browsers. */
export function processEnvironment(): EnvironmentVariables {
  const { process } = globalThis as { readonly process?: { readonly env?: EnvironmentVariables } };
  return process?.env ?? {};
}
