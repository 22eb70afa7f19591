/**
 * The envelope of a checkpoint: four letters, the version of the format, a digest, and what it is about.
 *
 * Comes in: bytes. Goes out: a reader behind the head, or a `CheckpointError` with words for people in both languages. Nothing was changed then.
 */
import type { Language, Message } from "@luong/spec";
import { DIGEST_BYTES, digestOf } from "./byte-stream.ts";

const MAGIC: readonly number[] = [0x4c, 0x55, 0x48, 0x47];
/** Version of the format; another one is not read. */
export const CHECKPOINT_FORMAT = 1;
const HEAD_BYTES = MAGIC.length + 1 + DIGEST_BYTES;

/** `damaged`: cut off, or bytes changed. `format`: written by another version. `group`: of something else. */
export type CheckpointProblem = "damaged" | "format" | "group";

const words: Readonly<Record<CheckpointProblem, Readonly<Record<Language, Message>>>> = {
  damaged: {
    en: {
      what: "the checkpoint is damaged: its bytes do not agree with its digest",
      why: "nothing of it was taken over",
      try: "drop it and fill the group from the log",
    },
    vi: {
      what: "điểm lưu bị hỏng: nội dung không khớp mã kiểm tra",
      why: "chưa nạp gì từ điểm lưu này",
      try: "hãy bỏ điểm lưu này và dựng lại nhóm từ nhật ký",
    },
  },
  format: {
    en: {
      what: `the checkpoint was written in another format than ${CHECKPOINT_FORMAT}`,
      why: "nothing of it was taken over",
      try: "drop it and fill the group from the log",
    },
    vi: {
      what: `điểm lưu được ghi theo định dạng khác định dạng ${CHECKPOINT_FORMAT}`,
      why: "chưa nạp gì từ điểm lưu này",
      try: "hãy bỏ điểm lưu này và dựng lại nhóm từ nhật ký",
    },
  },
  group: {
    en: {
      what: "the checkpoint is of another group than the one asked for",
      why: "nothing of it was taken over",
      try: "look it up by the definition of the group",
    },
    vi: {
      what: "điểm lưu thuộc nhóm khác với nhóm cần nạp",
      why: "chưa nạp gì từ điểm lưu này",
      try: "hãy tìm điểm lưu theo định nghĩa của nhóm",
    },
  },
};

export class CheckpointError extends Error {
  readonly problem: CheckpointProblem;
  /** For people, by language. */
  readonly words: Readonly<Record<Language, Message>>;

  constructor(problem: CheckpointProblem) {
    super(words[problem].en.what);
    this.name = "CheckpointError";
    this.problem = problem;
    this.words = words[problem];
  }
}

/** Puts the head before what was written. */
export function sealed(body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES + body.length);
  bytes.set(MAGIC);
  bytes[MAGIC.length] = CHECKPOINT_FORMAT;
  bytes.set(digestOf(body), MAGIC.length + 1);
  bytes.set(body, HEAD_BYTES);
  return bytes;
}

/** What stands behind the head. Throws a `CheckpointError`. */
export function opened(bytes: Uint8Array): Uint8Array {
  if (bytes.length < HEAD_BYTES || MAGIC.some((byte, at) => bytes[at] !== byte))
    throw new CheckpointError("damaged");
  if (bytes[MAGIC.length] !== CHECKPOINT_FORMAT) throw new CheckpointError("format");
  const body = bytes.subarray(HEAD_BYTES);
  const digest = digestOf(body);
  if (digest.some((byte, at) => bytes[MAGIC.length + 1 + at] !== byte))
    throw new CheckpointError("damaged");
  return body;
}
