/**
 * Writes expressions whose value is text: facts, constants, parts of codes, units, currencies.
 *
 * Comes in: an expression and its scope. Goes out: a JavaScript expression that is a string, or undefined when the value is unknown.
 */
import { baseUnits, type Expr, type Type, units } from "@luong/spec";
import { NoFastForm } from "./code.ts";
import { factForm, type Scope, type TextValue } from "./scope.ts";

type Call = Extract<Expr, { readonly kind: "call" }>;

/** Lengths of the parts of a code that have a name. */
const codeParts: Readonly<Record<string, number>> = {
  ".chapter": 2,
  ".heading": 4,
  ".subheading": 6,
};

function constantText(value: string): TextValue {
  return { js: JSON.stringify(value), maybe: false, literal: value };
}

function currencyOf(operand: Expr, scope: Scope): TextValue {
  const { type } = operand;
  const fixed = type.kind === "money" || type.kind === "unitPrice" ? type.currency : null;
  const num = scope.number(operand, scope, "compare");
  const known = num.maybe ? scope.fn.code.keep("known", `${num.v} === ${num.v}`) : null;
  if (num.uncertain) throw new NoFastForm("whether there is a value is not certain");
  const js = num.currency === null ? JSON.stringify(fixed ?? "") : num.currency.js;
  if (num.currency?.any != null) throw new NoFastForm("the sum over nothing has no currency");
  if (known === null) return { js, maybe: false, literal: null };
  return {
    js: scope.fn.code.keep("currency", `${known} ? ${js} : undefined`),
    maybe: true,
    literal: null,
  };
}

/** The declared unit stands beside the fact; of a computed quantity the reference tells it. */
function unitOf(operand: Expr, scope: Scope): TextValue {
  const { type } = operand;
  if (type.kind !== "quantity") throw new NoFastForm("not a quantity");
  if (operand.kind !== "fact") throw new NoFastForm("a computed quantity");
  if (type.dimension === null) {
    return { js: factForm(scope, operand, "unit"), maybe: operand.optional, literal: null };
  }
  if (operand.optional) throw new NoFastForm("an optional quantity in a fixed unit");
  const base = baseUnits[type.dimension];
  const declared = scope.module.ir.schema.units.find(({ name }) => name === base);
  return constantText(declared?.code ?? units[base].code);
}

function callText(expr: Call, scope: Scope): TextValue {
  const [operand] = expr.args;
  if (operand === undefined) throw new NoFastForm("no operand");
  const { code } = scope.fn;
  const length = codeParts[expr.op];
  if (length !== undefined) {
    const text = scope.text(operand, scope);
    const name = code.keep("code", text.js);
    const long = `${name}.length >= ${length} ? ${name}.slice(0, ${length}) : undefined`;
    const part = text.maybe ? `${name} === undefined ? undefined : ${long}` : long;
    return { js: code.keep(expr.op.slice(1), part), maybe: true, literal: null };
  }
  switch (expr.op) {
    case ".currency":
      return currencyOf(operand, scope);
    case ".unit":
      return unitOf(operand, scope);
    case ".owner": {
      const text = scope.text(operand, scope);
      const name = code.keep("container", text.js);
      const owner = `containerOwner(${name})`;
      const js = text.maybe ? `${name} === undefined ? undefined : ${owner}` : owner;
      return { js: code.keep("owner", js), maybe: true, literal: null };
    }
    case "first_present":
      return firstPresent(expr, scope);
    default:
      throw new NoFastForm(`${expr.op} of text`);
  }
}

function firstPresent(expr: Call, scope: Scope): TextValue {
  const texts = expr.args.map((arg) => scope.text(arg, scope));
  const js = texts.map((text) => text.js).join(" ?? ");
  return {
    js: scope.fn.code.keep("first", js),
    maybe: texts.every(({ maybe }) => maybe),
    literal: null,
  };
}

function isText(type: Type): boolean {
  return ["text", "id", "code", "channel", "flow", "stage"].includes(type.kind);
}

export function writeText(expr: Expr, scope: Scope): TextValue {
  if (!isText(expr.type)) throw new NoFastForm(`${expr.type.kind} is not text`);
  switch (expr.kind) {
    case "literal":
      return constantText(String(expr.value));
    case "fact":
      // A cell of a row may be empty whatever its column says.
      return {
        js: factForm(scope, expr, "text"),
        maybe: expr.optional || expr.base.kind === "row",
        literal: null,
      };
    case "lookup": {
      const column = scope.column(expr.table, expr.column ?? "", "text");
      return { js: `${column}[${scope.lookupRow(expr, scope)}]`, maybe: true, literal: null };
    }
    case "call":
      return callText(expr, scope);
    default:
      throw new NoFastForm(`${expr.kind} of text`);
  }
}
