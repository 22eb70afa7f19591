/**
 * Container numbers of ISO 6346: owner code, category, serial number, check digit.
 *
 * Text in, yes or no out. Text is taken as it stands: blanks, lower case and dashes make it invalid.
 */

/** A is 10; multiples of 11 are left out. */
function letterValue(letter: number): number {
  const index = letter - 65;
  return 10 + index + Math.floor((index + 9) / 10);
}

/** Check digit of the first ten characters (`MSCU663987` → 0), undefined when they have not the form. */
export function containerCheckDigit(text: string): number | undefined {
  if (!/^[A-Z]{3}[UJZ]\d{6}/.test(text)) return undefined;
  let sum = 0;
  for (let place = 0; place < 10; place += 1) {
    const character = text.charCodeAt(place);
    sum += (place < 4 ? letterValue(character) : character - 48) * 2 ** place;
  }
  // A remainder of ten is written as 0.
  return (sum % 11) % 10;
}

export function isContainerNo(text: string): boolean {
  return text.length === 11 && String(containerCheckDigit(text)) === text[10];
}

/** The owner code registered with the BIC, without the category letter: `MSC` of `MSCU6639870`. */
export function containerOwner(text: string): string | undefined {
  return /^[A-Z]{3}[UJZ]\d{7}$/.test(text) ? text.slice(0, 3) : undefined;
}
