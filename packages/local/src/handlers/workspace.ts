import { readFile } from "node:fs/promises";
import type * as wire from "databricks-sdk-ts/workspace";
import type { Handlers } from "../contract/index.js";
import type {
  Exported,
  ExportOptions,
  ImportRequest,
  WorkspaceTree,
} from "../engines/workspace-tree/index.js";
import { decodeBase64 } from "./decode-base64.js";
import { exportReply } from "./export-reply.js";
import { objectToWire } from "./workspace-object.js";

type PermissionOperation =
  | "getPermissionLevels"
  | "getPermissions"
  | "setPermissions"
  | "updatePermissions";

/** Serves `workspace.WorkspaceAPI`, without permissions. */
export function workspaceHandlers(
  tree: WorkspaceTree,
): Omit<Handlers["workspace.WorkspaceAPI"], PermissionOperation> {
  return {
    delete: ({ path, recursive = false }, { principal }) => tree.delete(path, recursive, principal),
    export: async ({ path, format, outputs }, { principal, query }) => {
      const streamed = query.get("direct_download")?.toLowerCase() === "true";
      const options = {
        // Why the cast: the contract lets no other values through.
        format: format as ExportOptions["format"],
        outputs: outputs !== "NONE",
        streamed,
      };
      const exported = tree.export(path, options, principal);
      return streamed ? exportReply(exported) : exportToWire(exported);
    },
    getStatus: ({ path }, { principal, query }) =>
      objectToWire(tree.getStatus(path, principal), query),
    import: async ({ path, content = "", format, language, overwrite }, { principal }) => {
      const request = {
        path,
        content: decodeBase64("content", content),
        // Why the casts: the contract lets no other values through.
        format: format as ImportRequest["format"],
        language: language as ImportRequest["language"],
        overwrite,
      };
      await tree.import(request, principal);
    },
    list: ({ path, notebooks_modified_after: after }, { principal, query }) => {
      const time = after === undefined ? undefined : Number(after);
      const objects = tree.list(path, principal, time).map((item) => objectToWire(item, query));
      return objects.length === 0 ? {} : { objects };
    },
    mkdirs: ({ path }, { principal }) => tree.mkdirs(path, principal),
  };
}

async function exportToWire({ content, fileType }: Exported): Promise<wire.ExportResponse> {
  const bytes = content instanceof Uint8Array ? content : await readFile(content.file);
  return { content: Buffer.from(bytes).toString("base64"), file_type: fileType };
}
