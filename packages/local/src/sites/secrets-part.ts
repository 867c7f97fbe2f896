import type { Clock } from "../clock/index.js";
import type { IdentityEngine } from "../engines/identity/index.js";
import { SecretsEngine } from "../engines/secrets/index.js";
import { secretsHandlers } from "../handlers/secrets.js";
import type { Store } from "../state/index.js";
import { principalsPort } from "./principals-port.js";
import type { WorkspacePart } from "./workspace-part.js";

/** What the secrets of a workspace are made with. */
export interface SecretsSurroundings {
  /** The workspace's own. */
  readonly store: Store;
  readonly clock: Clock;
  /** A folder of that name of the workspace's own; without one nothing is kept. */
  readonly folder: (name: string) => { readonly folder?: string };
  readonly identity: IdentityEngine;
}

/** The secrets of a workspace. Who may do what with a scope is the engine's to know. */
export function secretsPart({
  store,
  clock,
  folder,
  identity,
}: SecretsSurroundings): WorkspacePart {
  const people = principalsPort(identity);
  const nameOf = (id: string): string | undefined => people.find(id)?.name;
  const engine = new SecretsEngine({
    store,
    clock,
    ...folder("secrets"),
    principals: {
      find: (name) => {
        const found = identity.findByName(name) ?? identity.groupByName(name);
        return found && nameOf(found.id);
      },
      isAdmin: (id) => identity.isAdmin(id),
      groupNames: (id) => [...identity.groupIds(id)].flatMap((group) => nameOf(group) ?? []),
    },
  });
  return { handlers: { "workspace.SecretsAPI": secretsHandlers(engine) } };
}
