/**
 * The records people wrote: those the language makes for rows of derived sources have no name to show and no facts of their own.
 */
import type { RecordType, Schema } from "@luong/spec";

export function writtenRecords(schema: Schema): readonly RecordType[] {
  return schema.records.filter(({ synthetic }) => synthetic !== true);
}
