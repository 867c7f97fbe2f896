import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A self-signed certificate and its key, PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

/** Makes a certificate for a name and 127.0.0.1, or `undefined` where there is no openssl. */
export function selfSigned(name: string): KeyPair | undefined {
  const folder = mkdtempSync(join(tmpdir(), "certificate-"));
  const cert = join(folder, "cert.pem");
  const key = join(folder, "key.pem");
  try {
    const subject = ["-subj", `/CN=${name}/O=Test`];
    const names = ["-addext", `subjectAltName=DNS:${name},IP:127.0.0.1`];
    const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
    const files = ["-nodes", "-keyout", key, "-out", cert];
    execFileSync("openssl", ["req", "-x509", ...curve, ...subject, ...names, ...files], {
      stdio: "pipe",
    });
    return { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") };
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
