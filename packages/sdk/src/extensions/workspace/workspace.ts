import type { CallOptions, Operation } from "../../api-client/index.js";
import {
  InvalidParameterValue,
  InvalidRequestError,
  requireFields,
  requireOptions,
  requireText,
} from "../../errors/index.js";
import type { Paged } from "../../paging/index.js";
import {
  type ExportFormat,
  type ImportFormat,
  type Language,
  type ListWorkspaceRequest,
  type ObjectInfo,
  WorkspaceAPI,
} from "../../services/workspace/index.gen.js";
import { contentBlob, type WorkspaceContent } from "./content-blob.js";
import { encodeForm } from "./encode-form.js";
import { guessLanguage } from "./guess-language.js";
import { listRecursively } from "./list-recursively.js";
import { WorkspaceDownload } from "./workspace-download.js";

/** How {@link Workspace.upload} takes what it is given. */
export interface WorkspaceUploadOptions extends CallOptions {
  /**
   * What the content is. Default: `SOURCE`, a notebook. `AUTO` makes a notebook of what looks like
   * one, and a file of the rest.
   */
  readonly format?: ImportFormat | undefined;
  /** The notebook's language. Default: what the path's end (.py, .sql, .scala, .r) says. */
  readonly language?: Language | undefined;
  /** Replace what is at the path. Default: false, an error. */
  readonly overwrite?: boolean | undefined;
}

/** What {@link Workspace.download} gives. */
export interface WorkspaceDownloadOptions extends CallOptions {
  /** The form to export a notebook in. Default: `SOURCE`. `AUTO` suits files, too. */
  readonly format?: ExportFormat | undefined;
}

/** A {@link ListWorkspaceRequest} that may go down to the leaves. */
export interface ListWorkspaceTreeRequest extends ListWorkspaceRequest {
  /** List what is in folders below, too, in place of the folders. Default: false. */
  recursive?: boolean | undefined;
}

/**
 * {@link WorkspaceAPI} that takes and gives contents as they are, where `import` and `export` have
 * them in base64, and lists whole trees.
 */
export class Workspace extends WorkspaceAPI {
  /**
   * Writes a notebook, a file, or what an archive (`DBC`) holds. The service takes 10 MB at once;
   * larger files belong into a volume, see `files.upload`. A stream is read into memory first, so
   * that every attempt sends all of it.
   * Throws an {@link InvalidRequestError} for a stream that is longer.
   *
   * @see https://docs.databricks.com/api/workspace/workspace/import
   */
  async upload(
    path: string,
    content: WorkspaceContent,
    options: WorkspaceUploadOptions = {},
  ): Promise<void> {
    requireAbsolute("workspace.upload", path);
    requireOptions("workspace.upload", options);
    const { format, overwrite, language = guessLanguage(path, format), ...call } = options;
    const { contentType, body } = encodeForm(
      {
        path,
        ...(format === undefined ? {} : { format }),
        ...(language === undefined ? {} : { language }),
        ...(overwrite === true ? { overwrite: "true" } : {}),
      },
      { name: "content", contents: await contentBlob(content) },
    );
    const headers = { "content-type": contentType };
    try {
      await this.api.request({ method: "POST", path: importPath, headers, body }, call);
    } catch (error) {
      const bySource = format === undefined || format === "SOURCE";
      throw bySource && options.language === undefined ? withHint(error) : error;
    }
  }

  /**
   * Reads a notebook or a file: `await (await workspace.download(path)).text()`.
   *
   * @see https://docs.databricks.com/api/workspace/workspace/export
   */
  async download(path: string, options: WorkspaceDownloadOptions = {}): Promise<WorkspaceDownload> {
    requireAbsolute("workspace.download", path);
    requireOptions("workspace.download", options);
    const { format, ...call } = options;
    const { contents } = await this.api.call<{ readonly contents: ReadableStream<Uint8Array> }>(
      directExport,
      { path, format, direct_download: true },
      call,
    );
    return new WorkspaceDownload(contents);
  }

  /**
   * Lists what is in a folder, or, with `recursive`, in all folders below it, which are then not
   * listed themselves.
   *
   * @see https://docs.databricks.com/api/workspace/workspace/list
   */
  override list(tree: ListWorkspaceTreeRequest, options?: CallOptions): Paged<ObjectInfo> {
    requireFields("workspace.list", tree, "path");
    const { recursive = false, ...request } = tree;
    if (!recursive) return super.list(request, options);
    return listRecursively(request.path, (path) => super.list({ ...request, path }, options));
  }
}

const importPath = "/api/2.0/workspace/import";

const directExport: Operation = {
  verb: "GET",
  path: "/api/2.0/workspace/export",
  accept: "*/*",
  stream: "contents",
};

function requireAbsolute(call: string, path: string): void {
  requireText(call, "path", path);
  if (path.startsWith("/")) return;
  throw new InvalidRequestError(`${call}: path "${path}" has to begin with "/"`, { field: "path" });
}

/** What is refused is often a file without a format, which then counts as a notebook's source. */
function withHint(error: unknown): unknown {
  if (!(error instanceof InvalidParameterValue)) return error;
  const hint = 'Perhaps it needs format: "AUTO", which tells notebooks from files.';
  return new InvalidParameterValue(`${error.message} ${hint}`, { ...error, cause: error });
}
