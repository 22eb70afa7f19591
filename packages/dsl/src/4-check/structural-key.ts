/**
 * One text for equal expressions: parentheses and literals' spelling aside, the same key means the same thing is asked.
 *
 * Used to find repeated conditions, sides that are equal, and what `is present` has been asked of. Names stay as written.
 */
import type { Expression, KeyNode, Per, Rows, WindowNode } from "../ast/ast.ts";

export function structuralKey(node: Expression): string {
  switch (node.kind) {
    case "parenthesis":
      return structuralKey(node.inner);
    case "number":
    case "percent":
      return `${node.kind}:${node.image.replaceAll("_", "")}`;
    case "date":
    case "time":
    case "dateTime":
      return `${node.kind}:${node.image}`;
    case "string":
    case "code":
      return `${node.kind}:${JSON.stringify(node.text)}`;
    case "boolean":
      return String(node.value);
    case "channelLiteral":
      return node.channel;
    case "quantity":
    case "duration":
      return `${node.image.replaceAll("_", "")} ${node.unit}`;
    case "money":
      return `${node.image.replaceAll("_", "")} ${node.currency} ${node.per ?? ""}`;
    case "reference":
      return referenceKey(node);
    case "logic":
      return `(${node.operands.map(structuralKey).join(` ${node.op} `)})`;
    case "group":
      return `(${node.members.map(structuralKey).join(node.op === "any" ? " or " : " and ")})`;
    case "not":
      return `not ${structuralKey(node.operand)}`;
    case "quantified": {
      const of = node.of === null ? "" : ` of ${dotted(node.of.names)}`;
      const called = node.called === null ? "" : ` called ${node.called.text}`;
      const head = `${node.quantifier} ${node.count ?? ""} ${node.element.text}${of}${called}`;
      return `${head} has ${structuralKey(node.body)}`;
    }
    case "says":
      return `says ${node.says}`;
    case "relation": {
      const asOf = node.asOf === null ? "" : ` as of ${structuralKey(node.asOf)}`;
      return `${structuralKey(node.left)} ${node.op} ${node.args.map(structuralKey).join(", ")}${asOf}`;
    }
    case "binary":
      return `(${structuralKey(node.left)} ${node.op} ${structuralKey(node.right)})`;
    case "percentOf":
      return `${node.percent} of ${structuralKey(node.operand)}`;
    case "aggregate":
      return `${node.aggregate} ${node.rank ?? ""} ${node.value === null ? "" : structuralKey(node.value)} ${perKey(node.per)} over ${rowsKey(node.rows)}`;
    case "exists":
      return `${node.negated ? "no" : "some"} ${rowsKey(node.rows)}`;
    case "negative":
      return `-${structuralKey(node.operand)}`;
    case "missing":
      // Two places that could not be read are not known to be equal.
      return `missing ${node.id}`;
  }
}

function referenceKey(node: Extract<Expression, { kind: "reference" }>): string {
  const asOf =
    node.call?.asOf === undefined || node.call.asOf === null
      ? ""
      : ` as of ${structuralKey(node.call.asOf)}`;
  const call = node.call === null ? "" : `(${node.call.args.map(structuralKey).join(", ")}${asOf})`;
  const names = node.root.text === "this" && call === "" ? node.path : [node.root, ...node.path];
  const [first, ...rest] = names.map((name) => name.text);
  return [`${first ?? "this"}${call}`, ...rest].join(".");
}

function dotted(names: readonly { readonly text: string }[]): string {
  return names.map((name) => name.text).join(".");
}

function perKey(per: Per | null): string {
  if (per === null) return "";
  return per.kind === "period" ? structuralKey(per.length) : dotted(per.path.names);
}

function keyKey(key: KeyNode): string {
  const path = dotted(key.path.names);
  if (key.kind === "compared") return `${path} ${key.op} ${structuralKey(key.value)}`;
  return `same ${path}${key.as === null ? "" : ` as ${dotted(key.as.names)}`}`;
}

function windowKey(window: WindowNode | null): string {
  const by = window === null || window.by === null ? "" : ` by ${window.by.text}`;
  switch (window?.kind) {
    case undefined:
      return "";
    case "last": {
      const skipping =
        window.skipping === null ? "" : ` skipping ${structuralKey(window.skipping)}`;
      return `last ${structuralKey(window.length)}${skipping}${by}`;
    }
    case "within":
      return `within ${structuralKey(window.length)} ${window.side} ${structuralKey(window.at)}${by}`;
    case "between":
      return `from ${structuralKey(window.from)} until ${structuralKey(window.until)}${by}`;
  }
}

function rowsKey(rows: Rows): string {
  const where = rows.where === null ? "" : ` where ${structuralKey(rows.where)}`;
  const asOf = rows.asOf === null ? "" : ` as of ${structuralKey(rows.asOf)}`;
  const keys = rows.keys.map(keyKey).join(", ");
  const tail = [rows.latest, rows.includingThis, rows.minimum].join(" ");
  return `${dotted(rows.source.names)} ${rows.called?.text ?? ""}${asOf} ${windowKey(rows.window)} ${keys}${where} ${tail}`;
}
