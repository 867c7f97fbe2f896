import * as fs from "node:fs";
import * as path from "node:path";
import type { CellOutput } from "./notebooks/index.js";

/** What the cells of imported Jupyter notebooks printed, in one file for each notebook. */
export class CellOutputs {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Keeps the outputs of a notebook instead of those it had. */
  put(id: number, outputs: readonly CellOutput[] = []): void {
    if (outputs.every((cell) => cell.outputs.length === 0)) this.remove(id);
    else fs.writeFileSync(this.#file(id), JSON.stringify(outputs));
  }

  /** By position of the cell. */
  get(id: number): readonly CellOutput[] {
    try {
      // Why the cast: nobody but `put` writes there.
      return JSON.parse(fs.readFileSync(this.#file(id), "utf8")) as readonly CellOutput[];
    } catch {
      return [];
    }
  }

  remove(id: number): void {
    fs.rmSync(this.#file(id), { force: true });
  }

  #file(id: number): string {
    return path.join(this.#folder, `${id}.json`);
  }
}
