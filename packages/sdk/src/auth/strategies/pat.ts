import { ConfigError } from "../../errors/index.js";
import { fixedHeaders, isHeaderText } from "../fixed-headers.js";
import type { CredentialsStrategy } from "../strategy.js";

/** Personal access tokens, as a bearer token (RFC 6750 §2.1). */
export const pat: CredentialsStrategy = {
  name: "pat",
  needs: ["host", "token"],
  async configure({ config: { token = "" } }) {
    if (!isHeaderText(token)) {
      throw new ConfigError(
        "token holds white space or characters outside ASCII; check for a stray line break",
        { attribute: "token" },
      );
    }
    return fixedHeaders({ authorization: `Bearer ${token}` });
  },
};
