import {
  type ApiFacts,
  type DerivedFacts,
  extension,
  type Level,
  type MethodFacts,
  type ServiceFacts,
} from "../model/index.js";
import type { Cursor } from "./cursor.js";

/** The properties of both clients, and where they lead. */
export type Clients = ApiFacts["clients"];

type Links = { account: [string, Link][]; workspace: [string, Link][] };
type Link = { readonly package: string; readonly service: string };

/** The properties of the clients, gathered from the tags of all documents. */
export function readClients(documents: ReadonlyMap<string, Cursor>): Clients {
  const links: Links = { account: [], workspace: [] };
  for (const [name, document] of documents) {
    for (const tag of document.at("tags").items()) {
      const link = { package: name, service: tag.at("name").string() };
      for (const property of tag.at(extension.clientProperties).items()) {
        const match = /^(account|workspace)\.(.+)$/.exec(property.string());
        const [, client, path = ""] = match ?? property.fail("is no property of a client");
        links[client === "account" ? "account" : "workspace"].push([path, link]);
      }
    }
  }
  return { account: sorted(links.account), workspace: sorted(links.workspace) };
}

function sorted(links: [string, Link][]): Record<string, Link> {
  return Object.fromEntries(links.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The facts of a service: its tag's, and those that follow from its methods and the clients. */
export function readService(
  tag: Cursor,
  methods: Readonly<Record<string, MethodFacts>>,
  clients: Clients,
): ServiceFacts {
  const onlyIn = tag.text(extension.onlyIn);
  const note = tag.text(extension.note);
  const properties = tag.at(extension.clientProperties).strings();
  const children = nested(properties, clients);
  const names = new Set(properties.map((property) => property.split(".")[0]));
  return {
    clients: (["account", "workspace"] as const).filter((client) => names.has(client)),
    path_level: readLevel(tag),
    methods,
    ...(children && { children }),
    derived: derivedMethods(methods),
    ...(onlyIn === undefined ? {} : { only_in: onlyIn }),
    ...(note === undefined ? {} : { note }),
  };
}

/** Whether the operations of a service belong to a workspace or to an account. */
export function readLevel(tag: Cursor): Level | null {
  const level = tag.at(extension.level);
  if (level.value === null || level.value === "workspace" || level.value === "account") {
    return level.value;
  }
  return level.fail("is neither workspace nor account");
}

function nested(
  properties: readonly string[],
  clients: Clients,
): Record<string, string> | undefined {
  const children = properties.flatMap((property) => {
    const dot = property.indexOf(".");
    const client = property.slice(0, dot) === "account" ? clients.account : clients.workspace;
    const prefix = `${property.slice(dot + 1)}.`;
    return Object.entries(client)
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, { service }]) => [path.slice(prefix.length), service]);
  });
  return children.length > 0 ? Object.fromEntries(children) : undefined;
}

/** The waiters, and the calls that wait. */
function derivedMethods(
  methods: Readonly<Record<string, MethodFacts>>,
): Record<string, DerivedFacts> {
  const derived: [string, DerivedFacts][] = [];
  for (const [name, { lro }] of Object.entries(methods)) {
    if (lro?.kind !== "wait") continue;
    derived.push([`${name}_and_wait`, { kind: "call_and_wait", of: name }]);
    derived.push([lro.wait_method, { kind: "waiter", poll_method: lro.poll_method }]);
  }
  return Object.fromEntries(derived.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
