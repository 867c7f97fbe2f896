import { describe, expect, it } from "vitest";
import type {
  CallOptions,
  DataPlaneOperation,
  Operation,
  ServiceClient,
} from "../api-client/index.js";
import { fixture, generatedService, member } from "./testing/clients.js";
import { model } from "./testing/reach.js";

const planes = model.packages.flatMap(({ services }) =>
  services.flatMap((service) =>
    service.operations.flatMap((operation) => {
      const { dataPlane } = operation;
      return dataPlane === null ? [] : [{ service, operation, dataPlane }];
    }),
  ),
);

/** A client that remembers what it was asked for instead of sending it. */
class Recorder {
  readonly calls: { operation: Operation; request: object | undefined }[] = [];
  plane: { operation: DataPlaneOperation; request: object } | undefined;
  #lookup: ((options: CallOptions) => Promise<object>) | undefined;

  call(operation: Operation, request?: object): Promise<unknown> {
    this.calls.push({ operation, request });
    return Promise.resolve({});
  }

  dataPlane(
    operation: DataPlaneOperation,
    request: object,
    lookup: (options: CallOptions) => Promise<object>,
  ): Promise<unknown> {
    this.plane = { operation, request };
    this.#lookup = lookup;
    return Promise.resolve("done");
  }

  async lookUp(): Promise<void> {
    await this.#lookup?.({});
  }
}

describe("an operation of the data plane", () => {
  it.each(planes.map((plane) => [plane.operation.id, plane] as const))(
    "%s says where it is looked up",
    async (_id, { service, operation, dataPlane }) => {
      const recorder = new Recorder();
      const api = recorder as unknown as ServiceClient; // only what this operation uses
      const target = await generatedService(service.package, service.name, api);
      const request: Record<string, unknown> = { name: "an endpoint", n: 1 };
      expect(await member(target, operation.name)(request)).toBe("done");
      request["name"] = "another endpoint";
      await recorder.lookUp();
      expect(recorder.plane?.operation).toMatchObject({
        verb: operation.verb,
        lookup: dataPlane.infoArguments,
        info: dataPlane.infoPath,
        url: dataPlane.urlField,
        authorization: dataPlane.authorizationField,
      });
      expect(recorder.calls).toEqual([
        {
          operation: { verb: "GET", path: "/api/2.0/serving-endpoints/{name}" },
          request: { name: "an endpoint" },
        },
      ]);
    },
  );

  it("is reached from the client", () => {
    expect(fixture().workspace.servingEndpointsDataPlane.query).toBeTypeOf("function");
    expect(planes).toHaveLength(1);
  });
});
