import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";

/** Who a certificate is for, and who signed it. */
export interface CertificateNames {
  readonly subject: string;
  readonly issuer: string;
}

const seen = new WeakMap<object, CertificateNames>();

/**
 * Notes a connection's certificate before Node verifies it. Why so: once it is refused, the
 * connection is gone, and with it the answer to "which certificate was it?".
 */
export function watchCertificate(socket: TLSSocket): void {
  socket.prependOnceListener("secure", () => {
    const { subject, issuer } = socket.getPeerCertificate();
    seen.set(socket, { subject: nameOf(subject), issuer: nameOf(issuer) });
  });
}

/** The certificate that a connection showed, if it got so far. */
export function certificateOf(socket: Socket | null): CertificateNames | undefined {
  return socket === null ? undefined : seen.get(socket);
}

/** A distinguished name as one line, e.g. `CN=proxy.example.com, O=Example`. */
function nameOf(name: object | undefined): string {
  const parts = Object.entries(name ?? {}).map(([key, value]) => `${key}=${String(value)}`);
  return parts.length === 0 ? "unknown" : parts.join(", ");
}
