/**
 * One text for equal expressions: parentheses and literals' spelling aside, the same key means the same thing is asked.
 *
 * Used to find repeated conditions, sides that are equal, and what `is present` has been asked of. Names stay as written.
 */
import type { Expression, Rows } from "../ast/ast.ts";

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
      return `${node.aggregate} ${node.value === null ? "" : structuralKey(node.value)} over ${rowsKey(node.rows)}`;
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

function rowsKey(rows: Rows): string {
  const where = rows.where === null ? "" : ` where ${structuralKey(rows.where)}`;
  return `${dotted(rows.source.names)} ${rows.called?.text ?? ""}${where}`;
}
