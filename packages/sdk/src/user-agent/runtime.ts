/** What runs the program. */
export interface Runtime {
  readonly name: "node" | "deno" | "bun" | "browser";
  readonly version: string;
}

/** The globals that tell runtimes apart. */
export interface RuntimeGlobals {
  readonly Bun?: { readonly version?: string };
  readonly Deno?: {
    readonly version?: { readonly deno?: string };
    readonly build?: { readonly os?: string };
  };
  readonly process?: {
    readonly versions?: { readonly node?: string };
    readonly platform?: string;
  };
  readonly navigator?: { readonly userAgent?: string; readonly platform?: string };
}

const here = globalThis as RuntimeGlobals;

/** The runtime and its version. Bun and Deno come first: both pretend to be Node. */
export function detectRuntime(globals: RuntimeGlobals = here): Runtime {
  if (globals.Bun !== undefined) return { name: "bun", version: globals.Bun.version ?? "0.0.0" };
  const deno = globals.Deno?.version?.deno;
  if (deno !== undefined) return { name: "deno", version: deno };
  const node = globals.process?.versions?.node;
  if (node !== undefined) return { name: "node", version: node };
  return { name: "browser", version: "0.0.0" };
}

/** The operating system as the user agent names it, e.g. `linux`, `darwin`, `windows`. */
export function detectOs(globals: RuntimeGlobals = here): string {
  const platform = globals.process?.platform ?? globals.Deno?.build?.os;
  if (platform !== undefined) return platform === "win32" ? "windows" : platform;
  const browser = `${globals.navigator?.platform ?? ""} ${globals.navigator?.userAgent ?? ""}`;
  const [, name] = browserSystems.find(([pattern]) => pattern.test(browser)) ?? [
    undefined,
    "unknown",
  ];
  return name;
}

const browserSystems: readonly (readonly [RegExp, string])[] = [
  [/android/i, "android"],
  [/iphone|ipad|ipod/i, "ios"],
  [/mac/i, "darwin"],
  [/win/i, "windows"],
  [/linux|x11|cros/i, "linux"],
];
