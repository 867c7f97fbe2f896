/** Longest name of one file or folder, in bytes: what common file systems take. */
const LONGEST_NAME = 255;

/** Longest path, in bytes: common systems take 4096 in all, and the folder before it needs some. */
const LONGEST_PATH = 3072;

/** What is wrong with a path of these names; undefined: nothing. */
export function pathProblem(names: readonly string[]): string | undefined {
  if (Buffer.byteLength(names.join("/")) > LONGEST_PATH) {
    return `it is longer than ${LONGEST_PATH} bytes`;
  }
  return names.map(nameProblem).find((problem) => problem !== undefined);
}

/** What is wrong with the name of one file or folder; undefined: nothing. */
function nameProblem(name: string): string | undefined {
  if (name === "." || name === "..") return `it must not hold "${name}"`;
  if (name.includes("\0") || (process.platform === "win32" && /[\\:*?"<>|]/.test(name))) {
    return "it holds a character that no file name may have";
  }
  if (Buffer.byteLength(name) > LONGEST_NAME) {
    return `a name in it is longer than ${LONGEST_NAME} bytes`;
  }
  return undefined;
}
