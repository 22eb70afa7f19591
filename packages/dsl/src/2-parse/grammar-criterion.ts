/**
 * Grammar of criteria, scorecards, policies and tests, one rule per clause; the whole grammar is this class.
 *
 * A clause label ends the clause before it, so the pieces of an item are known before any of them is parsed.
 */
import { groups, shapes, type Vocabulary } from "../1-lex/vocabulary.ts";
import type { Rule } from "./grammar-expression.ts";
import { SchemaGrammar } from "./grammar-schema.ts";

export class Grammar extends SchemaGrammar {
  /** `checked` runs the library's own checks of the grammar (ambiguities, left recursion); tests ask for it. */
  constructor(vocabulary: Vocabulary, checked = false) {
    super(vocabulary, checked);
    this.performSelfAnalysis();
  }

  readonly criterionHead: Rule = this.RULE("criterionHead", () => {
    this.CONSUME(this.v.keyword("criterion"));
    this.CONSUME(shapes.criterionId);
    this.SUBRULE(this.label);
    this.OPTION(() => {
      this.CONSUME(this.v.keyword("for each row of"));
      this.CONSUME(shapes.name);
    });
  });

  readonly classClause: Rule = this.RULE("classClause", () => {
    this.CONSUME(this.v.keyword("class"));
    this.CONSUME(groups.classWord);
  });

  readonly onClause: Rule = this.RULE("onClause", () => {
    this.CONSUME(this.v.keyword("on"));
    this.SUBRULE(this.names, { LABEL: "flows" });
    this.OPTION(() => {
      this.CONSUME(this.v.keyword("at"));
      this.SUBRULE2(this.names, { LABEL: "stages" });
    });
  });

  readonly scopeClause: Rule = this.RULE("scopeClause", () => {
    this.CONSUME(this.v.keyword("scope"));
    this.SUBRULE(this.condition);
  });

  readonly validClause: Rule = this.RULE("validClause", () => {
    this.CONSUME(this.v.keyword("valid"));
    this.CONSUME(this.v.keyword("from"));
    this.SUBRULE(this.day, { LABEL: "firstDay" });
    this.OPTION(() => {
      this.CONSUME(this.v.keyword("until"));
      this.SUBRULE2(this.day, { LABEL: "lastDay" });
    });
    this.OPTION2(() => {
      this.CONSUME(this.v.keyword("review"));
      this.SUBRULE3(this.day, { LABEL: "reviewDay" });
    });
  });

  readonly day: Rule = this.RULE("day", () => {
    this.OR([
      { ALT: () => this.CONSUME(shapes.date) },
      { ALT: () => this.CONSUME(shapes.missing) },
    ]);
  });

  readonly basisClause: Rule = this.RULE("basisClause", () => {
    this.CONSUME(this.v.keyword("basis"));
    this.AT_LEAST_ONE_SEP({ SEP: shapes.comma, DEF: () => this.SUBRULE(this.label) });
  });

  readonly collectClause: Rule = this.RULE("collectClause", () => {
    this.CONSUME(this.v.keyword("collect"));
    this.CONSUME(shapes.name);
    this.OPTION(() => {
      this.CONSUME(this.v.keyword("for each"));
      this.CONSUME2(shapes.name, { LABEL: "element" });
    });
    this.CONSUME(this.v.keyword("from"));
    this.SUBRULE(this.selection);
  });

  readonly letClause: Rule = this.RULE("letClause", () => {
    this.CONSUME(this.v.keyword("let"));
    this.CONSUME(shapes.name);
    this.OPTION(() => {
      this.CONSUME(this.v.keyword("for each"));
      this.CONSUME2(shapes.name, { LABEL: "element" });
    });
    this.CONSUME(this.v.operator("eq"), { LABEL: "equals" });
    this.SUBRULE(this.condition);
  });

  readonly whenClause: Rule = this.RULE("whenClause", () => {
    this.CONSUME(this.v.keyword("when"));
    this.SUBRULE(this.condition);
  });

  readonly unlessClause: Rule = this.RULE("unlessClause", () => {
    this.CONSUME(this.v.keyword("unless"));
    this.SUBRULE(this.condition);
  });

  /** Rows follow as pieces of their own. */
  readonly decideClause: Rule = this.RULE("decideClause", () => {
    this.CONSUME(this.v.keyword("decide"));
    this.OPTION(() => {
      this.CONSUME(this.v.keyword("for each"));
      this.CONSUME(shapes.name, { LABEL: "element" });
    });
  });

  readonly thenClause: Rule = this.RULE("thenClause", () => {
    this.CONSUME(this.v.keyword("then"));
    this.AT_LEAST_ONE_SEP({ SEP: shapes.comma, DEF: () => this.SUBRULE(this.effect) });
  });

  readonly effect: Rule = this.RULE("effect", () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(this.v.keyword("channel"));
          this.OR2([
            { ALT: () => this.CONSUME(groups.channelWord) },
            { ALT: () => this.SUBRULE(this.reference) },
            { ALT: () => this.CONSUME(shapes.missing) },
          ]);
        },
      },
      {
        ALT: () => {
          this.CONSUME(this.v.keyword("risk"));
          this.OR3([
            {
              ALT: () => {
                this.CONSUME(this.v.operator("add"), { LABEL: "plus" });
                this.SUBRULE(this.arith);
              },
            },
            {
              ALT: () => {
                this.CONSUME(shapes.negativeSign);
                this.CONSUME(shapes.number);
              },
            },
            { ALT: () => this.CONSUME2(shapes.missing) },
          ]);
        },
      },
      {
        ALT: () => {
          this.CONSUME(this.v.keyword("action"));
          this.CONSUME(shapes.name);
        },
      },
      {
        ALT: () => {
          this.CONSUME(this.v.keyword("alert"));
          this.CONSUME2(shapes.name);
        },
      },
      {
        ALT: () => {
          this.CONSUME(this.v.keyword("inspect"));
          this.SUBRULE(this.label);
        },
      },
    ]);
  });

  readonly becauseClause: Rule = this.RULE("becauseClause", () => {
    this.CONSUME(this.v.keyword("because"));
    this.SUBRULE(this.label);
  });

  /* ------------------------------------------------------------------ tests */

  readonly testHead: Rule = this.RULE("testHead", () => {
    this.CONSUME(this.v.keyword("test"));
    this.SUBRULE(this.label);
  });

  readonly scenarioHead: Rule = this.RULE("scenarioHead", () => {
    this.CONSUME(this.v.keyword("scenario"));
    this.SUBRULE(this.label);
  });

  readonly givenClause: Rule = this.RULE("givenClause", () => {
    this.CONSUME(this.v.keyword("given"));
    this.AT_LEAST_ONE_SEP({ SEP: shapes.comma, DEF: () => this.SUBRULE(this.fact) });
  });

  readonly fact: Rule = this.RULE("fact", () => {
    this.enter();
    try {
      this.OR([
        { ALT: () => this.SUBRULE(this.path) },
        // The question of a test: `flow = import`, `stage = gate`.
        { ALT: () => this.CONSUME(this.v.keyword("flow")) },
        { ALT: () => this.CONSUME(this.v.keyword("stage")) },
      ]);
      this.OR2([
        {
          ALT: () => {
            this.CONSUME(this.v.operator("eq"), { LABEL: "equals" });
            this.SUBRULE(this.arith);
          },
        },
        {
          ALT: () => {
            this.CONSUME(this.v.keyword("includes"));
            this.SUBRULE2(this.arith);
          },
        },
        { ALT: () => this.CONSUME(this.v.keyword("is missing"), { LABEL: "absent" }) },
        {
          ALT: () => {
            this.CONSUME(shapes.open);
            this.AT_LEAST_ONE_SEP({ SEP: shapes.comma, DEF: () => this.SUBRULE(this.fact) });
            this.CONSUME(shapes.close);
          },
        },
        { ALT: () => this.CONSUME(shapes.missing) },
      ]);
    } finally {
      this.leave();
    }
  });

  readonly expectClause: Rule = this.RULE("expectClause", () => {
    this.CONSUME(this.v.keyword("expect"));
    this.AT_LEAST_ONE_SEP({ SEP: shapes.comma, DEF: () => this.SUBRULE(this.expected) });
  });

  readonly expected: Rule = this.RULE("expected", () => {
    this.OPTION(() => this.CONSUME(shapes.criterionId));
    this.OR([
      {
        ALT: () => {
          this.CONSUME(this.v.keyword("hit"));
          this.OPTION2(() => {
            this.CONSUME(this.v.keyword("on"));
            this.CONSUME(shapes.name);
            this.CONSUME(shapes.number, { LABEL: "position" });
          });
        },
      },
      { ALT: () => this.CONSUME(this.v.keyword("no hit")) },
      {
        ALT: () => {
          this.CONSUME(this.v.keyword("unknown"));
          this.OPTION3(() => {
            this.CONSUME(this.v.keyword("because"));
            this.SUBRULE(this.path);
          });
        },
      },
      {
        ALT: () => {
          this.CONSUME(this.v.keyword("channel"));
          this.CONSUME(groups.channelWord);
        },
      },
      {
        ALT: () => {
          this.CONSUME(this.v.keyword("risk"));
          this.OPTION4(() => this.CONSUME(shapes.negativeSign));
          this.CONSUME2(shapes.number, { LABEL: "points" });
        },
      },
      { ALT: () => this.CONSUME(this.v.keyword("exempt")) },
    ]);
  });

  /* ------------------------------------------------------------------ scorecards and policies */

  readonly scorecardHead: Rule = this.RULE("scorecardHead", () => {
    this.CONSUME(this.v.keyword("scorecard"));
    this.CONSUME(shapes.name);
    this.SUBRULE(this.label);
    this.SUBRULE(this.onClause);
    this.OPTION(() => this.SUBRULE(this.accessLevel));
  });

  readonly factorLine: Rule = this.RULE("factorLine", () => {
    this.CONSUME(this.v.keyword("factor"));
    this.CONSUME(shapes.name);
    this.OPTION(() => this.SUBRULE(this.label));
    this.CONSUME(this.v.keyword("weight"));
    this.CONSUME(shapes.number, { LABEL: "factorWeight" });
    this.CONSUME(this.v.keyword("by"));
    this.SUBRULE(this.arith);
    this.AT_LEAST_ONE(() => this.SUBRULE(this.factorCase));
  });

  readonly factorCase: Rule = this.RULE("factorCase", () => {
    this.CONSUME(shapes.dash);
    this.SUBRULE(this.cell);
    this.CONSUME(shapes.arrow);
    this.OPTION(() => this.CONSUME(shapes.negativeSign));
    this.CONSUME(shapes.number, { LABEL: "points" });
  });

  readonly policyHead: Rule = this.RULE("policyHead", () => {
    this.CONSUME(this.v.keyword("policy"));
    this.CONSUME(shapes.name);
    this.SUBRULE(this.label);
    this.SUBRULE(this.onClause);
    this.OPTION(() => this.SUBRULE(this.accessLevel));
  });

  readonly policyClause: Rule = this.RULE("policyClause", () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(this.v.keyword("exempt"));
          this.CONSUME(this.v.keyword("when"));
          this.SUBRULE(this.condition);
        },
      },
      {
        ALT: () => {
          this.CONSUME(groups.channelWord, { LABEL: "channel" });
          this.CONSUME2(this.v.keyword("when"));
          this.SUBRULE2(this.condition);
        },
      },
      { ALT: () => this.SUBRULE(this.topLine) },
      { ALT: () => this.SUBRULE(this.sampleLine) },
      { ALT: () => this.SUBRULE(this.quotaLine) },
      {
        ALT: () => {
          this.CONSUME(this.v.keyword("else"));
          this.CONSUME2(groups.channelWord, { LABEL: "channel" });
        },
      },
    ]);
  });

  readonly topLine: Rule = this.RULE("topLine", () => {
    this.CONSUME(this.v.keyword("top"));
    this.CONSUME(shapes.percent);
    this.CONSUME(this.v.keyword("of"));
    this.CONSUME(groups.channelWord, { LABEL: "from" });
    this.CONSUME(this.v.keyword("to"));
    this.CONSUME2(groups.channelWord, { LABEL: "target" });
    this.CONSUME(this.v.keyword("ranked by"));
    this.SUBRULE(this.arith);
    this.AT_LEAST_ONE(() => this.SUBRULE(this.bucket));
  });

  readonly sampleLine: Rule = this.RULE("sampleLine", () => {
    this.CONSUME(this.v.keyword("sample"));
    this.CONSUME(shapes.percent);
    this.CONSUME(this.v.keyword("of"));
    this.CONSUME(groups.channelWord, { LABEL: "from" });
    this.CONSUME(this.v.keyword("to"));
    this.CONSUME2(groups.channelWord, { LABEL: "target" });
    this.OPTION(() => {
      this.CONSUME(this.v.keyword("by"));
      this.AT_LEAST_ONE_SEP({ SEP: shapes.comma, DEF: () => this.SUBRULE(this.path) });
    });
    this.OPTION2(() => {
      this.CONSUME(this.v.keyword("when"));
      this.SUBRULE(this.condition);
    });
  });

  readonly quotaLine: Rule = this.RULE("quotaLine", () => {
    this.CONSUME(this.v.keyword("quota"));
    this.CONSUME(groups.channelWord, { LABEL: "channel" });
    this.CONSUME(this.v.keyword("at most"));
    this.OR([
      { ALT: () => this.CONSUME(shapes.percent) },
      { ALT: () => this.CONSUME(shapes.number) },
    ]);
    this.AT_LEAST_ONE(() => this.SUBRULE(this.bucket));
    this.CONSUME(this.v.keyword("keeping highest"));
    this.SUBRULE(this.arith);
  });

  readonly bucket: Rule = this.RULE("bucket", () => {
    this.CONSUME(this.v.keyword("per"));
    this.OR([
      { ALT: () => this.SUBRULE(this.path) },
      { ALT: () => this.CONSUME(this.v.keyword("days"), { LABEL: "day" }) },
    ]);
  });
}
