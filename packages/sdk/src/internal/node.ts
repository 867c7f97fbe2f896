import type * as asyncHooks from "node:async_hooks";
import type * as buffer from "node:buffer";
import type * as childProcess from "node:child_process";
import type * as crypto from "node:crypto";
import type * as diagnosticsChannel from "node:diagnostics_channel";
import type * as dns from "node:dns";
import type * as events from "node:events";
import type * as fs from "node:fs";
import type * as fsPromises from "node:fs/promises";
import type * as http from "node:http";
import type * as https from "node:https";
import type * as net from "node:net";
import type * as os from "node:os";
import type * as path from "node:path";
import type * as stream from "node:stream";
import type * as streamPromises from "node:stream/promises";
import type * as streamWeb from "node:stream/web";
import type * as timers from "node:timers";
import type * as tls from "node:tls";
import type * as url from "node:url";
import type * as util from "node:util";
import type * as zlib from "node:zlib";

/** The built-in modules that the SDK may use where they exist, and their types. */
export interface Builtins {
  readonly "node:async_hooks": typeof asyncHooks;
  readonly "node:buffer": typeof buffer;
  readonly "node:child_process": typeof childProcess;
  readonly "node:crypto": typeof crypto;
  readonly "node:diagnostics_channel": typeof diagnosticsChannel;
  readonly "node:dns": typeof dns;
  readonly "node:events": typeof events;
  readonly "node:fs": typeof fs;
  readonly "node:fs/promises": typeof fsPromises;
  readonly "node:http": typeof http;
  readonly "node:https": typeof https;
  readonly "node:net": typeof net;
  readonly "node:os": typeof os;
  readonly "node:path": typeof path;
  readonly "node:stream": typeof stream;
  readonly "node:stream/promises": typeof streamPromises;
  readonly "node:stream/web": typeof streamWeb;
  readonly "node:timers": typeof timers;
  readonly "node:tls": typeof tls;
  readonly "node:url": typeof url;
  readonly "node:util": typeof util;
  readonly "node:zlib": typeof zlib;
}

interface ModuleLoader {
  readonly getBuiltinModule?: (name: string) => unknown;
}

/**
 * A built-in module of Node (Deno and Bun have them too), or `undefined` where there is none, as in
 * browsers. Why not `import`: bundlers and browsers would fail on the mere mention of `node:`.
 */
export function builtin<Name extends keyof Builtins>(name: Name): Builtins[Name] | undefined {
  const { process } = globalThis as { readonly process?: ModuleLoader };
  try {
    return process?.getBuiltinModule?.(name) as Builtins[Name] | undefined;
  } catch {
    // Some runtimes throw for a module that they lack.
    return undefined;
  }
}
