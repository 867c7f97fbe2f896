import { extension, type MethodFacts, type ParameterFacts } from "../model/index.js";
import { inOrder, parameterMarks } from "./parameters.js";
import { type Json, objectSchema, present, typeSchema } from "./schema.js";

/** The Request Body Object, or undefined when nothing is sent. */
export function requestBody(method: MethodFacts, home: string): Json | undefined {
  const body = method.body;
  if (body === null) return undefined;
  if (body.kind === "fields") return fieldsBody(method, home);
  const parameter = method.params[body.param];
  if (parameter === undefined)
    throw new Error(`The body names an unknown parameter: ${body.param}`);
  return {
    required: parameter.required,
    [extension.parameter]: body.param,
    content: {
      [mediaType(method)]: { schema: valueSchema(body.param, parameter, home) },
    },
  };
}

function fieldsBody(method: MethodFacts, home: string): Json {
  const fields: Record<string, ParameterFacts & { readonly key: string }> = {};
  for (const [key, parameter] of inOrder(method)) {
    if (parameter.in !== "body" && parameter.also_in !== "body") continue;
    fields[parameter.wire ?? key] = { ...parameter, key };
  }
  const schema = objectSchema(fields, (field) => valueSchema(field.key, field, home));
  return { required: true, content: { [mediaType(method)]: { schema } } };
}

function valueSchema(key: string, parameter: ParameterFacts, home: string): Json {
  if (parameter.in === "path") {
    return { ...typeSchema(parameter.type, home), [extension.repeats]: "path" };
  }
  return {
    ...typeSchema(parameter.type, home),
    ...present({ deprecated: parameter.deprecated || undefined }),
    ...parameterMarks(key, parameter),
  };
}

function mediaType(method: MethodFacts): string {
  return method.request_headers["Content-Type"] ?? "application/json";
}
