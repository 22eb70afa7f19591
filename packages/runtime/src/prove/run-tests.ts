/**
 * Runs the tests written in criteria, and scenarios of whole decisions, by the reference meaning.
 *
 * Comes in: IR, its tests, the world they run in. Goes out: a result for each test and the coverage of conditions. The same function serves the
 * command, the editor and CI, so a test cannot pass in one and fail in another. Nothing is sampled and quotas begin empty: a
 * scenario tells what criteria and policy say, not how the dice fall.
 */

import type {
  BundleIr,
  Channel,
  CriterionIr,
  CriterionOutcome,
  Decision,
  Interpreter,
  Question,
  SourceRef,
  TestIr,
  World,
} from "@luong/spec";
import {
  addRationals,
  createInterpreter,
  memberOf,
  QuotaState,
  rationalFromInteger,
  severity,
} from "@luong/spec";
import { Decider } from "../decide/decider.ts";
import { DeclarationKey } from "../decide/key.ts";
import { Places } from "../decide/policies.ts";
import { Clock } from "../evaluate/clock.ts";
import { InterpretedMatcher } from "../evaluate/interpreted.ts";
import { EmittedSignals } from "../evaluate/signal-source.ts";
import { ReferencePath } from "../evaluate/slow-path.ts";
import { faultsFromValidator } from "../facts/faults.ts";
import { validateBySchema } from "../facts/validate-schema.ts";
import { faultText } from "../messages/catalogue.ts";
import { CoverageCollector, type CriterionCoverage } from "./coverage.ts";
import { type Both, checkExpectation, type Findings, type Said } from "./expectation.ts";
import { testWorld } from "./test-world.ts";

export interface TestResult {
  /** Title of the test, in the languages it was written in. */
  readonly test: TestIr["label"];
  /** Null for a scenario. */
  readonly criterion: string | null;
  readonly source: SourceRef;
  readonly passed: boolean;
  /** One for each expectation that was not met; empty when passed. */
  readonly messages: readonly Both[];
  /** Of a scenario that could be decided. */
  readonly decision?: Decision;
}

export interface TestRun {
  readonly results: readonly TestResult[];
  /** By criterion, in the order of the IR; criteria without conditions have none. */
  readonly coverage: readonly CriterionCoverage[];
}

const zero = rationalFromInteger(0);

function graver(a: Channel | undefined, b: Channel | undefined): Channel | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return severity(b) > severity(a) ? b : a;
}

function mergedElements(hits: readonly CriterionOutcome[]): Record<string, readonly number[]> {
  const merged = new Map<string, number[]>();
  for (const { elements } of hits) {
    for (const [each, positions] of Object.entries(elements)) {
      merged.set(each, [...(merged.get(each) ?? []), ...positions]);
    }
  }
  return Object.fromEntries(merged);
}

/** `isCounted` is false for a hit that an exemption suppressed. */
function saidFrom(outcomes: readonly CriterionOutcome[], isCounted: boolean): Said {
  const hits = outcomes.filter(({ truth }) => truth === 2);
  return {
    asked: outcomes.length > 0,
    hit: hits.length > 0 && isCounted,
    suppressed: hits.length > 0 && !isCounted,
    unknown: outcomes.some(({ truth }) => truth === 1),
    elements: mergedElements(hits),
    causes: outcomes.flatMap(({ causes }) => causes),
    channel: hits.reduce<Channel | undefined>(
      (sum, { effects }) => graver(sum, effects?.channel),
      undefined,
    ),
    risk: hits.reduce((sum, { effects }) => addRationals(sum, effects?.risk ?? zero), zero),
  };
}

/** One run over one IR; collects coverage as it goes. */
class TestRunner {
  private readonly ir: BundleIr;
  private readonly world: World;
  private readonly coverage = new CoverageCollector();
  private readonly clock: string | undefined;
  private readonly places: Places;

  constructor(ir: BundleIr, world: World) {
    this.ir = ir;
    this.world = world;
    this.clock = ir.schema.records.find(({ name }) => name === ir.schema.root)?.clock;
    this.places = new Places(ir);
  }

  run(tests: readonly TestIr[]): TestRun {
    const results = tests.map((test) => this.runTest(test));
    return { results, coverage: this.coverage.report(this.ir) };
  }

  private runTest(test: TestIr): TestResult {
    const head = { test: test.label, criterion: test.criterion, source: test.source };
    const now = this.timeOf(test);
    const { world, problems } = testWorld(this.ir, test, this.world, now ?? 0);
    const { schema } = this.ir;
    const faults = faultsFromValidator(
      schema,
      test.declaration,
      validateBySchema(schema, test.declaration),
    );
    const wrong = [...problems, ...faults].map(
      (each): Both => ({ en: faultText(each, "en"), vi: faultText(each, "vi") }),
    );
    if (now === undefined) wrong.push(noTime);
    if (wrong.length > 0 || now === undefined) return { ...head, passed: false, messages: wrong };
    const { declaration, flow, stage, event, previous } = test;
    const question: Question = {
      declaration,
      flow,
      stage,
      now,
      ...(event === undefined ? {} : { event }),
      ...(previous === undefined ? {} : { previous }),
    };
    const { findings, decision } = this.find(test, question, world);
    const messages = test.expect
      .map((expectation) => checkExpectation(expectation, test.criterion, findings))
      .filter((message) => message !== null);
    return { ...head, passed: messages.length === 0, messages, ...(decision && { decision }) };
  }

  private find(
    test: TestIr,
    question: Question,
    world: World,
  ): { readonly findings: Findings; readonly decision: Decision | undefined } {
    const interpreter = createInterpreter(this.ir, world, { onCondition: this.coverage.observe });
    const decision =
      test.criterion === null ? this.decide(question, world, interpreter) : undefined;
    // A scenario runs every criterion once more, so that it counts for coverage.
    const outcomes = new Map(
      this.ir.criteria
        .filter(
          ({ id }) => test.criterion === null || id === test.criterion || isExpected(test, id),
        )
        .map((criterion: CriterionIr) => [
          criterion.id,
          interpreter.criterion(criterion, question),
        ]),
    );
    const said = (id: string): Said => {
      const isCounted =
        decision === undefined || decision.hits.some(({ criterion }) => criterion === id);
      return saidFrom(outcomes.get(id) ?? [], isCounted);
    };
    return { findings: { schema: this.ir.schema, said, decision }, decision };
  }

  private decide(question: Question, world: World, interpreter: Interpreter): Decision {
    const { ir } = this;
    const key = new DeclarationKey(ir.schema);
    const matcher = new InterpretedMatcher(ir, world);
    const hasRows = ir.criteria.map(({ rowsOf }) => rowsOf !== undefined);
    const decider = new Decider({
      ir,
      bundle: "",
      world,
      matcher,
      source: new EmittedSignals(matcher, hasRows),
      interpreter,
      slow: new ReferencePath(ir, [], interpreter),
      samplingKey: null,
      clock: new Clock(ir.schema.zoneMinutes),
      key,
      quotas: new QuotaState(),
    });
    const place = this.places.at(question.flow, question.stage);
    return decider.decide(question, place, key.number(question.declaration) ?? "");
  }

  private timeOf(test: TestIr): number | undefined {
    const text = this.clock === undefined ? undefined : memberOf(test.declaration, this.clock);
    return typeof text === "string" ? new Clock(this.ir.schema.zoneMinutes).read(text) : undefined;
  }
}

const noTime: Both = {
  en: "the test has no decision time: give the clock field, or an example for it in the schema",
  vi: "kiểm thử không có thời điểm quyết định: cho trường mốc thời gian, hoặc ví dụ của nó trong lược đồ",
};

function isExpected(test: TestIr, criterion: string): boolean {
  return test.expect.some((expectation) => expectation.criterion === criterion);
}

/**
 * Runs `tests` of `ir`. External lists and tables are those of `world`, unless a test gives its own; what is bound in neither is a failed
 * source, so conditions on it are unknown.
 */
export function runTests(ir: BundleIr, tests: readonly TestIr[], world: World): TestRun {
  return new TestRunner(ir, world).run(tests);
}
