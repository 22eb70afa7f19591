/**
 * The validator of a bundle as module text: Ajv's standalone code and the checks beside it.
 *
 * Comes in: the fact schema. Goes out: the texts of three modules; the one named `validator` exports `validate(declaration)`, which gives every
 * fault and never throws. Nothing is compiled at run time, so a service may forbid code from strings.
 */
import type { Schema } from "@luong/spec";
import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import { fieldChecksModule } from "./field-checks.ts";
import { type JsonSchema, jsonSchemaFromSchema, shapeOf } from "./json-schema.ts";

/** Text of one module by the name under which the others import it. */
export interface ValidatorModules {
  readonly "luong:ajv": string;
  readonly "luong:field-checks": string;
  readonly "luong:validator": string;
}

// Inherited members would otherwise stand in for a fact called `constructor`.
function hasInheritedName(schema: Schema): boolean {
  return schema.records.some(({ fields }) => fields.some(({ name }) => name in Object.prototype));
}

function ajvModule(jsonSchema: JsonSchema, ownProperties: boolean): string {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allowUnionTypes: true,
    ownProperties,
    // `finite` of the checks beside it tells more than `type: number` would.
    strictNumbers: false,
    // A longer enum would call Ajv's deep equality, and a bundle imports nothing; codes are texts, `===` will do.
    loopEnum: Number.POSITIVE_INFINITY,
    code: { source: true, esm: true, lines: true },
    messages: false,
  });
  return standalone.default(ajv, ajv.compile(jsonSchema));
}

export function validatorModules(schema: Schema): ValidatorModules {
  return {
    "luong:ajv": ajvModule(shapeOf(jsonSchemaFromSchema(schema)), hasInheritedName(schema)),
    "luong:field-checks": fieldChecksModule(schema),
    "luong:validator": [
      'import { default as checkShape } from "luong:ajv";',
      'import { checkFacts } from "luong:field-checks";',
      'import { faultsFromAjv } from "luong:support/ajv-faults";',
      "export function validate(declaration) {",
      "  const faults = checkShape(declaration) ? [] : faultsFromAjv(checkShape.errors);",
      "  checkFacts(declaration, faults);",
      "  return faults;",
      "}",
      "",
    ].join("\n"),
  };
}
