/**
 * Grammar of headers, code lists, records, sources, scores of models, lists, tables, parameters and definitions.
 *
 * Each rule reads one piece; `pieces.ts` cuts an item into pieces.
 */
import { groups, shapes } from "../1-lex/vocabulary.ts";
import type { Rule } from "./grammar-expression.ts";
import { RowsGrammar } from "./grammar-rows.ts";

export class SchemaGrammar extends RowsGrammar {
  readonly setHeader: Rule = this.RULE("setHeader", () => {
    this.CONSUME(this.v.keyword("criteria set"));
    this.SUBRULE(this.label);
    this.CONSUME(this.v.keyword("version"));
    this.CONSUME(shapes.number, { LABEL: "versionNumber" });
    this.MANY(() => this.SUBRULE(this.use));
  });

  readonly use: Rule = this.RULE("use", () => {
    this.CONSUME(this.v.keyword("use schema"));
    this.SUBRULE(this.path);
    this.CONSUME(shapes.number, { LABEL: "versionNumber" });
  });

  readonly schemaHeader: Rule = this.RULE("schemaHeader", () => {
    this.CONSUME(this.v.keyword("schema"));
    this.SUBRULE(this.path);
    this.CONSUME(this.v.keyword("version"));
    this.CONSUME(shapes.number, { LABEL: "versionNumber" });
    this.OPTION(() => this.SUBRULE(this.label));
    this.OPTION2(() => {
      this.CONSUME(this.v.keyword("zone"));
      this.CONSUME(shapes.string, { LABEL: "offset" });
    });
  });

  readonly codelistItem: Rule = this.RULE("codelistItem", () => {
    this.CONSUME(this.v.keyword("codelist"));
    this.CONSUME(shapes.name);
    this.OPTION(() => this.SUBRULE(this.label));
    this.OPTION2(() => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(this.v.keyword("levels"));
            this.AT_LEAST_ONE_SEP({
              SEP: shapes.comma,
              DEF: () => this.CONSUME(shapes.number, { LABEL: "level" }),
            });
          },
        },
        { ALT: () => this.CONSUME(this.v.keyword("tree")) },
      ]);
    });
    this.OPTION3(() => {
      this.CONSUME(this.v.keyword("source"));
      this.SUBRULE2(this.label, { LABEL: "sourceLabel" });
    });
    this.OR2([
      { ALT: () => this.CONSUME(this.v.keyword("external")) },
      { ALT: () => this.SUBRULE(this.fromFile) },
      {
        ALT: () => {
          this.CONSUME(this.v.operator("eq"), { LABEL: "equals" });
          this.AT_LEAST_ONE_SEP2({ SEP: shapes.comma, DEF: () => this.SUBRULE(this.coded) });
        },
      },
    ]);
  });

  readonly fromFile: Rule = this.RULE("fromFile", () => {
    this.CONSUME(this.v.keyword("from"));
    this.CONSUME(shapes.string, { LABEL: "file" });
  });

  readonly coded: Rule = this.RULE("coded", () => {
    this.SUBRULE(this.codeOrNumber, { LABEL: "code" });
    this.OPTION(() => {
      this.CONSUME(this.v.operator("in"), { LABEL: "in" });
      this.SUBRULE2(this.codeOrNumber, { LABEL: "parent" });
    });
    this.OPTION2(() => this.SUBRULE(this.label));
  });

  readonly codeOrNumber: Rule = this.RULE("codeOrNumber", () => {
    this.OR([{ ALT: () => this.CONSUME(shapes.code) }, { ALT: () => this.CONSUME(shapes.number) }]);
  });

  readonly units: Rule = this.RULE("units", () => {
    this.CONSUME(this.v.keyword("unit"));
    this.AT_LEAST_ONE_SEP({ SEP: shapes.comma, DEF: () => this.SUBRULE(this.unitCode) });
  });

  readonly unitCode: Rule = this.RULE("unitCode", () => {
    this.CONSUME(groups.unitWord);
    this.CONSUME(this.v.operator("eq"), { LABEL: "equals" });
    this.SUBRULE(this.codeOrNumber);
  });

  readonly currencies: Rule = this.RULE("currencies", () => {
    this.CONSUME(this.v.keyword("currency"));
    this.AT_LEAST_ONE_SEP({ SEP: shapes.comma, DEF: () => this.SUBRULE(this.currencyDigits) });
  });

  readonly currencyDigits: Rule = this.RULE("currencyDigits", () => {
    this.CONSUME(shapes.code);
    this.CONSUME(this.v.keyword("digits"));
    this.CONSUME(shapes.number, { LABEL: "decimals" });
  });

  readonly recordHead: Rule = this.RULE("recordHead", () => {
    this.CONSUME(this.v.keyword("record"));
    this.CONSUME(shapes.name);
    this.OPTION(() => this.SUBRULE(this.label));
    this.OPTION2(() => {
      this.CONSUME(this.v.keyword("key"));
      this.SUBRULE(this.names, { LABEL: "keys" });
    });
    this.OPTION3(() => {
      this.CONSUME(this.v.keyword("clock"));
      this.CONSUME2(shapes.name, { LABEL: "clockField" });
    });
  });

  readonly field: Rule = this.RULE("field", () => {
    this.CONSUME(shapes.name);
    this.CONSUME(shapes.colon);
    this.SUBRULE(this.type);
    this.OPTION(() => this.CONSUME(this.v.keyword("optional")));
    this.OPTION2(() => this.SUBRULE(this.label));
    this.MANY(() => this.SUBRULE(this.attribute));
  });

  readonly attribute: Rule = this.RULE("attribute", () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(this.v.keyword("alias"));
          this.CONSUME(shapes.name, { LABEL: "aliasName" });
        },
      },
      {
        ALT: () => {
          this.CONSUME(this.v.keyword("source"));
          this.SUBRULE(this.label, { LABEL: "sourceLabel" });
        },
      },
      {
        ALT: () => {
          this.CONSUME(this.v.keyword("example"));
          this.SUBRULE(this.arith, { LABEL: "exampleValue" });
        },
      },
      {
        ALT: () => {
          this.CONSUME(this.v.keyword("range"));
          this.SUBRULE2(this.arith, { LABEL: "rangeFrom" });
          this.CONSUME(this.v.keyword("to"));
          this.SUBRULE3(this.arith, { LABEL: "rangeTo" });
        },
      },
      {
        ALT: () => {
          this.CONSUME(this.v.operator("eq"), { LABEL: "equals" });
          this.SUBRULE4(this.arith, { LABEL: "derived" });
        },
      },
    ]);
  });

  /** `list of GoodsItem max 50 typical 6 each item` · `set of Id max 20` · `Money VND per kg` */
  readonly type: Rule = this.RULE("type", () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(this.v.keyword("list of"));
          this.CONSUME(shapes.name);
          this.CONSUME(this.v.keyword("max"));
          this.CONSUME(shapes.number, { LABEL: "most" });
          this.OPTION(() => {
            this.CONSUME(this.v.keyword("typical"));
            this.CONSUME2(shapes.number, { LABEL: "usual" });
          });
          this.CONSUME(this.v.keyword("each"));
          this.CONSUME2(shapes.name, { LABEL: "element" });
        },
      },
      {
        ALT: () => {
          this.CONSUME(this.v.keyword("set of"));
          this.CONSUME3(shapes.name);
          this.CONSUME2(this.v.keyword("max"));
          this.CONSUME3(shapes.number, { LABEL: "most" });
        },
      },
      {
        ALT: () => {
          this.CONSUME4(shapes.name);
          this.OPTION2(() => this.CONSUME(shapes.code, { LABEL: "currency" }));
          this.OPTION3(() => {
            this.CONSUME(this.v.keyword("per"));
            this.CONSUME(groups.unitWord, { LABEL: "perUnit" });
          });
        },
      },
    ]);
  });

  readonly words: Rule = this.RULE("words", () => {
    this.OR([
      { ALT: () => this.CONSUME(this.v.keyword("flow")) },
      { ALT: () => this.CONSUME(this.v.keyword("stage")) },
      { ALT: () => this.CONSUME(this.v.keyword("action")) },
    ]);
    this.AT_LEAST_ONE_SEP({ SEP: shapes.comma, DEF: () => this.SUBRULE(this.namedWord) });
  });

  readonly namedWord: Rule = this.RULE("namedWord", () => {
    this.CONSUME(shapes.name);
    this.OPTION(() => this.SUBRULE(this.label));
    this.OPTION2(() => this.SUBRULE(this.stageEvent));
  });

  /** `with passage from passages where passage.plate looks like plate`; of stages only, which is told when the tree is made. */
  readonly stageEvent: Rule = this.RULE("stageEvent", () => {
    this.CONSUME(this.v.keyword("with"));
    this.CONSUME(shapes.name, { LABEL: "each" });
    this.CONSUME(this.v.keyword("from"));
    this.CONSUME2(shapes.name, { LABEL: "events" });
    this.CONSUME(this.v.keyword("where"));
    this.SUBRULE(this.condition);
  });

  /** `history lines of GoodsItem from declarations.items each line …` */
  readonly sourceItem: Rule = this.RULE("sourceItem", () => {
    this.OR([
      { ALT: () => this.CONSUME(this.v.keyword("history")) },
      { ALT: () => this.CONSUME(this.v.keyword("event")) },
      { ALT: () => this.CONSUME(this.v.keyword("registry")) },
    ]);
    this.CONSUME(shapes.name);
    this.OR2([
      {
        ALT: () => {
          this.CONSUME(this.v.keyword("of"));
          this.CONSUME2(shapes.name, { LABEL: "recordName" });
          this.OPTION(() => this.SUBRULE(this.parentRows));
        },
      },
      { ALT: () => this.SUBRULE2(this.parentRows) },
    ]);
    this.CONSUME(this.v.keyword("each"));
    this.CONSUME3(shapes.name, { LABEL: "element" });
    this.OPTION2(() => {
      this.CONSUME(this.v.keyword("clock"));
      this.CONSUME4(shapes.name, { LABEL: "clockField" });
    });
    this.OPTION3(() => {
      this.CONSUME(this.v.keyword("keep"));
      this.SUBRULE(this.duration, { LABEL: "keepFor" });
    });
    this.OPTION4(() => {
      this.CONSUME(this.v.keyword("late"));
      this.SUBRULE2(this.duration, { LABEL: "lateBy" });
    });
    this.OPTION5(() => this.SUBRULE(this.label));
  });

  readonly parentRows: Rule = this.RULE("parentRows", () => {
    this.CONSUME(this.v.keyword("from"));
    this.SUBRULE(this.path);
  });

  /** `score fraud_score version 2 from plugin "onnx:fraud" inputs (…) range 0 to 1 timeout 20 ms otherwise unknown` */
  readonly scoreItem: Rule = this.RULE("scoreItem", () => {
    this.CONSUME(this.v.keyword("score"));
    this.CONSUME(shapes.name);
    this.OPTION(() => {
      this.CONSUME(shapes.open);
      this.SUBRULE(this.param, { LABEL: "parameter" });
      this.CONSUME(shapes.close);
    });
    this.CONSUME(this.v.keyword("version"));
    this.CONSUME(shapes.number, { LABEL: "versionNumber" });
    this.OPTION2(() => this.SUBRULE(this.label));
    this.CONSUME(this.v.keyword("from"));
    this.CONSUME(this.v.keyword("plugin"));
    this.CONSUME(shapes.string, { LABEL: "pluginName" });
    this.CONSUME(this.v.keyword("inputs"));
    this.CONSUME2(shapes.open);
    this.SUBRULE(this.values);
    this.CONSUME2(shapes.close);
    this.OPTION3(() => {
      this.CONSUME(this.v.keyword("returns"));
      this.CONSUME3(shapes.open);
      this.AT_LEAST_ONE_SEP({
        SEP: shapes.comma,
        DEF: () => this.SUBRULE2(this.param, { LABEL: "returned" }),
      });
      this.CONSUME3(shapes.close);
    });
    this.OPTION4(() => {
      this.CONSUME(this.v.keyword("range"));
      this.SUBRULE(this.arith, { LABEL: "rangeFrom" });
      this.CONSUME(this.v.keyword("to"));
      this.SUBRULE2(this.arith, { LABEL: "rangeTo" });
    });
    this.CONSUME(this.v.keyword("timeout"));
    this.SUBRULE(this.duration, { LABEL: "longest" });
    this.CONSUME(this.v.keyword("otherwise"));
    this.CONSUME(this.v.keyword("unknown"));
  });

  readonly listItem: Rule = this.RULE("listItem", () => {
    this.CONSUME(this.v.keyword("list"));
    this.CONSUME(shapes.name);
    this.CONSUME(this.v.keyword("of"));
    this.SUBRULE(this.memberType);
    this.OPTION(() => this.SUBRULE(this.label));
    this.OPTION2(() => this.SUBRULE(this.accessLevel));
    this.OR([
      {
        ALT: () => {
          this.CONSUME(this.v.keyword("external"));
          this.OPTION3(() => this.CONSUME(this.v.keyword("dated")));
        },
      },
      {
        ALT: () => {
          this.OPTION4(() => this.CONSUME2(this.v.keyword("dated")));
          this.SUBRULE(this.fromFile);
        },
      },
      {
        ALT: () => {
          this.CONSUME(this.v.operator("eq"), { LABEL: "equals" });
          this.SUBRULE(this.values);
        },
      },
    ]);
  });

  /** Members of a list are single values: a plain name, so that `list a of B CN` lacks its `=` and has no currency. */
  readonly memberType: Rule = this.RULE("memberType", () => {
    this.CONSUME(shapes.name);
  });

  readonly accessLevel: Rule = this.RULE("accessLevel", () => {
    this.CONSUME(this.v.keyword("access"));
    this.CONSUME(groups.accessWord);
  });

  /** Rows written out follow as pieces of their own. */
  readonly tableHead: Rule = this.RULE("tableHead", () => {
    this.CONSUME(this.v.keyword("table"));
    this.CONSUME(shapes.name);
    this.OPTION(() => this.SUBRULE(this.label));
    this.OPTION2(() => this.SUBRULE(this.accessLevel));
    this.CONSUME(this.v.keyword("key"));
    this.SUBRULE(this.columns, { LABEL: "keys" });
    this.CONSUME(this.v.keyword("value"));
    this.SUBRULE2(this.columns, { LABEL: "results" });
    this.MANY(() => {
      this.OR([
        { ALT: () => this.CONSUME(this.v.keyword("dated")) },
        { ALT: () => this.CONSUME(this.v.keyword("external")) },
        { ALT: () => this.SUBRULE(this.fromFile) },
      ]);
    });
  });

  readonly columns: Rule = this.RULE("columns", () => {
    this.CONSUME(shapes.open);
    this.AT_LEAST_ONE_SEP({ SEP: shapes.comma, DEF: () => this.SUBRULE(this.column) });
    this.CONSUME(shapes.close);
  });

  readonly column: Rule = this.RULE("column", () => {
    this.CONSUME(shapes.name);
    this.CONSUME(shapes.colon);
    this.SUBRULE(this.type);
    this.MANY(() => {
      this.OR([
        { ALT: () => this.CONSUME(this.v.operator("under"), { LABEL: "under" }) },
        { ALT: () => this.CONSUME(this.v.operator("between"), { LABEL: "between" }) },
        { ALT: () => this.CONSUME(this.v.keyword("optional")) },
      ]);
    });
    this.OPTION(() => this.SUBRULE(this.label));
  });

  readonly parameterItem: Rule = this.RULE("parameterItem", () => {
    this.CONSUME(this.v.keyword("parameter"));
    this.CONSUME(shapes.name);
    this.OPTION(() => this.SUBRULE(this.label));
    this.OPTION2(() => this.SUBRULE(this.accessLevel));
    this.CONSUME(this.v.operator("eq"), { LABEL: "equals" });
    this.SUBRULE(this.arith);
  });

  readonly defineItem: Rule = this.RULE("defineItem", () => {
    this.CONSUME(this.v.keyword("define"));
    this.CONSUME(shapes.name);
    this.OPTION(() => {
      this.CONSUME(shapes.open);
      this.AT_LEAST_ONE_SEP({ SEP: shapes.comma, DEF: () => this.SUBRULE(this.param) });
      this.CONSUME(shapes.close);
    });
    this.OPTION2(() => this.SUBRULE(this.label));
    this.CONSUME(this.v.operator("eq"), { LABEL: "equals" });
    this.SUBRULE(this.condition);
  });

  readonly param: Rule = this.RULE("param", () => {
    this.CONSUME(shapes.name);
    this.CONSUME(shapes.colon);
    this.SUBRULE(this.type);
  });
}
