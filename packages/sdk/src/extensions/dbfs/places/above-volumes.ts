import type { CallOptions, Int64, ServiceClient } from "../../../api-client/index.js";
import { type Page, Paged } from "../../../paging/index.js";
import { CatalogsAPI, SchemasAPI, VolumesAPI } from "../../../services/catalog/index.gen.js";
import type { FileInfo } from "../../../services/files/index.gen.js";
import { joined } from "./locate.js";

/** A catalog, schema or volume, each of which is a directory to who looks for files. */
interface Securable {
  readonly name?: string | undefined;
  readonly updated_at?: Int64 | undefined;
}

/** What is at `/Volumes`, or at a catalog or schema in it. Throws where there is none. */
export async function statAboveVolumes(
  api: ServiceClient,
  path: string,
  options?: CallOptions,
): Promise<FileInfo> {
  const [catalog, schema] = namesIn(path);
  if (catalog === undefined) return directory(path, {});
  if (schema === undefined) {
    return directory(path, await new CatalogsAPI(api).get({ name: catalog }, options));
  }
  const full_name = `${catalog}.${schema}`;
  return directory(path, await new SchemasAPI(api).get({ full_name }, options));
}

/** The catalogs, the schemas of one, or the volumes of a schema, as far as the caller may see them. */
export function listAboveVolumes(
  api: ServiceClient,
  path: string,
  options?: CallOptions,
): Paged<FileInfo> {
  const [catalog_name, schema_name] = namesIn(path);
  if (catalog_name === undefined) {
    return directories(path, new CatalogsAPI(api).list({}, options));
  }
  if (schema_name === undefined) {
    return directories(path, new SchemasAPI(api).list({ catalog_name }, options));
  }
  return directories(path, new VolumesAPI(api).list({ catalog_name, schema_name }, options));
}

function namesIn(path: string): string[] {
  return path.split("/").filter(Boolean).slice(1);
}

function directories(path: string, found: Paged<Securable>): Paged<FileInfo> {
  return new Paged(() => pages(path, found));
}

async function* pages(path: string, found: Paged<Securable>): AsyncGenerator<Page<FileInfo>, void> {
  for await (const { items, response } of found.pages()) {
    const entries = items.map((entry) => directory(joined(path, entry.name ?? ""), entry));
    yield { items: entries, response };
  }
}

function directory(path: string, { updated_at = 0 }: Securable): FileInfo {
  return { path, is_dir: true, file_size: 0, modification_time: updated_at };
}
