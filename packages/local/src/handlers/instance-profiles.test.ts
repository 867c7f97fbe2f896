import { describe, expect } from "vitest";
import { proof } from "../testing/proof.js";

const API = "/api/2.0/instance-profiles";
const arn = "arn:aws:iam::123456789012:instance-profile/data/reader";
const spec = { spark_version: "16.4.x-scala2.12", node_type_id: "i3.xlarge", num_workers: 1 };

describe("instance profiles", () => {
  proof(
    [
      "compute.InstanceProfilesAPI.add",
      "compute.InstanceProfilesAPI.edit",
      "compute.InstanceProfilesAPI.list",
      "compute.InstanceProfilesAPI.remove",
    ],
    "are let in, and named by clusters",
    async ({ call, error }) => {
      const create = { ...spec, aws_attributes: { instance_profile_arn: arn } };
      const refused = await error("POST", "/api/2.1/clusters/create", create);
      expect(refused).toMatchObject({ status: 400, errorCode: "INVALID_PARAMETER_VALUE" });
      expect(refused.message).toContain(arn);
      const profile = { instance_profile_arn: arn };
      expect(await call("POST", `${API}/add`, { ...profile, skip_validation: true })).toEqual({});
      await call("POST", "/api/2.1/clusters/create", create);
      const iam_role_arn = "arn:aws:iam::123456789012:role/reader";
      await call("POST", `${API}/edit`, { ...profile, iam_role_arn });
      expect(await call("GET", `${API}/list`)).toEqual({
        instance_profiles: [{ ...profile, iam_role_arn, is_meta_instance_profile: false }],
      });
      expect(await error("POST", `${API}/add`, profile)).toMatchObject({
        status: 400,
        errorCode: "RESOURCE_ALREADY_EXISTS",
      });
      await call("POST", `${API}/remove`, profile);
      expect(await call("GET", `${API}/list`)).toEqual({ instance_profiles: [] });
      expect(await error("POST", `${API}/remove`, profile)).toMatchObject({ status: 404 });
      expect(await error("POST", `${API}/edit`, profile)).toMatchObject({ status: 404 });
    },
  );

  proof(
    ["compute.InstanceProfilesAPI.list"],
    "are checked by their form, and let in by administrators",
    async ({ call, error }) => {
      for (const wrong of ["reader", "arn:aws:iam::1:instance-profile/x", `${arn} x`]) {
        const failed = await error("POST", `${API}/add`, { instance_profile_arn: wrong });
        expect(failed).toMatchObject({ status: 400, errorCode: "INVALID_PARAMETER_VALUE" });
      }
      const body = { instance_profile_arn: arn, iam_role_arn: "reader" };
      expect((await error("POST", `${API}/add`, body)).message).toContain("iam_role_arn reader");
      const token = "dapi-bob";
      expect(await error("POST", `${API}/add`, body, { token })).toMatchObject({ status: 403 });
      expect(await call("GET", `${API}/list`, undefined, { token })).toEqual({
        instance_profiles: [],
      });
    },
    { users: [{ userName: "bob@example.com", token: "dapi-bob" }] },
  );
});
