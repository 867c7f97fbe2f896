/** Longest name of one file or folder, in bytes: what common file systems take. */
const LONGEST_NAME = 255;

/** What is wrong with the name of one file or folder; undefined: nothing. */
export function nameProblem(name: string): string | undefined {
  if (name === "." || name === "..") return `it must not hold "${name}"`;
  if (name.includes("\0") || (process.platform === "win32" && /[\\:*?"<>|]/.test(name))) {
    return "it holds a character that no file name may have";
  }
  if (Buffer.byteLength(name) > LONGEST_NAME) {
    return `a name in it is longer than ${LONGEST_NAME} bytes`;
  }
  return undefined;
}
