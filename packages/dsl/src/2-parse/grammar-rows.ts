/**
 * Grammar of what runs over rows: collections, selections with their windows and keys, aggregates, `there is`.
 *
 * The parts of a selection stand in one order; `mistakes/part-order.ts` says so when they do not. A selection inside a condition
 * stands in parentheses, after `from` it runs to the end of its clause.
 */
import { groups, shapes } from "../1-lex/vocabulary.ts";
import { ExpressionGrammar, type Rule } from "./grammar-expression.ts";

export abstract class RowsGrammar extends ExpressionGrammar {
  /** `there is recent`, `there is no (appointments within …)` */
  readonly exists: Rule = this.RULE("exists", () => {
    this.OR([
      { ALT: () => this.CONSUME(this.v.keyword("there is")) },
      { ALT: () => this.CONSUME(this.v.keyword("there is no")) },
    ]);
    this.SUBRULE(this.rows);
  });

  /** `count of rows`, `sum of e over rows`, `count distinct e over rows`, `count per 7 days over rows`, `percentile 10 of e over rows`, `average over series` */
  readonly aggregate: Rule = this.RULE("aggregate", () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(groups.counting, { LABEL: "aggregate" });
          this.OR2([
            {
              ALT: () => {
                this.CONSUME(this.v.keyword("of"));
                this.SUBRULE(this.rows);
              },
            },
            {
              ALT: () => {
                this.SUBRULE(this.perPart);
                this.CONSUME(this.v.keyword("over"));
                this.SUBRULE2(this.rows);
              },
            },
          ]);
        },
      },
      {
        ALT: () => {
          this.CONSUME(groups.aggregating, { LABEL: "aggregate" });
          this.SUBRULE(this.aggregated);
        },
      },
      {
        ALT: () => {
          this.CONSUME(groups.ranking, { LABEL: "aggregate" });
          this.CONSUME(shapes.number, { LABEL: "rank" });
          this.SUBRULE2(this.aggregated);
        },
      },
    ]);
  });

  /** Behind the word of an aggregate that takes values. */
  readonly aggregated: Rule = this.RULE("aggregated", () => {
    this.OPTION(() => {
      this.OPTION2(() => this.CONSUME(this.v.keyword("of")));
      this.SUBRULE(this.arith);
    });
    this.OPTION3(() => this.SUBRULE(this.perPart));
    this.CONSUME(this.v.keyword("over"));
    this.SUBRULE(this.rows);
  });

  /** `per 7 days`, `per item.hs` */
  readonly perPart: Rule = this.RULE("perPart", () => {
    this.CONSUME(this.v.keyword("per"));
    this.OR([{ ALT: () => this.SUBRULE(this.duration) }, { ALT: () => this.SUBRULE(this.path) }]);
  });

  /** A collection by its name, in parentheses when more is said of it. */
  readonly rows: Rule = this.RULE("rows", () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.path) },
      {
        ALT: () => {
          this.CONSUME(shapes.open);
          this.SUBRULE(this.selection);
          this.CONSUME(shapes.close);
        },
      },
    ]);
  });

  readonly selection: Rule = this.RULE("selection", () => {
    this.SUBRULE(this.path);
    this.OPTION(() => {
      this.CONSUME(this.v.keyword("called"));
      this.CONSUME(shapes.name, { LABEL: "rename" });
    });
    this.OPTION2(() => {
      this.CONSUME(this.v.keyword("as of"));
      this.SUBRULE(this.arith, { LABEL: "asOf" });
    });
    this.OPTION3(() => this.SUBRULE(this.window));
    this.OPTION4(() => {
      this.CONSUME(this.v.keyword("with"));
      this.AT_LEAST_ONE_SEP({ SEP: shapes.comma, DEF: () => this.SUBRULE(this.keyPart) });
    });
    this.OPTION5(() => {
      this.CONSUME(this.v.keyword("where"));
      this.SUBRULE(this.condition);
    });
    this.OPTION6(() => {
      this.CONSUME(this.v.aggregate("latest"));
      this.CONSUME(shapes.number, { LABEL: "latestCount" });
    });
    this.OPTION7(() => this.CONSUME(this.v.keyword("including this")));
    this.OPTION8(() => {
      this.CONSUME(this.v.keyword("minimum"));
      this.CONSUME2(shapes.number, { LABEL: "fewest" });
    });
  });

  /** `in last 91 days skipping last 7 days`, `within 2 hours after t`, `from a until b`, each perhaps `by` another field */
  readonly window: Rule = this.RULE("window", () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(this.v.keyword("in last"));
          this.SUBRULE(this.duration, { LABEL: "length" });
          this.OPTION(() => {
            this.CONSUME(this.v.keyword("skipping last"));
            this.SUBRULE2(this.duration, { LABEL: "skipped" });
          });
        },
      },
      {
        ALT: () => {
          this.CONSUME(this.v.keyword("within"));
          this.SUBRULE3(this.duration, { LABEL: "length" });
          this.SUBRULE(this.side);
          this.SUBRULE(this.arith, { LABEL: "moment" });
        },
      },
      {
        ALT: () => {
          this.CONSUME(this.v.keyword("from"));
          this.SUBRULE2(this.arith, { LABEL: "first" });
          this.CONSUME(this.v.keyword("until"));
          this.SUBRULE3(this.arith, { LABEL: "last" });
        },
      },
    ]);
    this.OPTION2(() => {
      this.CONSUME(this.v.keyword("by"));
      this.CONSUME(shapes.name, { LABEL: "field" });
    });
  });

  readonly side: Rule = this.RULE("side", () => {
    this.OR([
      { ALT: () => this.CONSUME(this.v.keyword("before")) },
      { ALT: () => this.CONSUME(this.v.keyword("after")) },
      { ALT: () => this.CONSUME(this.v.keyword("around")) },
    ]);
  });

  /** `same importer.tax_code`, `same hs as item`, `measure = item.quantity.unit`, `plate looks like declared_plate` */
  readonly keyPart: Rule = this.RULE("keyPart", () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(this.v.keyword("same"));
          this.SUBRULE(this.path, { LABEL: "ofRow" });
          this.OPTION(() => {
            this.CONSUME(this.v.keyword("as"));
            this.SUBRULE2(this.path, { LABEL: "asOther" });
          });
        },
      },
      {
        ALT: () => {
          this.SUBRULE3(this.path, { LABEL: "ofRow" });
          this.SUBRULE(this.keyRelation);
        },
      },
      { ALT: () => this.CONSUME(shapes.missing) },
    ]);
  });

  /** Relations that an index can answer; anything else belongs behind `where`. */
  readonly keyRelation: Rule = this.RULE("keyRelation", () => {
    this.OR([
      { ALT: () => this.CONSUME(this.v.operator("eq"), { LABEL: "op" }) },
      { ALT: () => this.CONSUME(this.v.operator("looksLike"), { LABEL: "op" }) },
    ]);
    this.SUBRULE(this.arith);
  });

  /** `30 days` */
  readonly duration: Rule = this.RULE("duration", () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(shapes.number);
          this.CONSUME(groups.timeWord, { LABEL: "time" });
        },
      },
      { ALT: () => this.CONSUME(shapes.missing) },
    ]);
  });
}
