/**
 * Grammar of conditions, values, texts and cells: LL(2), one rule per construct of the language reference.
 *
 * Operators and aggregates appear by their category only, so an entry of a table needs no edit here. Booleans and numbers share the
 * grammar; the type checker separates them. Rules that start a piece (see `pieces.ts`) end at the end of their tokens.
 * What reads rows, aggregates and selections, is in `grammar-rows.ts`.
 */
import { type CstNode, CstParser, type IToken, type ParserMethod } from "chevrotain";
import { groups, shapes, type Vocabulary } from "../1-lex/vocabulary.ts";

export type Rule = ParserMethod<[], CstNode>;

/** Nested conditions and values deeper than this are refused: no criterion needs them and every later phase recurses. */
export const MAX_NESTING = 120;

/** Thrown out of the grammar when conditions nest too deep; `parsePiece` reports it. */
export class TooDeep extends Error {
  /** The token that was one too many. */
  readonly token: IToken;

  constructor(token: IToken) {
    super("nested too deep");
    this.token = token;
  }
}

export abstract class ExpressionGrammar extends CstParser {
  protected readonly v: Vocabulary;
  abstract readonly aggregate: Rule;
  abstract readonly exists: Rule;
  private depth = 0;

  constructor(vocabulary: Vocabulary, checked: boolean) {
    super([...vocabulary.all], {
      recoveryEnabled: true,
      maxLookahead: 2,
      nodeLocationTracking: "onlyOffset",
      skipValidations: !checked,
      // A message is the name of the one token that was possible, or empty; `mistakes.ts` writes for people.
      errorMessageProvider: {
        buildMismatchTokenMessage: ({ expected }) => expected.name,
        buildNotAllInputParsedMessage: () => "EOF",
        buildNoViableAltMessage: () => "",
        buildEarlyExitMessage: () => "",
      },
    });
    this.v = vocabulary;
    // Going on inside a repetition after an error recurses once per error; pieces are short enough to do without.
    Object.assign(this, { attemptInRepetitionRecovery: () => undefined });
  }

  /** Starts a new piece. */
  start(tokens: IToken[]): void {
    this.depth = 0;
    this.input = tokens;
  }

  // One message per piece: after the first error nothing is guessed in place, rules only give back what they have.
  override canTokenTypeBeInsertedInRecovery(): boolean {
    return false;
  }

  override canTokenTypeBeDeletedInRecovery(): boolean {
    return false;
  }

  protected enter(): void {
    if (this.RECORDING_PHASE) return;
    this.depth += 1;
    if (this.depth > MAX_NESTING) throw new TooDeep(this.LA(1));
  }

  protected leave(): void {
    if (!this.RECORDING_PHASE) this.depth -= 1;
  }

  /* ------------------------------------------------------------------ texts and names */

  /** `"…" vi "…"` */
  readonly label: Rule = this.RULE("label", () => {
    this.CONSUME(shapes.string, { LABEL: "first" });
    this.OPTION(() => {
      this.OR([
        { ALT: () => this.CONSUME(this.v.keyword("vi")) },
        { ALT: () => this.CONSUME(this.v.keyword("en")) },
      ]);
      this.CONSUME2(shapes.string, { LABEL: "second" });
    });
  });

  readonly path: Rule = this.RULE("path", () => {
    this.OR([
      { ALT: () => this.CONSUME(shapes.name) },
      { ALT: () => this.CONSUME(this.v.keyword("this")) },
      { ALT: () => this.CONSUME(this.v.keyword("previous")) },
    ]);
    this.MANY(() => this.CONSUME(shapes.member));
  });

  /** `name, name` */
  readonly names: Rule = this.RULE("names", () => {
    this.AT_LEAST_ONE_SEP({ SEP: shapes.comma, DEF: () => this.CONSUME(shapes.name) });
  });

  /* ------------------------------------------------------------------ conditions */

  /** `and` and `or` at one level are one error, reported when the tree is made. */
  readonly condition: Rule = this.RULE("condition", () => {
    this.SUBRULE(this.simple);
    this.MANY(() => {
      this.OR([
        { ALT: () => this.CONSUME(this.v.keyword("and")) },
        { ALT: () => this.CONSUME(this.v.keyword("or")) },
      ]);
      this.SUBRULE2(this.simple);
    });
  });

  readonly simple: Rule = this.RULE("simple", () => {
    this.enter();
    try {
      this.OR([
        { ALT: () => this.SUBRULE(this.negation) },
        { ALT: () => this.SUBRULE(this.group) },
        { ALT: () => this.SUBRULE(this.anySays) },
        { ALT: () => this.SUBRULE(this.quantified) },
        { ALT: () => this.SUBRULE(this.exists) },
        { ALT: () => this.SUBRULE(this.relation) },
      ]);
    } finally {
      this.leave();
    }
  });

  readonly negation: Rule = this.RULE("negation", () => {
    this.CONSUME(this.v.keyword("not"));
    this.SUBRULE(this.simple);
  });

  /** Bullets are taken greedily: a group of dashes inside a dash takes the dashes after it, which is reported. */
  readonly group: Rule = this.RULE("group", () => {
    this.OR([
      { ALT: () => this.CONSUME(this.v.keyword("any of")) },
      { ALT: () => this.CONSUME(this.v.keyword("all of")) },
    ]);
    this.OR2([
      {
        ALT: () =>
          this.AT_LEAST_ONE(() => {
            this.CONSUME(shapes.dash);
            this.SUBRULE(this.simple);
          }),
      },
      {
        ALT: () =>
          this.AT_LEAST_ONE2(() => {
            this.CONSUME(shapes.star);
            this.SUBRULE2(this.simple);
          }),
      },
    ]);
  });

  readonly anySays: Rule = this.RULE("anySays", () => {
    this.CONSUME(this.v.keyword("any"));
    this.CONSUME(this.v.keyword("criterion"));
    this.CONSUME(this.v.keyword("says"));
    this.OR([
      { ALT: () => this.CONSUME(groups.channelWord) },
      { ALT: () => this.CONSUME(this.v.keyword("unknown")) },
    ]);
  });

  readonly quantified: Rule = this.RULE("quantified", () => {
    this.OR([
      { ALT: () => this.CONSUME(this.v.keyword("any")) },
      { ALT: () => this.CONSUME(this.v.keyword("every")) },
      { ALT: () => this.CONSUME(this.v.keyword("no")) },
      {
        ALT: () => {
          this.CONSUME(this.v.keyword("at least"));
          this.CONSUME(shapes.number, { LABEL: "count" });
        },
      },
    ]);
    this.CONSUME(shapes.name, { LABEL: "element" });
    this.OPTION(() => {
      this.CONSUME(this.v.keyword("of"));
      this.SUBRULE(this.path);
    });
    this.OPTION2(() => {
      this.CONSUME(this.v.keyword("called"));
      this.CONSUME2(shapes.name, { LABEL: "rename" });
    });
    this.CONSUME(this.v.keyword("has"));
    this.SUBRULE(this.simple);
  });

  readonly relation: Rule = this.RULE("relation", () => {
    this.SUBRULE(this.arith, { LABEL: "left" });
    this.OPTION(() => this.SUBRULE(this.tail));
  });

  /** What may follow the left side, and stand alone in a cell. */
  readonly tail: Rule = this.RULE("tail", () => {
    const { form } = this.v;
    this.OR([
      {
        ALT: () => {
          this.CONSUME(form.comparison, { LABEL: "op" });
          this.SUBRULE(this.arith);
        },
      },
      {
        ALT: () => {
          this.CONSUME(form.members, { LABEL: "op" });
          this.SUBRULE(this.values);
          this.OPTION(() => {
            this.CONSUME(this.v.keyword("as of"));
            this.SUBRULE2(this.arith, { LABEL: "asOf" });
          });
        },
      },
      {
        ALT: () => {
          this.CONSUME(form.operand, { LABEL: "op" });
          this.SUBRULE3(this.arith);
        },
      },
      {
        ALT: () => {
          this.CONSUME(form.range, { LABEL: "op" });
          this.SUBRULE4(this.arith);
          this.OR2([
            { ALT: () => this.CONSUME(this.v.keyword("and")) },
            { ALT: () => this.CONSUME(this.v.keyword("to")) },
          ]);
          this.SUBRULE5(this.arith);
        },
      },
      { ALT: () => this.CONSUME(form.postfix, { LABEL: "op" }) },
    ]);
  });

  readonly values: Rule = this.RULE("values", () => {
    this.AT_LEAST_ONE_SEP({ SEP: shapes.comma, DEF: () => this.SUBRULE(this.arith) });
  });

  /* ------------------------------------------------------------------ values */

  readonly arith: Rule = this.RULE("arith", () => {
    this.SUBRULE(this.product);
    this.MANY(() => {
      this.CONSUME(this.v.form.additive, { LABEL: "op" });
      this.SUBRULE2(this.product);
    });
  });

  readonly product: Rule = this.RULE("product", () => {
    this.SUBRULE(this.primary);
    this.MANY(() => {
      this.CONSUME(this.v.form.multiplicative, { LABEL: "op" });
      this.SUBRULE2(this.primary);
    });
  });

  readonly primary: Rule = this.RULE("primary", () => {
    this.enter();
    try {
      this.OR({
        DEF: [
          {
            ALT: () => {
              this.CONSUME(shapes.open);
              this.SUBRULE(this.condition);
              this.CONSUME(shapes.close);
            },
          },
          { ALT: () => this.SUBRULE(this.aggregate) },
          {
            ALT: () => {
              this.CONSUME(shapes.percent);
              this.OPTION(() => {
                this.CONSUME(this.v.keyword("of"));
                this.SUBRULE2(this.primary, { LABEL: "whole" });
              });
            },
          },
          { ALT: () => this.SUBRULE(this.quantity) },
          {
            ALT: () => {
              this.CONSUME(shapes.negativeSign);
              this.OR2([
                { ALT: () => this.SUBRULE3(this.quantity, { LABEL: "negated" }) },
                { ALT: () => this.CONSUME2(shapes.percent, { LABEL: "negatedPercent" }) },
              ]);
            },
          },
          { ALT: () => this.SUBRULE(this.plain) },
          { ALT: () => this.SUBRULE(this.reference) },
          { ALT: () => this.CONSUME(shapes.missing) },
        ],
      });
    } finally {
      this.leave();
    }
  });

  /** `100`, `100 kg`, `180 days`, `2.50 USD per kg` */
  readonly quantity: Rule = this.RULE("quantity", () => {
    this.CONSUME(shapes.number);
    this.OPTION(() => {
      this.OR([
        { ALT: () => this.CONSUME(groups.unitWord, { LABEL: "unit" }) },
        { ALT: () => this.CONSUME(groups.timeWord, { LABEL: "time" }) },
        {
          ALT: () => {
            this.CONSUME(shapes.code, { LABEL: "currency" });
            this.OPTION2(() => {
              this.CONSUME(this.v.keyword("per"));
              this.CONSUME2(groups.unitWord, { LABEL: "perUnit" });
            });
          },
        },
      ]);
    });
  });

  readonly plain: Rule = this.RULE("plain", () => {
    this.OR([
      { ALT: () => this.CONSUME(shapes.string) },
      { ALT: () => this.CONSUME(shapes.dateTime) },
      { ALT: () => this.CONSUME(shapes.date) },
      { ALT: () => this.CONSUME(shapes.time) },
      { ALT: () => this.CONSUME(shapes.code) },
      { ALT: () => this.CONSUME(this.v.keyword("true")) },
      { ALT: () => this.CONSUME(this.v.keyword("false")) },
      { ALT: () => this.CONSUME(groups.channelWord) },
    ]);
  });

  readonly reference: Rule = this.RULE("reference", () => {
    this.OR([
      { ALT: () => this.CONSUME(shapes.name) },
      { ALT: () => this.CONSUME(this.v.keyword("this")) },
      { ALT: () => this.CONSUME(this.v.keyword("previous")) },
    ]);
    this.OPTION(() => {
      this.CONSUME(shapes.open);
      this.MANY_SEP({ SEP: shapes.comma, DEF: () => this.SUBRULE(this.arith) });
      this.OPTION2(() => {
        this.CONSUME(this.v.keyword("as of"));
        this.SUBRULE2(this.arith, { LABEL: "asOf" });
      });
      this.CONSUME(shapes.close);
    });
    this.MANY(() => this.CONSUME(shapes.member));
  });

  /* ------------------------------------------------------------------ cells */

  /** A unary test; `-` alone is anything. */
  readonly cell: Rule = this.RULE("cell", () => {
    this.OR([
      { ALT: () => this.CONSUME(this.v.operator("sub"), { LABEL: "anything" }) },
      { ALT: () => this.CONSUME(this.v.keyword("unknown")) },
      { ALT: () => this.CONSUME(this.v.keyword("else")) },
      {
        ALT: () => {
          this.CONSUME(this.v.operator("add"), { LABEL: "plus" });
          this.CONSUME(shapes.number, { LABEL: "points" });
        },
      },
      { ALT: () => this.SUBRULE(this.tail) },
      {
        ALT: () => {
          this.SUBRULE(this.arith, { LABEL: "first" });
          this.OPTION(() => {
            this.OR2([
              {
                ALT: () => {
                  this.CONSUME(this.v.keyword("to"));
                  this.SUBRULE2(this.arith, { LABEL: "end" });
                },
              },
              {
                ALT: () =>
                  this.AT_LEAST_ONE(() => {
                    this.CONSUME(shapes.comma);
                    this.SUBRULE3(this.arith, { LABEL: "more" });
                  }),
              },
            ]);
          });
        },
      },
    ]);
  });

  /** `| cell | cell |` */
  readonly row: Rule = this.RULE("row", () => {
    this.CONSUME(shapes.rowStart);
    this.AT_LEAST_ONE(() => {
      this.SUBRULE(this.cell);
      this.CONSUME(shapes.bar);
    });
  });

  /** `| expression | channel | risk |` */
  readonly headRow: Rule = this.RULE("headRow", () => {
    this.CONSUME(shapes.rowStart);
    this.AT_LEAST_ONE(() => {
      this.SUBRULE(this.headCell);
      this.CONSUME(shapes.bar);
    });
  });

  readonly headCell: Rule = this.RULE("headCell", () => {
    this.OR([
      { ALT: () => this.CONSUME(this.v.keyword("channel")) },
      { ALT: () => this.CONSUME(this.v.keyword("risk")) },
      { ALT: () => this.CONSUME(this.v.keyword("action")) },
      { ALT: () => this.SUBRULE(this.arith) },
    ]);
  });
}
