import type { ConfigOptions } from "../options.js";
import type { Source } from "../setting.js";

/** Values given in code. */
export function argumentSource(options: ConfigOptions): Source {
  return ({ name }) => {
    const raw: unknown = options[name];
    return raw === undefined || raw === null || raw === ""
      ? undefined
      : { raw, origin: { kind: "argument" } };
  };
}
