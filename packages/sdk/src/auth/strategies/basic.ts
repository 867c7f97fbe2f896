import { encodeBase64 } from "../../internal/index.js";
import { fixedHeaders } from "../fixed-headers.js";
import type { CredentialsStrategy } from "../strategy.js";

/** User name and password (RFC 7617), in UTF-8. */
export const basic: CredentialsStrategy = {
  name: "basic",
  needs: ["host", "username", "password"],
  async configure({ config: { username = "", password = "" } }) {
    const pair = encodeBase64(new TextEncoder().encode(`${username}:${password}`));
    return fixedHeaders({ authorization: `Basic ${pair}` });
  },
};
