import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type EncodedForm, encodeForm } from "./encode-form.js";

function read({ body, contentType }: EncodedForm): Promise<FormData> {
  return new Response(body, { headers: { "content-type": contentType } }).formData();
}

describe("encodeForm", () => {
  it("is read back as it was written, whatever the bytes", async () => {
    const text = fc.string({ unit: "grapheme" }).filter((value) => !value.includes("\0"));
    await fc.assert(
      fc.asyncProperty(text, fc.uint8Array({ maxLength: 300 }), async (path, bytes) => {
        const contents = new Blob([bytes as BlobPart]);
        const form = await read(encodeForm({ path }, { name: "content", contents }));
        expect(form.get("path")).toBe(path);
        const file = form.get("content") as File;
        expect(new Uint8Array(await file.arrayBuffer())).toEqual(new Uint8Array(bytes));
      }),
    );
  });

  it("has one part per field, in their order", async () => {
    const contents = new Blob(["x"]);
    const encoded = encodeForm({ path: "/a", overwrite: "true" }, { name: "content", contents });
    expect([...(await read(encoded)).keys()]).toEqual(["path", "overwrite", "content"]);
    expect(encoded.contentType).toMatch(/^multipart\/form-data; boundary=form-[0-9a-f-]{36}$/);
  });
});
