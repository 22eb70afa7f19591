/**
 * Evaluates tree ensembles: rows of encoded numbers in, outputs out.
 *
 * One loop over flat arrays, no allocation for a row, no code made at run time. Rounds as the library the model comes from: inputs and every sum to 32 bits where it
 * works in 32 bits. Sums go in the order of the trees. Does not know texts; `tree-provider.ts` encodes.
 */
import {
  MISSING_LEFT,
  TEST_AT_MOST,
  TEST_BELOW,
  TEST_IN_SET,
  TEST_MASK,
  type TreeEnsemble,
  ZERO_IS_MISSING,
} from "./ensemble.ts";
import { MISSING, placeOf } from "./set-members.ts";
import type { TreeTransform } from "./tree-json.ts";

/** What LightGBM takes for zero (`kZeroThreshold`, a float of 32 bits). */
const ZERO = Math.fround(1e-35);
const MISSING_LEFT_BIT = 2;

/**
 * Outputs of `count` rows. `rows` has the inputs of a row side by side (NaN is missing), `outputs` gets `ensemble.base.length` numbers a row, transformed. Both may be
 * longer than needed; `rows` is rounded in place when the model works in 32 bits.
 */
export function evaluateTrees(
  ensemble: TreeEnsemble,
  rows: Float64Array,
  count: number,
  outputs: Float64Array,
): void {
  const inputs = ensemble.inputs.length;
  const width = ensemble.base.length;
  const places = new Int32Array(inputs);
  if (ensemble.isSingle) roundFrom(rows, 0, count * inputs);
  for (let row = 0; row < count; row++) {
    const out = row * width;
    findPlaces(ensemble, rows, row * inputs, places);
    begin(ensemble, outputs, out);
    addTrees(ensemble, rows, row * inputs, places, outputs, out);
    if (ensemble.divisor !== 1) average(ensemble, outputs, out);
    transform(ensemble.transform, outputs, out, width);
    if (ensemble.isSingle) roundFrom(outputs, out, width);
  }
}

function findPlaces(
  { members }: TreeEnsemble,
  rows: Float64Array,
  row: number,
  places: Int32Array,
): void {
  for (let input = 0; input < places.length; input++)
    places[input] = placeOf(members, input, rows[row + input] as number);
}

/** The base is added before the trees, as the libraries do; to an average it is added after. */
function begin({ base, divisor }: TreeEnsemble, outputs: Float64Array, out: number): void {
  for (let each = 0; each < base.length; each++)
    outputs[out + each] = divisor === 1 ? (base[each] as number) : 0;
}

function average({ base, divisor }: TreeEnsemble, outputs: Float64Array, out: number): void {
  for (let each = 0; each < base.length; each++)
    outputs[out + each] = (outputs[out + each] as number) / divisor + (base[each] as number);
}

function roundFrom(values: Float64Array, start: number, length: number): void {
  for (let at = start; at < start + length; at++) values[at] = Math.fround(values[at] as number);
}

/**
 * The sums of one row. The assertions in here say what `check-ensemble.ts` has seen to: every index is inside its array.
 * INVARIANT (forward trees): the inner loop ends, as nodes only point onwards.
 */
function addTrees(
  ensemble: TreeEnsemble,
  rows: Float64Array,
  row: number,
  places: Int32Array,
  outputs: Float64Array,
  out: number,
): void {
  const { roots, isPlain, leaf, isSingle, firstOutput, width } = ensemble;
  for (let tree = 0; tree < roots.length; tree++) {
    const root = roots[tree] as number;
    const first =
      isPlain[tree] === 1
        ? plainLeaf(ensemble, root, rows, row)
        : anyLeaf(ensemble, root, rows, row, places);
    const target = out + (firstOutput[tree] as number);
    const many = width[tree] as number;
    for (let each = 0; each < many; each++) {
      const sum = (outputs[target + each] as number) + (leaf[first + each] as number);
      outputs[target + each] = isSingle ? Math.fround(sum) : sum;
    }
  }
}

/**
 * Numbers only, and no branch a processor could guess wrong: whether the right child is next is computed, not decided. Of random rows half of all guesses are wrong, and a
 * wrong one costs more than the rest of the step.
 */
function plainLeaf(
  { feature, kind, threshold, child }: TreeEnsemble,
  root: number,
  rows: Float64Array,
  row: number,
): number {
  let node = root;
  while (node >= 0) {
    const value = rows[row + (feature[node] as number)] as number;
    const limit = threshold[node] as number;
    const how = kind[node] as number;
    const isMissing = Number(Number.isNaN(value));
    const isRight =
      Number(value > limit) |
      (Number(value === limit) & how & TEST_BELOW) |
      (isMissing & ((how >> MISSING_LEFT_BIT) ^ 1));
    node = child[2 * node + isRight] as number;
  }
  return -1 - node;
}

function anyLeaf(
  { feature, kind, threshold, child, members }: TreeEnsemble,
  root: number,
  rows: Float64Array,
  row: number,
  places: Int32Array,
): number {
  const { words } = members;
  let node = root;
  while (node >= 0) {
    const input = feature[node] as number;
    const how = kind[node] as number;
    const limit = threshold[node] as number;
    let goesLeft: boolean;
    if ((how & TEST_MASK) === TEST_IN_SET) {
      const place = places[input] as number;
      if (place >= 0)
        goesLeft = (((words[place + (limit >>> 5)] as number) >>> (limit & 31)) & 1) === 1;
      else goesLeft = place === MISSING && (how & MISSING_LEFT) !== 0;
    } else goesLeft = isLeft(how, rows[row + input] as number, limit);
    node = child[2 * node + (goesLeft ? 0 : 1)] as number;
  }
  return -1 - node;
}

/** A test of a number. */
function isLeft(how: number, value: number, limit: number): boolean {
  const isZero = (how & ZERO_IS_MISSING) !== 0 && value <= ZERO && value >= -ZERO;
  if (Number.isNaN(value) || isZero) return (how & MISSING_LEFT) !== 0;
  const test = how & TEST_MASK;
  if (test === TEST_AT_MOST) return value <= limit;
  return test === TEST_BELOW ? value < limit : value === limit;
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

function transform(how: TreeTransform, outputs: Float64Array, start: number, width: number): void {
  if (how.kind === "softmax") softmax(outputs, start, width);
  for (let at = start; at < start + width; at++) {
    const sum = outputs[at] as number;
    switch (how.kind) {
      case "identity":
      case "softmax":
        break;
      case "sigmoid":
        outputs[at] = sigmoid(how.scale * sum);
        break;
      case "exponential":
        outputs[at] = Math.exp(sum);
        break;
      case "signed square":
        outputs[at] = sum * Math.abs(sum);
        break;
    }
  }
}

/** The greatest is taken off first, so that no power overflows. */
function softmax(outputs: Float64Array, start: number, width: number): void {
  let most = Number.NEGATIVE_INFINITY;
  for (let at = start; at < start + width; at++) most = Math.max(most, outputs[at] as number);
  let total = 0;
  for (let at = start; at < start + width; at++) {
    const power = Math.exp((outputs[at] as number) - most);
    outputs[at] = power;
    total += power;
  }
  for (let at = start; at < start + width; at++) outputs[at] = (outputs[at] as number) / total;
}
