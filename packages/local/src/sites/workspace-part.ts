import type { InheritedGrant } from "../engines/permissions/index.js";
import type { HandlerSet, RawRoute } from "../http/index.js";
import type { AccessRules } from "./access-rules.js";

/** What one field of a workspace, such as its files or its secrets, adds to it. */
export interface WorkspacePart {
  readonly handlers: HandlerSet;
  /** Endpoints beside the API table. */
  readonly rawRoutes?: readonly RawRoute[];
  /** What callers need for its operations. Those without a rule need only be let in. */
  readonly rules?: AccessRules;
  /** By kind of object that rights can be given on: finds one, or returns undefined or throws. */
  readonly objects?: Readonly<Record<string, (id: string) => unknown>>;
  /** Rights that its objects have beside those given on them. */
  readonly inherited?: (kind: string, id: string) => readonly InheritedGrant[];
  /** Ends what runs and removes what is temporary. */
  close?(): Promise<void> | void;
}
