// What the files of the other stages share: five hundred rows each, every twenty-fifth with a planted sign, the truth beside them.
// A plant bends an ordinary row; ordinary rows have none of the signs.
import type { Random } from "../../random.ts";

export const ROWS = 500;
const EVERY = 25;

export interface StageTruth {
  /** Key of the row. */
  readonly id: string;
  readonly planted: string;
}

export interface StageFile<T> {
  readonly rows: readonly T[];
  readonly truth: readonly StageTruth[];
}

export type Plants<T> = Readonly<Record<string, (row: T, random: Random) => void>>;

/** Makes the rows; plants take turns. */
export function stageFile<T>(
  random: Random,
  make: (index: number) => T,
  idOf: (row: T) => string,
  plants: Plants<T>,
): StageFile<T> {
  const names = Object.keys(plants);
  const truth: StageTruth[] = [];
  const rows = Array.from({ length: ROWS }, (_, index) => {
    const row = make(index);
    if (index % EVERY !== EVERY - 1) return row;
    const planted = names[Math.floor(index / EVERY) % names.length] ?? "";
    plants[planted]?.(row, random);
    truth.push({ id: idOf(row), planted });
    return row;
  });
  return { rows, truth };
}
