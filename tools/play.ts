// Prints every stage of a criteria file: words, tree, diagnostics, IR, optimised IR, emitted JavaScript. For people who work on the language.
//   npm run play -- examples/vietnam/value.crit [criterion id] [--lang vi]
// The file is analysed with the other criteria files of its folder, since names cross files; only its own items are shown.
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { emitIr, lower } from "@luong/compiler";
import { analyse, type CritFile, parseFile, printNode, renderAll } from "@luong/dsl";
import { type BundleIr, type CriterionIr, type Expr, printExpr } from "@luong/spec";
import { optimise } from "../packages/compiler/src/2-optimise/passes.ts";
import { createLex } from "../packages/dsl/src/1-lex/lex.ts";
import { createVocabulary } from "../packages/dsl/src/1-lex/vocabulary.ts";

const LINES = 60;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { lang: { type: "string", default: "en" }, all: { type: "boolean", default: false } },
});
const [path, id] = positionals;
const language = values.lang === "vi" ? "vi" : "en";

function say(text = ""): void {
  process.stdout.write(`${text}\n`);
}

function stage(name: string): void {
  say();
  say(`━━ ${name} ${"━".repeat(Math.max(0, 76 - name.length))}`);
}

/** At most LINES lines, unless `--all`. */
function excerpt(text: string): void {
  const lines = text.trimEnd().split("\n");
  const shown = values.all ? lines : lines.slice(0, LINES);
  for (const line of shown) say(line);
  if (shown.length < lines.length) say(`… ${lines.length - shown.length} more lines (--all)`);
}

function play(file: string): void {
  const folder = dirname(file);
  const names = readdirSync(folder).filter((name) => name.endsWith(".crit"));
  const sources = names
    .sort()
    .map((name) => ({ file: name, text: readFileSync(join(folder, name), "utf8") }));
  const own = sources.find((source) => source.file === basename(file));
  if (own === undefined) throw new Error(`${file} is no criteria file`);

  stage("words");
  const text = own.text.normalize("NFC");
  const { tokens, comments } = createLex(createVocabulary())(own.file, text, 0);
  say(`${tokens.length} tokens, ${comments.length} comments, ${text.length} characters`);

  stage("tree");
  const parsed = parseFile(own.file, own.text).file;
  excerpt(printNode({ header: parsed.header, items: chosenItems(parsed) }));

  stage("diagnostics");
  const analysis = analyse(sources, (name) => readFileSync(join(folder, name), "utf8"));
  const found = analysis.diagnostics.filter((each) => each.span.file === own.file);
  const sourceOf = (name: string): string | undefined =>
    sources.find((source) => source.file === name)?.text;
  say(
    renderAll(found, { language, format: "pretty", color: process.stdout.isTTY, sourceOf }) ||
      "none",
  );
  if (analysis.diagnostics.some((each) => each.severity === "error")) return;

  stage("IR");
  const lowered = lower(analysis);
  const positions = chosenCriteria(lowered, own.file);
  showCriteria(lowered, positions);

  stage("optimised IR");
  const optimised = optimise(lowered, { passes: ["fold", "order", "share"] }).ir;
  showCriteria(optimised, positions);
  optimised.shared.forEach((shared, at) => {
    say(`shared ${at}: ${printExpr(shared, { schema: optimised.schema })}`);
  });

  stage("emitted JavaScript");
  const emitted = emitIr(lowered, { optimise: true });
  say(
    `${emitted.matcher.length} characters, ${emitted.slow.length} expressions left to the reference`,
  );
  for (const slow of emitted.slow) say(`  ${slow}`);
  excerpt(emitted.matcher);
}

function chosenItems(file: CritFile): CritFile["items"] {
  if (id === undefined) return file.items;
  return file.items.filter((item) => item.kind === "criterion" && item.criterionId.text === id);
}

/** Positions in `ir.criteria`, which no pass moves. */
function chosenCriteria(ir: BundleIr, file: string): readonly number[] {
  return ir.criteria.flatMap((criterion, at) =>
    criterion.source.file === file && (id === undefined || criterion.id === id) ? [at] : [],
  );
}

function showCriteria(ir: BundleIr, positions: readonly number[]): void {
  for (const at of positions) {
    const criterion = ir.criteria[at];
    if (criterion !== undefined) showCriterion(criterion, ir);
  }
}

function showCriterion(criterion: CriterionIr, { schema }: BundleIr): void {
  const show = (clause: string, expr: Expr | undefined): void => {
    if (expr !== undefined) say(`  ${clause.padEnd(8)} ${printExpr(expr, { schema })}`);
  };
  say(`${criterion.id} (${criterion.class}, ${criterion.flows.join(", ")})`);
  show("scope", criterion.scope);
  show("when", criterion.when);
  show("unless", criterion.unless);
  criterion.decide?.rows.forEach((row, at) => {
    show(`row ${at + 1}`, row.when);
  });
}

if (path === undefined) {
  say("npm run play -- FILE.crit [CRITERION] [--lang vi] [--all]");
  process.exitCode = 2;
} else {
  play(path);
}
