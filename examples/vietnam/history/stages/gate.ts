// Passages at gates with the declaration each belongs to: what the stage `gate` of the import set is asked. Comes in: a small simulated
// world. Goes out: five hundred questions, the planted ones of rows 49, 50 and 52 among them.
import type { HistoryDeclaration, Passage, Truth } from "../rows.ts";
import { simulate } from "../simulate.ts";
import { ROWS, type StageFile } from "./parts.ts";

export interface GateQuestion {
  readonly flow: "import";
  readonly stage: "gate";
  readonly now: string;
  readonly declaration: HistoryDeclaration;
  readonly event: Passage;
}

const GATE_ROWS = [49, 50, 52];

interface Line<T> {
  readonly known: string;
  readonly row: T;
  readonly withdrawn?: true;
}

export function gate(seed: number): StageFile<GateQuestion> {
  const declarations = new Map<string, HistoryDeclaration>();
  const passages: Line<Passage>[] = [];
  const { truth } = simulate(
    { days: 4, declarations: 1_200, traders: 120, seed, before: 3_000 },
    (file, _, line) => {
      if (file === "declarations" || file === "amendments") {
        const { row, withdrawn } = JSON.parse(line) as Line<HistoryDeclaration>;
        if (withdrawn !== true) declarations.set(row.declaration_no, row);
      }
      if (file === "passages") passages.push(JSON.parse(line) as Line<Passage>);
    },
  );
  return chosen([...declarations.values()], passages, truth);
}

/** Planted passages and the first others, each with the declaration of its truck or of its container; a passage once. */
function chosen(
  declarations: readonly HistoryDeclaration[],
  passages: readonly Line<Passage>[],
  truth: readonly Truth[],
): StageFile<GateQuestion> {
  const planted = new Map(
    truth.filter(({ row }) => GATE_ROWS.includes(row)).map((each) => [each.id, each]),
  );
  const byPlate = new Map(declarations.map((each) => [each.declared_plate, each]));
  const byContainer = new Map(
    declarations.flatMap((each) => each.containers.map(({ number }) => [number, each] as const)),
  );
  const seen = new Set<string>();
  const questions = passages.flatMap(({ known, row, withdrawn }): GateQuestion[] => {
    const declaration = byContainer.get(row.container_no ?? "") ?? byPlate.get(row.plate);
    if (declaration === undefined || withdrawn === true || seen.has(row.passage_no)) return [];
    seen.add(row.passage_no);
    return [{ flow: "import", stage: "gate", now: known, declaration, event: row }];
  });
  const isPlanted = ({ event }: GateQuestion): boolean => planted.has(event.passage_no);
  const honest = questions.filter((each) => !isPlanted(each)).slice(-(ROWS - planted.size));
  const rows = questions.filter((each) => isPlanted(each) || honest.includes(each));
  return {
    rows,
    truth: [...planted.values()].map(({ id, planted: sign }) => ({ id, planted: sign })),
  };
}
