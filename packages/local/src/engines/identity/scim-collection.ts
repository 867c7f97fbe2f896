import { WorkspaceError } from "../../errors/index.js";
import type { Principal, PrincipalRecord } from "./records.js";
import { attributeValues, refs } from "./resource-values.js";
import type { ResourceType } from "./resource-type.js";
import {
  applyPatch,
  list,
  project,
  scimError,
  type ListAnswer,
  type ListRequest,
  type PatchOperation,
  type Projection,
  type Resource,
} from "./scim/index.js";
import type { Scope } from "./scope.js";
import { KNOWN_ENTITLEMENTS } from "./system-groups.js";
import type { Grants, View } from "./view.js";

/** Changes to a resource, RFC 7644 section 3.5.2. */
export interface PatchRequest {
  /** Must name the PATCH message. */
  readonly schemas?: readonly string[] | undefined;
  readonly operations?: readonly PatchOperation[] | undefined;
}

const PATCH_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/** The users, the groups or the service principals of the account or of a workspace. */
export class ScimCollection<R extends PrincipalRecord> {
  readonly #scope: Scope;
  readonly #type: ResourceType<R>;

  constructor(scope: Scope, type: ResourceType<R>) {
    this.#scope = scope;
    this.#type = type;
  }

  /** A page of them. @throws WorkspaceError for a filter that can't be read */
  list(request: ListRequest = {}): ListAnswer {
    const view = this.#scope.view();
    const records = this.#type.all(this.#scope).filter((record) => view.contains(record));
    return list(
      records.map((record) => this.#show(record, view)),
      request,
    );
  }

  /** One of them. @throws WorkspaceError `RESOURCE_DOES_NOT_EXIST` */
  get(id: string, projection: Projection = {}): Resource {
    const view = this.#scope.view();
    return project(this.#show(this.#require(id, view), view), projection);
  }

  /**
   * Makes one. In a workspace, users and service principals that the account has already are let in.
   *
   * @throws WorkspaceError of status 409 when there is such a one
   */
  create(resource: Resource): Resource {
    const record = this.#type.read(resource, undefined, this.#scope);
    const twin = this.#type.twin(record, this.#scope);
    if (twin && this.#scope.view().contains(twin)) throw this.#taken(record);
    const kept = twin ?? record;
    const grants = this.#grants(resource, { entitlements: [], roles: twin?.roles ?? [] });
    this.#scope.directory.transaction(() => this.#scope.keep(kept, grants));
    return this.get(kept.id);
  }

  /** Replaces what clients may set; what is not said is taken away. */
  replace(id: string, resource: Resource): Resource {
    const view = this.#scope.view();
    return this.#save(this.#require(id, view), resource, view);
  }

  /** Changes parts. @throws WorkspaceError with a `scimType` */
  patch(id: string, { schemas = [], operations = [] }: PatchRequest): Resource {
    const view = this.#scope.view();
    const record = this.#require(id, view);
    if (!schemas.includes(PATCH_SCHEMA)) {
      throw scimError("invalidSyntax", `schemas must contain ${PATCH_SCHEMA}.`);
    }
    const patched = applyPatch(this.#show(record, view), operations, this.#type.rules);
    return this.#save(record, patched, view);
  }

  /** Takes one away. @throws WorkspaceError when it isn't there or must stay */
  delete(id: string, caller: Principal): void {
    const record = this.#require(id, this.#scope.view());
    this.#type.checkRemoval(record, caller);
    this.#scope.drop(record);
  }

  #save(before: R, resource: Resource, view: View): Resource {
    const record = this.#type.read(resource, before, this.#scope);
    const twin = this.#type.twin(record, this.#scope);
    if (twin && twin.id !== before.id) throw this.#taken(record);
    const grants = this.#grants(resource, view.grantsOf(before));
    this.#scope.directory.transaction(() => this.#scope.keep(record, grants));
    return this.get(before.id);
  }

  #grants(resource: Resource, before: Grants): Grants {
    const entitlements = attributeValues(resource, "entitlements");
    const unknown = entitlements.find((name) => {
      return !KNOWN_ENTITLEMENTS.includes(name) && !before.entitlements.includes(name);
    });
    if (unknown !== undefined) {
      const known = KNOWN_ENTITLEMENTS.join(", ");
      throw scimError("invalidValue", `Invalid entitlement ${unknown}: use ${known}.`);
    }
    return { entitlements, roles: attributeValues(resource, "roles") };
  }

  #show(record: R, view: View): Resource {
    const { entitlements, roles } = view.grantsOf(record);
    return {
      ...this.#type.show(record, view),
      ...refs("entitlements", entitlements),
      ...refs("roles", roles),
    };
  }

  #require(id: string, view: View): R {
    const record = view.find(id);
    if (record && this.#type.is(record)) return record;
    const text = `${this.#type.noun} with id ${id} not found.`;
    throw new WorkspaceError("RESOURCE_DOES_NOT_EXIST", text);
  }

  #taken(record: R): WorkspaceError {
    return new WorkspaceError("RESOURCE_CONFLICT", this.#type.taken(record, this.#scope));
  }
}
