import type { WorkspaceTree } from "../engines/workspace-tree/index.js";
import { exportReply } from "../handlers/export-reply.js";
import type { RawRequest, RawRoute } from "../http/index.js";

/** Sends and reads the bytes of workspace files. */
export function workspaceRoutes(tree: WorkspaceTree): readonly RawRoute[] {
  return [
    {
      verb: "POST",
      path: "/api/2.0/workspace-files/import-file/{+path}",
      handle: async (request, { principal }) => {
        const overwrite = request.query.get("overwrite")?.toLowerCase() === "true";
        await tree.importFile(pathIn(request), request.stream(), overwrite, principal);
      },
    },
    {
      verb: "GET",
      path: "/api/2.0/workspace-files/{+path}",
      handle: (request, { principal }) => {
        const options = { format: "RAW", streamed: true } as const;
        return exportReply(tree.export(pathIn(request), options, principal));
      },
    },
  ];
}

/** Clients write the path with its first slash, encoded or not, or without it. */
function pathIn({ values: { path = "" } }: RawRequest): string {
  return path.startsWith("/") ? path : `/${path}`;
}
