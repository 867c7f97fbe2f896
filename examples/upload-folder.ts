// Uploads a folder to a volume, with a progress bar: `npm run example -- upload-folder FOLDER`.
import { WorkspaceClient } from "databricks-sdk-ts";
import { progressBar } from "./support/terminal.js";
import { exampleVolume } from "./support/volume.js";

const [folder = "examples"] = process.argv.slice(2);

await using w = new WorkspaceClient();
const target = `${await exampleVolume(w, "uploads")}/folder`;

const bar = progressBar();
const { files, skipped, bytes } = await w.files.uploadTree(target, folder, {
  overwrite: "skip",
  filter: ({ path }) => !path.startsWith("node_modules"),
  onProgress: ({ bytes: done, total, rate, file }) => bar.show(done, total, rate, file.path),
});
bar.end();
console.log(`${files} files, ${bytes} bytes; ${skipped} were there already`);

for await (const entry of w.files.walk(target)) {
  if (entry.is_directory !== true) console.log(entry.path);
}
