import type { PatchRequest, PrincipalRecord, ScimCollection } from "../engines/identity/index.js";
import { Reply, type RequestContext } from "../http/context.js";

interface ListQuery {
  readonly attributes?: string | undefined;
  readonly count?: bigint | number | undefined;
  readonly excludedAttributes?: string | undefined;
  readonly filter?: string | undefined;
  readonly sortBy?: string | undefined;
  readonly sortOrder?: string | undefined;
  readonly startIndex?: bigint | number | undefined;
}

interface PatchBody {
  readonly id: string;
  readonly Operations?: PatchRequest["operations"];
  readonly schemas?: PatchRequest["schemas"];
}

/** What serves the operations on one SCIM resource type, of the account or of a workspace. */
export interface ScimHandlers {
  create(request: object): Reply;
  delete(request: { readonly id: string }, context: RequestContext): Reply;
  get(request: { readonly id: string }, context: RequestContext): Reply;
  list(request: ListQuery): Reply;
  patch(request: PatchBody): Reply;
  update(request: { readonly id: string }): Reply;
}

/** Serves users, groups or service principals; statuses are those of RFC 7644. */
export function scimHandlers<R extends PrincipalRecord>(
  collection: ScimCollection<R>,
): ScimHandlers {
  return {
    create: (request) => new Reply(201, collection.create({ ...request })),
    delete: ({ id }, { principal }) => {
      collection.delete(id, principal);
      return new Reply(204);
    },
    // Why the query: clients send these with every get, documented or not.
    get: ({ id }, { query }) =>
      new Reply(
        200,
        collection.get(id, {
          attributes: query.get("attributes") ?? undefined,
          excluded: query.get("excludedAttributes") ?? undefined,
        }),
      ),
    list: ({ count, startIndex, excludedAttributes, ...request }) =>
      new Reply(
        200,
        collection.list({
          ...request,
          excluded: excludedAttributes,
          count: toNumber(count),
          startIndex: toNumber(startIndex),
        }),
      ),
    patch: ({ id, Operations, schemas }) => {
      collection.patch(id, { operations: Operations, schemas });
      return new Reply(204);
    },
    update: ({ id, ...resource }) => new Reply(200, collection.replace(id, resource)),
  };
}

function toNumber(value: bigint | number | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}
