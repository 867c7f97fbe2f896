import { describe, expect } from "vitest";
import { proof } from "../testing/proof.js";

const ME = "/api/2.0/preview/scim/v2/Me";

describe("the current user", () => {
  proof(
    ["iam.CurrentUserAPI.me"],
    "is who the token stands for",
    async ({ call, send, workspace }) => {
      expect(await call("GET", ME)).toMatchObject({
        schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
        id: expect.stringMatching(/^\d+$/) as string,
        userName: workspace.userName,
        active: true,
        emails: [{ value: workspace.userName, primary: true, type: "work" }],
        groups: [{ display: "admins" }, { display: "users" }],
      });
      const response = await send("GET", ME);
      await response.text();
      expect(response.headers.get("x-databricks-org-id")).toBe(String(workspace.workspaceId));
      const some = await call("GET", `${ME}?attributes=userName&excludedAttributes=groups`);
      expect(Object.keys(some).sort()).toEqual(["id", "schemas", "userName"]);
    },
  );
});
