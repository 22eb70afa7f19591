/**
 * Candidates for `looks like`: buckets such that texts that are alike meet in one.
 *
 * The name of an identifier's type and a text in, the text's bucket out, and the buckets where what is alike may stand. Finds too much, never too little:
 * the operator has the last word.
 */
import { foldAddress } from "../identity/address.ts";
import { isOneConfused } from "../identity/confusables.ts";
import { normaliseContainerNo } from "../identity/container.ts";
import { foldName } from "../identity/name.ts";
import { numbersIn } from "../identity/phrases.ts";
import { normalisePlate } from "../identity/plate.ts";
import { SIMILARITY_LETTERS_MAX } from "../identity/similarity.ts";
import { nfc } from "../text.ts";

const CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** For each character the first of all that can be confused with it, directly or through others. */
function confusableClasses(): ReadonlyMap<string, string> {
  const classes = new Map([...CHARACTERS].map((each) => [each, each]));
  for (const a of CHARACTERS) {
    for (const b of CHARACTERS) {
      const [left, right] = [classes.get(a) ?? a, classes.get(b) ?? b];
      if (left === right || !isOneConfused(a, b)) continue;
      for (const [each, of] of classes) if (of === right) classes.set(each, left);
    }
  }
  return classes;
}

const classes = confusableClasses();

/** Every confusable character as the first of its class. Of signs alone, which are alike only as they stand, the text itself. */
function skeleton(normalised: string, text: string): string {
  if (normalised === "") return `=${nfc(text)}`;
  let result = "";
  for (const character of normalised) result += classes.get(character) ?? character;
  return result;
}

/** Letters of a folded text that similarity compares. */
function lengthOf(folded: string): number {
  return Math.min([...folded].length, SIMILARITY_LETTERS_MAX);
}

function nameBucket(numbers: string, length: number): string {
  return `${numbers}|${length}`;
}

/** The bucket of a text; one for all texts where the type has no better. */
export function likenessBucket(type: string, text: string): string {
  switch (type) {
    case "Plate":
      return skeleton(normalisePlate(text), text);
    case "ContainerNo":
      return skeleton(normaliseContainerNo(text), text);
    case "Name": {
      const folded = foldName(text);
      return nameBucket(numbersIn(folded.split(" ")), lengthOf(folded));
    }
    case "Address":
      return numbersIn(foldAddress(text).split(" ").toSorted());
    default:
      return "";
  }
}

/** Buckets of all texts that may be alike to this one. */
export function likenessBuckets(type: string, text: string): readonly string[] {
  if (type !== "Name") return [likenessBucket(type, text)];
  const folded = foldName(text);
  const numbers = numbersIn(folded.split(" "));
  const length = lengthOf(folded);
  // Names alike differ in length by a tenth of the longer one at most.
  const shortest = length - Math.floor(length / 10);
  const longest = Math.floor((length * 10) / 9);
  return Array.from({ length: longest - shortest + 1 }, (_, index) =>
    nameBucket(numbers, shortest + index),
  );
}
