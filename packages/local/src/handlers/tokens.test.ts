import { describe, expect } from "vitest";
import type { CreateTokenResponse, PublicTokenInfo } from "databricks-sdk-ts/settings";
import { proof } from "../testing/proof.js";

const API = "/api/2.0/token";
const ME = "/api/2.0/preview/scim/v2/Me";

describe("tokens", () => {
  proof(
    [
      "settings.TokensAPI.create",
      "settings.TokensAPI.list",
      "settings.TokensAPI.update",
      "settings.TokensAPI.delete",
    ],
    "are made, used, listed, changed and revoked",
    async ({ call, error, workspace }) => {
      const { token_value: token = "", token_info: info } = await call<CreateTokenResponse>(
        "POST",
        `${API}/create`,
        { comment: "ci" },
      );
      const id = info?.token_id ?? "";
      expect(await call("GET", ME, undefined, { token })).toMatchObject({
        userName: workspace.userName,
      });
      await call("PATCH", `${API}/${id}`, { token: { comment: "cd" }, update_mask: "comment" });
      const list = await call<{ token_infos: PublicTokenInfo[] }>("GET", `${API}/list`);
      expect(list.token_infos).toContainEqual(
        expect.objectContaining({ token_id: id, comment: "cd" }),
      );
      expect(JSON.stringify(list)).not.toContain(token);
      expect(await call("POST", `${API}/delete`, { token_id: id })).toEqual({});
      expect(await error("GET", ME, undefined, { token })).toMatchObject({ status: 403 });
      expect(await error("POST", `${API}/delete`, { token_id: id })).toMatchObject({
        status: 404,
        errorCode: "RESOURCE_DOES_NOT_EXIST",
        message: expect.stringContaining("Token does not exist") as string,
      });
    },
  );

  proof(
    ["settings.TokensAPI.create"],
    "end by the workspace's clock",
    async ({ call, error, workspace }) => {
      const { token_value: token = "", token_info: info } = await call<CreateTokenResponse>(
        "POST",
        `${API}/create`,
        { lifetime_seconds: "60" },
      );
      expect(Number(info?.expiry_time) - Number(info?.creation_time)).toBe(60_000);
      await call("GET", ME, undefined, { token });
      workspace.clock.advance(61_000);
      expect(await error("GET", ME, undefined, { token })).toMatchObject({
        status: 403,
        message: expect.stringContaining("Invalid access token.") as string,
      });
      expect(await error("POST", `${API}/create`, { lifetime_seconds: -1 })).toMatchObject({
        status: 400,
        errorCode: "INVALID_PARAMETER_VALUE",
      });
    },
  );
});
