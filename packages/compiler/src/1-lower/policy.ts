/**
 * Scorecards and policies of the tree to the IR.
 *
 * The order of a decision is in `spec`, not here; sample lines are put in the order they draw (severest target first), each keeps the
 * number it has in the source, so moving other lines does not change its draws.
 */
import type { FactorNode, ItemOf, PolicyClause } from "@luong/dsl";
import {
  type Bucket,
  type Channel,
  exactText,
  type FactorIr,
  type Language,
  type PolicyIr,
  parseRational,
  type QuotaIr,
  type SampleIr,
  type ScorecardIr,
  severity,
  type TopIr,
} from "@luong/spec";
import { invariant } from "../support/invariant.ts";
import { cellCondition } from "./cells.ts";
import { flowsAndStages, itemScope } from "./criterion.ts";
import type { ExpressionLowering } from "./expression.ts";
import { labelOf } from "./labels.ts";
import type { Scope } from "./scope.ts";

type ClauseOf<K extends PolicyClause["kind"]> = Extract<PolicyClause, { readonly kind: K }>;

/** A number as written, exactly: `1_000`, `+5`, `0.5%` (a fraction). */
export function exactNumber(image: string): string {
  const isPercent = image.trim().endsWith("%");
  const value = parseRational(image.replace(/[_+%\s]/g, ""));
  invariant(value !== undefined, `a number in ${image}`);
  return exactText(isPercent ? { n: value.n, d: value.d * 100n } : value);
}

export function lowerScorecard(
  item: ItemOf<"scorecard">,
  file: string,
  language: Language,
  lowering: ExpressionLowering,
): ScorecardIr {
  const scope = itemScope(file, lowering);
  return {
    name: item.name.text,
    label: labelOf(item.label, language),
    ...flowsAndStages(item.on),
    access: item.access ?? "internal",
    factors: item.factors.map((factor) => lowerFactor(factor, language, lowering, scope)),
    source: { file, start: item.span.start, end: item.span.end },
  };
}

function lowerFactor(
  factor: FactorNode,
  language: Language,
  lowering: ExpressionLowering,
  scope: Scope,
): FactorIr {
  const input = lowering.lower(factor.by, scope);
  const cases: FactorIr["cases"][number][] = [];
  let otherwise = "0";
  let unknown: string | undefined;
  for (const { cell, points } of factor.cases) {
    const exact = exactNumber(points);
    if (cell.kind === "unknown") unknown = exact;
    else if (cell.kind === "else" || cell.kind === "anything") otherwise = exact;
    else {
      const when = cellCondition(cell, input, lowering, scope);
      invariant(when !== undefined, "a condition in a factor's case");
      cases.push({ when, points: exact });
    }
  }
  return {
    name: factor.name.text,
    label: labelOf(factor.label, language),
    weight: exactNumber(factor.weight),
    input,
    cases,
    otherwise,
    ...(unknown === undefined ? {} : { unknown }),
  };
}

export function lowerPolicy(
  item: ItemOf<"policy">,
  file: string,
  language: Language,
  lowering: ExpressionLowering,
): PolicyIr {
  const scope = itemScope(file, lowering);
  const { clauses } = item;
  const exempt = clausesOf(clauses, "exempt")[0];
  const channels = clausesOf(clauses, "channelWhen");
  const conditionOf = (channel: Channel) => {
    const clause = channels.find((each) => each.channel === channel);
    return clause && lowering.lower(clause.condition, scope);
  };
  const red = conditionOf("red");
  const yellow = conditionOf("yellow");
  const name = item.name.text;
  return {
    name,
    label: labelOf(item.label, language),
    ...flowsAndStages(item.on),
    access: item.access ?? "internal",
    ...(exempt === undefined ? {} : { exempt: lowering.lower(exempt.condition, scope) }),
    ...(red === undefined ? {} : { red }),
    ...(yellow === undefined ? {} : { yellow }),
    samples: lowerSamples(name, clausesOf(clauses, "sample"), lowering, scope),
    ...topsOf(name, clausesOf(clauses, "top"), lowering, scope),
    quotas: clausesOf(clauses, "quota").map((clause, index) =>
      lowerQuota(`${name}/quota/${index + 1}`, clause, lowering, scope),
    ),
    otherwise: clausesOf(clauses, "else")[0]?.channel ?? "green",
    source: { file, start: item.span.start, end: item.span.end },
  };
}

function clausesOf<K extends PolicyClause["kind"]>(
  clauses: readonly PolicyClause[],
  kind: K,
): ClauseOf<K>[] {
  return clauses.filter((clause): clause is ClauseOf<K> => clause.kind === kind);
}

function lowerSamples(
  policy: string,
  clauses: readonly ClauseOf<"sample">[],
  lowering: ExpressionLowering,
  scope: Scope,
): SampleIr[] {
  return clauses
    .map(
      (clause, index): SampleIr => ({
        name: `${policy}/${index + 1}`,
        rate: exactNumber(asPercent(clause.rate)),
        from: clause.from,
        to: clause.to,
        strata: clause.by.map((path) => lowering.path(path, scope)),
        ...(clause.condition === null ? {} : { when: lowering.lower(clause.condition, scope) }),
      }),
    )
    .sort((a, b) => severity(b.to) - severity(a.to));
}

function topsOf(
  policy: string,
  clauses: readonly ClauseOf<"top">[],
  lowering: ExpressionLowering,
  scope: Scope,
): Pick<PolicyIr, "tops"> {
  if (clauses.length === 0) return {};
  const tops = clauses
    .map(
      (clause, index): TopIr => ({
        name: `${policy}/top/${index + 1}`,
        rate: exactNumber(asPercent(clause.rate)),
        from: clause.from,
        to: clause.to,
        by: lowering.lower(clause.by, scope),
        per: clause.per.map((each) => bucketOf(each, lowering, scope)),
      }),
    )
    .sort((a, b) => severity(b.to) - severity(a.to));
  return { tops };
}

function bucketOf(
  each: ClauseOf<"quota">["per"][number],
  lowering: ExpressionLowering,
  scope: Scope,
): Bucket {
  return "day" in each ? { kind: "day" } : { kind: "fact", fact: lowering.path(each, scope) };
}

/** The tree keeps the digits of a rate without its sign. */
function asPercent(image: string): string {
  return image.includes("%") ? image : `${image}%`;
}

function lowerQuota(
  name: string,
  clause: ClauseOf<"quota">,
  lowering: ExpressionLowering,
  scope: Scope,
): QuotaIr {
  const { kind, image } = clause.limit;
  return {
    name,
    channel: clause.channel,
    limit: {
      kind,
      value: exactNumber(kind === "share" ? asPercent(image) : image),
    },
    per: clause.per.map((each) => bucketOf(each, lowering, scope)),
    keeping: lowering.lower(clause.keeping, scope),
  };
}
