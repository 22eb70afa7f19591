/**
 * A batch made ready to be written: every member checked, JSON as text.
 *
 * Comes in: what was handed to a store. Goes out: flat values that any database takes and gives back as they are, or LU6801 with the place of the
 * first thing that is wrong. All stores prepare the same way, so what one takes all take. Nothing is stored here.
 */
import { hasHalfCharacter, MAX_VALUES } from "../facts/limits.ts";
import type { Batch, Checkpoint, DecisionEntry, LogEntry } from "./store.ts";
import { storeError, type Unfit } from "./store-faults.ts";

/** LIMIT (names): UTF-16 units of ids, sources, declarations, groups. They are keys; PostgreSQL keeps keys of up to 2,704 bytes. */
const MAX_NAME_LENGTH = 512;
/** LIMIT (nesting): arrays and objects inside each other; more than any declaration has, and what holds itself ends here. */
const MAX_NESTING = 200;

export interface PreparedEntry {
  readonly id: string;
  readonly source: string;
  readonly known: number;
  readonly identity: string | null;
  /** null: withdrawn. */
  readonly text: string | null;
}

export interface PreparedDecision {
  readonly id: string;
  readonly declaration: string;
  readonly at: number;
  readonly text: string;
}

export interface PreparedBatch {
  readonly entries: readonly PreparedEntry[];
  readonly decisions: readonly PreparedDecision[];
  /** UTF-16 units of all texts: what the batch weighs. */
  readonly size: number;
}

/** Throws LU6801 when any member is unfit. */
export function prepareBatch(batch: Batch): PreparedBatch {
  const entries = batch.entries.map((entry, at) => preparedEntry(entry, `/entries/${at}`));
  const decisions = batch.decisions.map((each, at) => preparedDecision(each, `/decisions/${at}`));
  let size = 0;
  for (const { text } of entries) size += text?.length ?? 0;
  for (const { text } of decisions) size += text.length;
  return { entries, decisions, size };
}

function preparedEntry(entry: LogEntry, path: string): PreparedEntry {
  const { id, source, known, json, identity } = entry;
  checkName(id, `${path}/id`);
  checkName(source, `${path}/source`);
  checkTime(known, `${path}/known`);
  checkIdentity(entry, `${path}/identity`);
  const text = json === null ? null : jsonText(json, `${path}/json`);
  return { id, source, known, identity: identity ?? null, text };
}

function preparedDecision(entry: DecisionEntry, path: string): PreparedDecision {
  const { id, declaration, at } = entry;
  checkName(id, `${path}/id`);
  checkName(declaration, `${path}/declaration`);
  checkTime(at, `${path}/at`);
  return { id, declaration, at, text: jsonText(entry.decision, `${path}/decision`) };
}

/** Throws LU6801 when a checkpoint is unfit. */
export function checkCheckpoints(checkpoints: readonly Checkpoint[]): void {
  for (const [at, { group, through, bytes }] of checkpoints.entries()) {
    checkName(group, `/${at}/group`);
    check(Number.isSafeInteger(through) && through >= 0, `/${at}/through`, "place");
    check(ArrayBuffer.isView(bytes), `/${at}/bytes`, "bytes");
  }
}

function check(holds: boolean, path: string, unfit: Unfit): void {
  if (!holds) throw storeError("LU6801", { unfit }, { path });
}

// Databases that keep UTF-8 would make two ids with different half characters one, and end a text at U+0000.
function isWritable(text: unknown): text is string {
  return typeof text === "string" && !text.includes("\0") && !hasHalfCharacter(text);
}

function checkName(name: unknown, path: string): void {
  const isName = isWritable(name) && name.length > 0 && name.length <= MAX_NAME_LENGTH;
  check(isName, path, "name");
}

function checkTime(time: unknown, path: string): void {
  check(Number.isSafeInteger(time), path, "time");
}

function checkIdentity({ json, identity }: LogEntry, path: string): void {
  if (identity === undefined) check(json !== null, path, "identity");
  else check(isWritable(identity), path, "name");
}

/** JSON of a value that comes back as it was; `JSON.stringify` alone would make null of NaN and leave functions out. */
function jsonText(value: unknown, path: string): string {
  check(isJson(value, { left: MAX_VALUES }, 0), path, "json");
  try {
    return JSON.stringify(value);
  } catch {
    // Longer than a text can be.
    throw storeError("LU6801", { unfit: "json" }, { path });
  }
}

function isJson(value: unknown, budget: { left: number }, depth: number): boolean {
  budget.left -= 1;
  if (budget.left < 0) return false;
  switch (typeof value) {
    case "string":
    case "boolean":
      return true;
    case "number":
      return Number.isFinite(value);
    case "object":
      return value === null || (depth < MAX_NESTING && isJsonObject(value, budget, depth + 1));
    default:
      return false;
  }
}

/** Members that are undefined are left out, as in any JSON; elements cannot be. */
function isJsonObject(value: object, budget: { left: number }, depth: number): boolean {
  if (Array.isArray(value)) return value.every((each) => isJson(each, budget, depth));
  const isPlain = Object.prototype.toString.call(value) === "[object Object]";
  if (!isPlain || typeof Reflect.get(value, "toJSON") === "function") return false;
  for (const key of Object.keys(value)) {
    const member: unknown = Reflect.get(value, key);
    if (member !== undefined && !isJson(member, budget, depth)) return false;
  }
  return true;
}
