import { randomUUID } from "node:crypto";
import { checkDeparture } from "./departure.js";
import { newId } from "./directory.js";
import type { PrincipalRecord, ServicePrincipalRecord } from "./records.js";
import { checkUnchanged, groupsAttribute, textOf } from "./resource-values.js";
import type { ResourceType } from "./resource-type.js";
import { scimError, type Resource } from "./scim/index.js";

const SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:ServicePrincipal";
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Service principals as SCIM has them: the platform's own resource type. */
export const SERVICE_PRINCIPALS: ResourceType<ServicePrincipalRecord> = {
  noun: "Service principal",
  rules: {
    schemas: { kind: "multiple", readOnly: true },
    id: { readOnly: true },
    groups: { kind: "multiple", readOnly: true },
    applicationId: {},
    displayName: {},
    active: { kind: "boolean" },
    entitlements: { kind: "multiple", strict: true },
    roles: { kind: "multiple" },
    externalId: {},
  },
  is: (record: PrincipalRecord): record is ServicePrincipalRecord =>
    record.kind === "servicePrincipal",
  all: ({ directory }) => directory.servicePrincipals(),
  show: (one, view) => ({
    schemas: [SCHEMA],
    id: one.id,
    applicationId: one.applicationId,
    displayName: one.displayName,
    active: one.active,
    ...groupsAttribute(one, view),
    ...(one.externalId !== undefined && { externalId: one.externalId }),
  }),
  read: (resource, before) => {
    const applicationId = before?.applicationId ?? applicationIdIn(resource);
    checkUnchanged("applicationId", applicationId, textOf(resource, "applicationId"));
    return {
      kind: "servicePrincipal",
      id: before?.id ?? newId(),
      applicationId,
      displayName: textOf(resource, "displayName") ?? applicationId,
      active: resource["active"] !== false,
      externalId: textOf(resource, "externalId"),
      roles: before?.roles ?? [],
    };
  },
  twin: ({ applicationId }, { directory }) => directory.servicePrincipalByClientId(applicationId),
  taken: ({ applicationId }) =>
    `Service principal with application ID ${applicationId} already exists.`,
  checkRemoval: checkDeparture,
};

/** One of the client's choice, or a new one. */
function applicationIdIn(resource: Resource): string {
  const given = textOf(resource, "applicationId");
  if (given === undefined) return randomUUID();
  if (UUID.test(given)) return given.toLowerCase();
  throw scimError("invalidValue", `Invalid applicationId ${given}: it must be a UUID.`);
}
