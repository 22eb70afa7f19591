/**
 * The helpers emitted code may call, by the module they come from.
 *
 * Read by the emitter (it imports them all, esbuild leaves out what is not used) and by the naming of locals, which must not hide one.
 */
export const helperImports: Readonly<Record<string, readonly string[]>> = {
  "luong:support/read-facts": [
    "nfc",
    "nfcAll",
    "readDate",
    "readTime",
    "readInstant",
    "levelNumber",
    "scaled",
    "scaledFlag",
    "baseValue",
    "scaledBase",
    "scaledBaseFlag",
    "basePrice",
    "isAbsent",
    "own",
  ],
  "luong:support/sets": [
    "inList",
    "inSet",
    "inIntervals",
    "isUnder",
    "underList",
    "underSet",
    "underTree",
    "underTreeList",
    "TreePart",
    "anyInSet",
    "anyInList",
    "anyInArray",
    "distinct",
    "membersOf",
  ],
  "luong:support/words": ["CellWords", "DatedWords", "WordGroups", "WordMemo"],
  "luong:support/table-index": ["TableIndex", "columnOf", "rowsOf", "fromOf", "untilOf"],
  "luong:support/money": ["ratesTo", "rateOf"],
  "luong:support/results": ["appendRow", "nearestQuotient"],
  "@luong/spec": [
    "addMonths",
    "addMonthsToInstant",
    "containerOwner",
    "fold",
    "foldExactly",
    "isContainerNo",
    "startOfMonth",
    "startOfYear",
    "weekdayFromDays",
  ],
};
