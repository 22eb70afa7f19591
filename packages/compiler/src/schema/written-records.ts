/**
 * The records people wrote.
 *
 * Comes in: a schema. Goes out: its records without those the language makes for rows of derived sources, which have no facts of their own.
 */
import type { RecordType, Schema } from "@luong/spec";

export function writtenRecords(schema: Schema): readonly RecordType[] {
  return schema.records.filter(({ synthetic }) => synthetic !== true);
}
