import type { Mounts } from "../engines/commands/index.js";
import { WorkspaceError } from "../errors/index.js";
import type { RawRoute, RequestContext } from "../http/index.js";

const PATH = "/api/2.0/_local/mounts";

/**
 * The list behind `dbutils.fs.mount`. The platform keeps it inside of clusters; programs of the local
 * workspace, each in a process of its own, need an address for it.
 *
 * @param isAdmin only administrators change mounts
 */
export function mountRoutes(mounts: Mounts, isAdmin: (id: string) => boolean): RawRoute[] {
  const check = ({ principal }: RequestContext): void => {
    if (isAdmin(principal.id)) return;
    const text = `User ${principal.userName} is not an administrator, and may not change mounts.`;
    throw new WorkspaceError("PERMISSION_DENIED", text);
  };
  return [
    { verb: "GET", path: PATH, handle: () => ({ mounts: mounts.list() }) },
    {
      verb: "POST",
      path: PATH,
      handle: async (request, context) => {
        check(context);
        const { replace, ...fields } = await request.fields();
        const text = (name: string): string => String(fields[name] ?? "");
        const [mount_point, source] = [text("mount_point"), text("source")];
        const encryption_type = text("encryption_type");
        mounts.add({ mount_point, source, encryption_type }, replace === true);
        return {};
      },
    },
    {
      verb: "DELETE",
      path: PATH,
      handle: ({ query }, context) => {
        check(context);
        mounts.remove(query.get("mount_point") ?? "");
        return {};
      },
    },
  ];
}
