import type { ControlledClock } from "../clock/index.js";
import { IpAccessEngine, WorkspaceConf } from "../engines/ip-access/index.js";
import { ipAccessListsHandlers } from "../handlers/ip-access-lists.js";
import { workspaceConfHandlers } from "../handlers/workspace-conf.js";
import type { Store } from "../state/index.js";
import type { AccessRule } from "./access-rules.js";
import type { WorkspacePart } from "./workspace-part.js";

const ADMIN: AccessRule = { admin: true };

/** What is set for a workspace as a whole. */
export function settingsPart(store: Store, clock: ControlledClock): WorkspacePart {
  const conf = new WorkspaceConf(store, (key, value) => {
    if (key === "enableIpAccessLists" && value === "true") lists.checkEnabling();
  });
  const isEnabled = (): boolean => conf.get("enableIpAccessLists") === "true";
  const lists = new IpAccessEngine({ store, clock, isEnabled });
  return {
    handlers: {
      "settings.IpAccessListsAPI": ipAccessListsHandlers(lists),
      "settings.WorkspaceConfAPI": workspaceConfHandlers(conf),
    },
    rules: {
      "settings.IpAccessListsAPI": {
        get: ADMIN,
        list: ADMIN,
        create: ADMIN,
        replace: ADMIN,
        update: ADMIN,
        delete: ADMIN,
      },
      "settings.WorkspaceConfAPI": { getStatus: ADMIN, setStatus: ADMIN },
    },
  };
}
