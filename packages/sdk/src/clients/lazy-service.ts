import { Paged } from "../paging/index.js";

/** The names of a service's methods, in one text each: those that return promises, and lists. */
export interface MethodNames {
  readonly calls: string;
  readonly lists: string;
}

type Method = (...args: readonly unknown[]) => unknown;

/**
 * Stands for a service whose code is not loaded yet: it has the service's methods, and the first
 * call of one loads it. All of them answer with a promise or with a list, which sends nothing before
 * it is read, so nobody sees a difference; but a program loads only the services that it calls.
 * A load that fails rejects the call that asked for it, and is tried again by the next one.
 */
export function lazyService<Service extends object>(
  names: MethodNames,
  load: () => Promise<Service>,
  children: Readonly<Record<string, MethodNames>> = {},
): Service {
  let loading: Promise<Service> | undefined;
  const service = (): Promise<Service> => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
  const invoke = async (name: string, args: readonly unknown[]): Promise<unknown> => {
    // The generator takes these names and the service's methods from the same description.
    const loaded = (await service()) as Record<string, Method>;
    return loaded[name]?.(...args);
  };

  const standIn: Record<string, unknown> = {};
  for (const name of split(names.calls))
    standIn[name] = (...args: readonly unknown[]) => invoke(name, args);
  for (const name of split(names.lists)) {
    standIn[name] = (...args: readonly unknown[]) =>
      Paged.deferred(() => invoke(name, args) as Promise<Paged<unknown>>);
  }
  for (const [name, methods] of Object.entries(children)) {
    const child = async (): Promise<object> =>
      ((await service()) as Record<string, object>)[name] as object;
    standIn[name] = lazyService(methods, child);
  }
  return standIn as Service;
}

function split(names: string): readonly string[] {
  return names.split(/\s+/).filter((name) => name !== "");
}
