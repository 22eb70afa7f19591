/**
 * Plates and container numbers as cameras write them → the form in which they are compared, and whether two plates may be one.
 *
 * The meaning is the language's own (`looks like`), so that a criterion and a passage agree about what one vehicle is. Here is only a memory:
 * the same few plates come thousands of times. Bounded, for cameras can write any text.
 */
import {
  isContainerNo,
  isPlate,
  normaliseContainerNo,
  normalisePlate,
  platesAlike,
} from "@luong/spec";

const MEMORY = 20_000;
const normals = new Map<string, string>();

/** `29C-123.45` → `29C12345`. */
export function normalPlate(raw: string): string {
  const known = normals.get(raw);
  if (known !== undefined) return known;
  const normal = normalisePlate(raw);
  if (normals.size >= MEMORY) normals.clear();
  normals.set(raw, normal);
  return normal;
}

/** May two normal plates be readings of one? Only a character that cameras confuse may differ: the next number in a row is the next lorry. */
export function isPlateAlike(a: string, b: string): boolean {
  if (a === b) return true;
  return a.length === b.length && platesAlike(a, b);
}

/** Has it the form of plates of Viet Nam or a neighbour? `29C1234S` has not, so `29C12345` is the better reading. */
export function hasPlateForm(norm: string): boolean {
  return isPlate(norm);
}

/** `mscu 663987-0` → `MSCU6639870` when its check digit is right. */
export function containerNumber(raw: string): string | undefined {
  const normal = normaliseContainerNo(raw);
  return isContainerNo(normal) ? normal : undefined;
}
