/**
 * Ajv's errors, reduced to what a reader of declarations needs.
 *
 * Part of every bundle. Drops the errors that only repeat another (`if` around an optional record) and leaves no text: messages
 * belong to the runtime's catalogues.
 */
import type { FieldFault } from "@luong/runtime/abi";

interface AjvError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Absence is said by `required`; `null` beside a type only means that the fact is optional. */
function withoutNull(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.filter((each) => each !== null && each !== "null");
}

function faultFromAjv(error: AjvError): FieldFault {
  const { instancePath: path, keyword, params } = error;
  switch (keyword) {
    case "type": {
      const types = withoutNull(params["type"]);
      return { path, keyword, params: { type: Array.isArray(types) ? types[0] : types } };
    }
    case "enum":
      return { path, keyword, params: { allowedValues: withoutNull(params["allowedValues"]) } };
    case "minimum":
    case "maximum":
      return { path, keyword, params: { limit: params["limit"] } };
    default:
      return { path, keyword, params };
  }
}

export function faultsFromAjv(errors: readonly AjvError[] | null | undefined): FieldFault[] {
  return (errors ?? []).filter(({ keyword }) => keyword !== "if").map(faultFromAjv);
}
