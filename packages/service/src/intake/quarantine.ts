/**
 * Why a message, or one read of it, could not be accepted: a closed set of reasons, each with its words in both languages.
 *
 * A problem found by a parser in, what is put aside and its sentence out. Nothing is repaired or guessed here. Reasons are external: they
 * are not renamed, and not used for something else.
 */
import type { Language, Message } from "@luong/spec";
import type { SourceFormat } from "./read.ts";

/** Values a reason's sentence needs; plain JSON. */
interface ReasonArgs {
  readonly tooLarge: { readonly bytes: number; readonly limit: number };
  readonly notUtf8: Readonly<Record<never, never>>;
  readonly notXml: Readonly<Record<never, never>>;
  readonly notJson: Readonly<Record<never, never>>;
  readonly entities: Readonly<Record<never, never>>;
  readonly tooDeep: { readonly limit: number };
  readonly unknownFormat: Readonly<Record<never, never>>;
  readonly multipart: Readonly<Record<never, never>>;
  readonly missing: { readonly field: string };
  readonly wrongType: { readonly field: string; readonly expected: Expected };
  readonly tooMany: { readonly count: number; readonly limit: number };
  readonly badTime: { readonly written: string };
  readonly noZone: { readonly written: string; readonly device: string };
  readonly badConfidence: { readonly written: string };
  readonly badPlate: { readonly written: string };
  readonly badContainer: { readonly written: string };
  readonly badWeight: { readonly written: string };
  readonly noDevice: Readonly<Record<never, never>>;
  readonly unknownDevice: { readonly device: string };
  readonly deviceMismatch: { readonly device: string; readonly written: string };
  readonly unknownLane: { readonly device: string; readonly line: string };
  readonly clock: { readonly device: string; readonly aheadMs: number; readonly limitMs: number };
  readonly tooLate: { readonly device: string };
}

type Expected = "text" | "number" | "object" | "list" | "word";
export type QuarantineReason = keyof ReasonArgs;

export interface Problem {
  readonly reason: QuarantineReason;
  /** JSON Pointer into the message; XML elements are its members. Empty for the whole message. */
  readonly path: string;
  readonly args: Readonly<Record<string, string | number>>;
}

/** What is put aside: the problem, and enough of the message to look at it and to send it again. */
export interface Quarantined extends Problem {
  readonly receivedAt: number;
  readonly device?: string;
  readonly format?: SourceFormat;
  readonly contentType: string;
  /** Of the whole message, and its SHA-256 in hexadecimal digits. */
  readonly size: number;
  readonly sha256: string;
  /** The first bytes of the message in base 64; as many as the option `keptBytes` says. */
  readonly head: string;
}

export function problem<R extends QuarantineReason>(
  reason: R,
  path: string,
  args: ReasonArgs[R] & Problem["args"],
): Problem {
  return { reason, path, args };
}

type Words = {
  readonly [R in QuarantineReason]: Readonly<Record<Language, (args: ReasonArgs[R]) => Message>>;
};

const expectedWords: Readonly<Record<Expected, Readonly<Record<Language, string>>>> = {
  text: { en: "a text", vi: "văn bản" },
  number: { en: "a number", vi: "một số" },
  object: { en: "an object", vi: "một đối tượng" },
  list: { en: "a list", vi: "một dãy" },
  word: { en: "one of the words allowed", vi: "một trong các từ cho phép" },
};

function seconds(ms: number): string {
  return String(Math.round(Math.abs(ms) / 1000));
}

const words: Words = {
  tooLarge: {
    en: ({ bytes, limit }) => ({
      what: `the message has ${bytes} bytes, at most ${limit} are read`,
      try: "make the camera send smaller pictures, or raise the limit",
    }),
    vi: ({ bytes, limit }) => ({
      what: `bản tin dài ${bytes} byte, chỉ đọc tối đa ${limit} byte`,
      try: "đặt camera gửi ảnh nhỏ hơn hoặc nâng giới hạn",
    }),
  },
  notUtf8: {
    en: () => ({
      what: "the message is not UTF-8 text",
      why: "another encoding would have to be guessed, and a guess changes plates",
      try: "set the camera's output to UTF-8",
    }),
    vi: () => ({
      what: "bản tin không phải văn bản UTF-8",
      why: "nếu đoán bảng mã khác thì biển số có thể bị đọc sai",
      try: "đặt camera xuất dữ liệu theo UTF-8",
    }),
  },
  notXml: {
    en: () => ({ what: "the message is not well-formed XML", try: "look at where it was cut off" }),
    vi: () => ({
      what: "bản tin không phải XML hợp lệ",
      try: "kiểm tra xem bản tin có bị cắt giữa chừng không",
    }),
  },
  notJson: {
    en: () => ({ what: "the message is not JSON", try: "look at where it was cut off" }),
    vi: () => ({
      what: "bản tin không phải JSON hợp lệ",
      try: "kiểm tra xem bản tin có bị cắt giữa chừng không",
    }),
  },
  entities: {
    en: () => ({
      what: "the XML declares a document type or entities",
      why: "no camera needs them; they are a way to exhaust memory or to read files",
      try: "find out who sent it",
    }),
    vi: () => ({
      what: "XML có khai báo DOCTYPE hoặc thực thể",
      why: "không camera nào cần đến; đây là cách tấn công làm cạn bộ nhớ hoặc đọc trộm tệp",
      try: "xác minh nguồn gửi",
    }),
  },
  tooDeep: {
    en: ({ limit }) => ({ what: `the message nests more than ${limit} levels deep` }),
    vi: ({ limit }) => ({ what: `bản tin lồng nhau sâu hơn ${limit} tầng` }),
  },
  unknownFormat: {
    en: () => ({
      what: "the message has none of the known forms",
      try: "see docs/cameras.md for the forms accepted",
    }),
    vi: () => ({
      what: "bản tin không thuộc dạng nào đã biết",
      try: "xem các dạng được nhận trong docs/cameras.md",
    }),
  },
  multipart: {
    en: () => ({
      what: "the multipart message is broken, or holds no XML or JSON part",
      try: "look at the connection between camera and service",
    }),
    vi: () => ({
      what: "bản tin nhiều phần (multipart) bị hỏng hoặc không có phần XML hay JSON",
      try: "kiểm tra đường truyền giữa camera và máy chủ",
    }),
  },
  missing: {
    en: ({ field }) => ({ what: `\`${field}\` is missing` }),
    vi: ({ field }) => ({ what: `thiếu \`${field}\`` }),
  },
  wrongType: {
    en: ({ field, expected }) => ({
      what: `\`${field}\` should be ${expectedWords[expected].en}`,
    }),
    vi: ({ field, expected }) => ({ what: `\`${field}\` phải là ${expectedWords[expected].vi}` }),
  },
  tooMany: {
    en: ({ count, limit }) => ({ what: `${count} reads in one message, at most ${limit}` }),
    vi: ({ count, limit }) => ({
      what: `một bản tin có ${count} lượt đọc, tối đa là ${limit}`,
    }),
  },
  badTime: {
    en: ({ written }) => ({ what: `\`${written}\` is not a date and time that exists` }),
    vi: ({ written }) => ({ what: `\`${written}\` không phải là ngày giờ có thật` }),
  },
  noZone: {
    en: ({ written, device }) => ({
      what: `the time \`${written}\` has no offset from UTC`,
      try: `give \`zone\` to the device \`${device}\` in the register`,
    }),
    vi: ({ written, device }) => ({
      what: `thời điểm \`${written}\` không ghi múi giờ`,
      try: `khai \`zone\` cho thiết bị \`${device}\` trong danh bạ thiết bị`,
    }),
  },
  badConfidence: {
    en: ({ written }) => ({ what: `the confidence \`${written}\` is not between 0 and 100` }),
    vi: ({ written }) => ({ what: `độ tin cậy \`${written}\` không nằm trong khoảng 0 đến 100` }),
  },
  badPlate: {
    en: ({ written }) => ({ what: `\`${written}\` cannot be a plate` }),
    vi: ({ written }) => ({ what: `\`${written}\` không thể là biển số` }),
  },
  badContainer: {
    en: ({ written }) => ({ what: `\`${written}\` cannot be a container number` }),
    vi: ({ written }) => ({ what: `\`${written}\` không thể là số container` }),
  },
  badWeight: {
    en: ({ written }) => ({ what: `\`${written}\` kg cannot be the weight of a vehicle` }),
    vi: ({ written }) => ({ what: `\`${written}\` kg không thể là trọng lượng của một xe` }),
  },
  noDevice: {
    en: () => ({
      what: "the message does not say which device sent it",
      try: "send it to the device's own address, or write `device`",
    }),
    vi: () => ({
      what: "bản tin không cho biết thiết bị nào gửi",
      try: "gửi đến đúng địa chỉ của thiết bị hoặc ghi `device`",
    }),
  },
  unknownDevice: {
    en: ({ device }) => ({
      what: `the device \`${device}\` is not in the register`,
      try: "enter it with its site, gate and lane, then send the message again",
    }),
    vi: ({ device }) => ({
      what: `thiết bị \`${device}\` chưa có trong danh bạ`,
      try: "khai địa điểm, cổng, làn của thiết bị rồi gửi lại bản tin",
    }),
  },
  deviceMismatch: {
    en: ({ device, written }) => ({
      what: `the message came by the address of \`${device}\` but says it is from \`${written}\``,
    }),
    vi: ({ device, written }) => ({
      what: `bản tin đến theo địa chỉ của \`${device}\` nhưng lại ghi là của \`${written}\``,
    }),
  },
  unknownLane: {
    en: ({ device, line }) => ({
      what: `the register gives no lane to line \`${line}\` of \`${device}\``,
    }),
    vi: ({ device, line }) => ({
      what: `danh bạ không có làn ứng với vạch \`${line}\` của \`${device}\``,
    }),
  },
  clock: {
    en: ({ device, aheadMs, limitMs }) => ({
      what:
        aheadMs > 0
          ? `captured ${seconds(aheadMs)} s after it was received, at most ${seconds(limitMs)} s are believed`
          : `captured ${seconds(aheadMs)} s before it was received, at most ${seconds(limitMs)} s are believed`,
      why: `the clock of \`${device}\` is wrong, or the message was kept back`,
      try: "set the camera's clock (NTP), or give its offset in the register",
    }),
    vi: ({ device, aheadMs, limitMs }) => ({
      what:
        aheadMs > 0
          ? `giờ chụp muộn hơn giờ nhận ${seconds(aheadMs)} giây, chỉ chấp nhận ${seconds(limitMs)} giây`
          : `giờ chụp sớm hơn giờ nhận ${seconds(aheadMs)} giây, chỉ chấp nhận ${seconds(limitMs)} giây`,
      why: `đồng hồ của \`${device}\` sai hoặc bản tin bị giữ lại`,
      try: "chỉnh giờ camera (NTP) hoặc khai độ lệch giờ trong danh bạ",
    }),
  },
  tooLate: {
    en: ({ device }) => ({
      what: `the read of \`${device}\` is older than what is still kept of its lane`,
      why: "it cannot be told whether it belongs to a passage already given out",
    }),
    vi: ({ device }) => ({
      what: `lượt đọc của \`${device}\` cũ hơn dữ liệu còn giữ của làn`,
      why: "không xác định được nó có thuộc lượt xe đã xuất ra hay không",
    }),
  },
};

export const quarantineReasons: readonly QuarantineReason[] = Object.keys(
  words,
) as QuarantineReason[];

/** The sentence of a problem. INVARIANT (typed problems): problems are made by `problem`, so the arguments fit their reason. */
export function quarantineMessage(given: Problem, language: Language): Message {
  const say = words[given.reason][language] as (args: Problem["args"]) => Message;
  return say(given.args);
}
