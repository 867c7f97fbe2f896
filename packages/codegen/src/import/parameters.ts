import { extension, type MethodFacts, type ParameterFacts } from "../model/index.js";
import { commonDocument } from "./common.js";
import { type Json, present, typeSchema } from "./schema.js";

/** The Parameter Objects of an operation: what the client fills in, then path, query, lookup. */
export function parameterObjects(method: MethodFacts, home: string): Json[] {
  return [
    ...method.config_params.map((name) => ({
      $ref: `./${commonDocument}#/components/parameters/${name}`,
    })),
    ...inOrder(method)
      .filter(([, parameter]) => parameter.in === "path" || parameter.in === "query")
      .map(([key, parameter]) => parameterObject(key, parameter, home)),
  ];
}

/** The parameters in the order of the signature. */
export function inOrder(method: MethodFacts): [string, ParameterFacts][] {
  return method.param_order.map((key) => {
    const parameter = method.params[key];
    if (parameter === undefined) throw new Error(`param_order names an unknown parameter: ${key}`);
    return [key, parameter];
  });
}

function parameterObject(key: string, parameter: ParameterFacts, home: string): Json {
  return present({
    name: parameter.wire ?? key,
    in: parameter.in,
    required: parameter.required || undefined,
    deprecated: parameter.deprecated || undefined,
    schema: typeSchema(parameter.type, home),
    [extension.segments]: segments(parameter),
    [extension.segmentsInferred]: parameter.resource_name_inferred,
    [extension.encoding]: parameter.encoding,
    [extension.requiredByPath]: parameter.required_by_path,
    ...parameterMarks(key, parameter),
  });
}

function segments(parameter: ParameterFacts): string | undefined {
  if (parameter.multi_segment) return "absolute-path";
  return parameter.resource_name ? "resource-name" : undefined;
}

/** The facts that a parameter may have wherever it travels. */
export function parameterMarks(key: string, parameter: ParameterFacts): Json {
  return present({
    [extension.attribute]: (parameter.wire ?? key) === key ? undefined : key,
    [extension.generatedUuid]: parameter.generated_uuid,
    [extension.widthInferred]: parameter.width_inferred,
  });
}
