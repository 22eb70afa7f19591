/**
 * LU68xx: what a store of history may refuse or fail at, with the words for it in both languages.
 *
 * Comes in: a code and its arguments. Goes out: a `StoreError`, or one line for people. Stores throw these and nothing else; what was asked
 * was then not done, except for LU6812, which says that nobody knows. Addresses of databases come without their passwords.
 */
import type { Fault, Language, Message } from "@luong/spec";

/** What is wrong with a member of a batch. */
export type Unfit = "name" | "time" | "json" | "identity" | "place" | "bytes";

const unfitWords: Readonly<Record<Language, Readonly<Record<Unfit, string>>>> = {
  en: {
    name: "must be a text of 1 to 512 characters, without half characters and without U+0000",
    time: "must be a whole number of milliseconds since 1970 UTC",
    json: "must be plain JSON: no NaN, no dates, functions or big integers, nothing that holds itself",
    identity: "is missing: a withdrawn row has no content that would tell which row it is",
    place: "must be the number of an entry of the log, or 0",
    bytes: "must be bytes",
  },
  vi: {
    name: "phải là văn bản từ 1 đến 512 ký tự, không chứa nửa ký tự và không chứa U+0000",
    time: "phải là số nguyên mili giây tính từ năm 1970 theo giờ UTC",
    json: "phải là JSON thuần: không có NaN, kiểu ngày, hàm, số nguyên lớn, không tự chứa chính nó",
    identity: "còn thiếu: dòng bị rút không còn nội dung để biết đó là dòng nào",
    place: "phải là số thứ tự một bản ghi của nhật ký, hoặc 0",
    bytes: "phải là dãy byte",
  },
};

type Words<Args> = Readonly<Record<Language, (args: Args) => Message>>;

function define<Args extends object>(words: Words<Args>): Words<Args> {
  return words;
}

interface Place {
  /** File, or `host:port/database`. */
  readonly place: string;
}

interface Reason extends Place {
  /** In the words of the database or the system, untranslated. */
  readonly reason: string;
}

const specs = {
  LU6801: define<{ unfit: Unfit }>({
    en: ({ unfit }) => ({
      what: `this ${unfitWords.en[unfit]}`,
      why: "nothing of the batch was written",
    }),
    vi: ({ unfit }) => ({
      what: `chỗ này ${unfitWords.vi[unfit]}`,
      why: "chưa ghi gì của lô này",
    }),
  }),
  LU6802: define<Place & { found: number; known: number }>({
    en: ({ place, found, known }) => ({
      what: `the store \`${place}\` has format ${found}, this version writes format ${known}`,
      try:
        found > known
          ? "open it with the newer version that wrote it"
          : "open it for writing once, which brings it up to date",
    }),
    vi: ({ place, found, known }) => ({
      what: `kho lịch sử \`${place}\` có định dạng ${found}, phiên bản này ghi định dạng ${known}`,
      try:
        found > known
          ? "hãy mở bằng phiên bản mới hơn đã ghi kho này"
          : "hãy mở để ghi một lần, kho sẽ được nâng lên định dạng mới",
    }),
  }),
  LU6803: define<Place>({
    en: ({ place }) => ({
      what: `\`${place}\` is not a store of history`,
      try: "give the file or schema of a store, or a name that is not taken yet",
    }),
    vi: ({ place }) => ({
      what: `\`${place}\` không phải kho lịch sử`,
      try: "hãy chỉ đúng tệp hoặc lược đồ của kho, hoặc một tên chưa dùng",
    }),
  }),
  LU6804: define<Reason>({
    en: ({ place, reason }) => ({
      what: `the store \`${place}\` is damaged`,
      why: reason,
      try: "stop writing, keep a copy of what is there, and restore the last backup",
    }),
    vi: ({ place, reason }) => ({
      what: `kho lịch sử \`${place}\` bị hỏng`,
      why: reason,
      try: "hãy ngừng ghi, sao lại những gì đang có rồi khôi phục từ bản sao lưu gần nhất",
    }),
  }),
  LU6805: define<Place>({
    en: ({ place }) => ({
      what: `there is no space left for the store \`${place}\`; nothing was written`,
      try: "make space or raise its limit, then send the batch again",
    }),
    vi: ({ place }) => ({
      what: `không còn chỗ cho kho lịch sử \`${place}\`; chưa ghi gì`,
      try: "hãy giải phóng dung lượng hoặc nâng giới hạn, rồi gửi lại lô này",
    }),
  }),
  LU6806: define<Place>({
    en: ({ place }) => ({
      what: `another process keeps the store \`${place}\` locked; nothing was written`,
      try: "end that process or wait for it, then send the batch again",
    }),
    vi: ({ place }) => ({
      what: `một tiến trình khác đang khóa kho lịch sử \`${place}\`; chưa ghi gì`,
      try: "hãy dừng tiến trình đó hoặc chờ nó xong, rồi gửi lại lô này",
    }),
  }),
  LU6807: define<Reason>({
    en: ({ place, reason }) => ({
      what: `the store \`${place}\` cannot be opened`,
      why: reason,
      try: "the folder must be there and the service must be allowed to write into it",
    }),
    vi: ({ place, reason }) => ({
      what: `không mở được kho lịch sử \`${place}\``,
      why: reason,
      try: "thư mục phải có sẵn và dịch vụ phải có quyền ghi vào đó",
    }),
  }),
  LU6808: define<Place>({
    en: ({ place }) => ({
      what: `the store \`${place}\` is open for reading only; nothing was written`,
      try: "check the rights of file and folder, and how the store was opened",
    }),
    vi: ({ place }) => ({
      what: `kho lịch sử \`${place}\` chỉ được mở để đọc; chưa ghi gì`,
      try: "hãy kiểm tra quyền của tệp, của thư mục và cách mở kho",
    }),
  }),
  LU6809: define<Reason>({
    en: ({ place, reason }) => ({
      what: `the disk of the store \`${place}\` failed`,
      why: reason,
      try: "check the disk, open the store again and send the last batches again",
    }),
    vi: ({ place, reason }) => ({
      what: `ổ đĩa của kho lịch sử \`${place}\` gặp lỗi`,
      why: reason,
      try: "hãy kiểm tra ổ đĩa, mở lại kho và gửi lại các lô cuối",
    }),
  }),
  LU6810: define<Place>({
    en: ({ place }) => ({ what: `the store \`${place}\` has been closed` }),
    vi: ({ place }) => ({ what: `kho lịch sử \`${place}\` đã đóng` }),
  }),
  LU6811: define<Reason>({
    en: ({ place, reason }) => ({
      what: `the database \`${place}\` cannot be reached; nothing was written`,
      why: reason,
      try: "check that it runs and that the address is right",
    }),
    vi: ({ place, reason }) => ({
      what: `không kết nối được cơ sở dữ liệu \`${place}\`; chưa ghi gì`,
      why: reason,
      try: "hãy kiểm tra cơ sở dữ liệu có đang chạy và địa chỉ có đúng không",
    }),
  }),
  LU6812: define<Reason>({
    en: ({ place, reason }) => ({
      what: `the connection to \`${place}\` broke while a batch was written; it may be there or not`,
      why: reason,
      try: "send the batch again: what is there already is not written twice",
    }),
    vi: ({ place, reason }) => ({
      what: `mất kết nối tới \`${place}\` khi đang ghi một lô; lô có thể đã được ghi hoặc chưa`,
      why: reason,
      try: "hãy gửi lại lô này: phần đã có sẽ không bị ghi hai lần",
    }),
  }),
  LU6813: define<Reason>({
    en: ({ place, reason }) => ({
      what: `the database \`${place}\` refuses the access`,
      why: reason,
      try: "check user, password and rights on the schema",
    }),
    vi: ({ place, reason }) => ({
      what: `cơ sở dữ liệu \`${place}\` từ chối truy cập`,
      why: reason,
      try: "hãy kiểm tra người dùng, mật khẩu và quyền trên lược đồ",
    }),
  }),
  LU6814: define<Place>({
    en: ({ place }) => ({
      what: `the store \`${place}\` took longer than allowed; nothing was written`,
      try: "look for what blocks the database, then send the batch again",
    }),
    vi: ({ place }) => ({
      what: `kho lịch sử \`${place}\` phản hồi quá thời hạn; chưa ghi gì`,
      try: "hãy tìm nguyên nhân làm nghẽn cơ sở dữ liệu, rồi gửi lại lô này",
    }),
  }),
  LU6815: define<Reason>({
    en: ({ place, reason }) => ({
      what: `this is too large for the store \`${place}\`; nothing was written`,
      why: reason,
    }),
    vi: ({ place, reason }) => ({
      what: `nội dung quá lớn đối với kho lịch sử \`${place}\`; chưa ghi gì`,
      why: reason,
    }),
  }),
  LU6816: define<{ option: string; given: string }>({
    en: ({ option, given }) => ({
      what: `\`${given}\` is no ${option}`,
      try: optionHelp(option, "en"),
    }),
    vi: ({ option, given }) => ({
      what: `\`${given}\` không dùng được cho \`${option}\``,
      try: optionHelp(option, "vi"),
    }),
  }),
  LU6899: define<Reason>({
    en: ({ place, reason }) => ({ what: `the store \`${place}\` failed`, why: reason }),
    vi: ({ place, reason }) => ({ what: `kho lịch sử \`${place}\` gặp lỗi`, why: reason }),
  }),
} as const;

function optionHelp(option: string, language: Language): string {
  const help: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
    schema: {
      en: "small letters a to z, digits and `_`, at most 63, no digit first",
      vi: "chỉ dùng chữ thường a đến z, chữ số và `_`, tối đa 63 ký tự, không bắt đầu bằng chữ số",
    },
    url: {
      en: "give an address such as `postgresql://user@host:5432/database`, or set `LUONG_DATABASE_URL`",
      vi: "hãy ghi địa chỉ như `postgresql://user@host:5432/database`, hoặc đặt biến `LUONG_DATABASE_URL`",
    },
  };
  return help[option]?.[language] ?? { en: "see the documentation", vi: "xem tài liệu" }[language];
}

type Specs = typeof specs;
export type StoreFaultCode = keyof Specs;
export type StoreFaultArgs<C extends StoreFaultCode> =
  Specs[C] extends Words<infer Args> ? Args : never;

/** Every code in ascending order. */
export const storeFaultCodes = Object.keys(specs) as readonly StoreFaultCode[];

function isStoreFaultCode(code: string): code is StoreFaultCode {
  return Object.hasOwn(specs, code);
}

/** The words of a fault of a store; undefined for any other. INVARIANT (typed faults): they are made by `StoreError`, so the arguments fit. */
export function storeFaultMessage(fault: Fault, language: Language): Message | undefined {
  if (!isStoreFaultCode(fault.code)) return undefined;
  const words = specs[fault.code][language] as (args: Fault["args"]) => Message;
  return words(fault.args);
}

/** One line: `LU6805: there is no space left …; make space …`. */
export function storeFaultText(fault: Fault, language: Language): string {
  const message = storeFaultMessage(fault, language) ?? { what: JSON.stringify(fault.args) };
  const where = fault.path === "" ? "" : ` ${fault.path}`;
  const why = message.why === undefined ? "" : ` (${message.why})`;
  const advice = message.try === undefined ? "" : `; ${message.try}`;
  return `${fault.code}${where}: ${message.what}${why}${advice}`;
}

/** What every store throws. The message is English; `storeFaultText(error.fault, "vi")` says it in Vietnamese. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code: StoreFaultCode;
  /** `path`: JSON Pointer into what was handed over, else empty. */
  readonly fault: Fault;
  constructor(fault: Fault & { readonly code: StoreFaultCode }, cause?: unknown) {
    super(storeFaultText(fault, "en"), cause === undefined ? undefined : { cause });
    this.code = fault.code;
    this.fault = fault;
  }
}

/** A `StoreError` with the arguments its code demands. */
export function storeError<C extends StoreFaultCode>(
  code: C,
  args: StoreFaultArgs<C> & Fault["args"],
  more: { readonly path?: string; readonly cause?: unknown } = {},
): StoreError {
  return new StoreError({ code, path: more.path ?? "", args }, more.cause);
}
