import { strToU8, zipSync } from "fflate";

/** The bytes of a wheel with one module, whose `VALUE` is the version or `value`. It needs nothing else. */
export function tinyWheel(name: string, version: string, value: string = version): Uint8Array {
  const info = `${name}-${version}.dist-info`;
  const files: Record<string, string> = {
    [`${name}.py`]: `VALUE = ${JSON.stringify(value)}\n`,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
    [`${info}/WHEEL`]:
      "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
  };
  const record = [...Object.keys(files), `${info}/RECORD`].map((path) => `${path},,\n`).join("");
  const all = { ...files, [`${info}/RECORD`]: record };
  return zipSync(
    Object.fromEntries(Object.entries(all).map(([path, text]) => [path, strToU8(text)])),
  );
}

/** What the file of such a wheel is called. */
export function wheelName(name: string, version: string): string {
  return `${name}-${version}-py3-none-any.whl`;
}
