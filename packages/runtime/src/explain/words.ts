/**
 * The fixed words of an explained decision, in both languages.
 *
 * Criteria, facts and policies bring their own labels; this file has what stands around them.
 */
import type { Channel, CriterionClass, Language, UnknownKind } from "@luong/spec";

type Words<K extends string> = Readonly<Record<Language, Readonly<Record<K, string>>>>;

export const channelWords: Words<Channel> = {
  en: { green: "GREEN", yellow: "YELLOW", red: "RED" },
  vi: { green: "XANH", yellow: "VÀNG", red: "ĐỎ" },
};

export const classWords: Words<CriterionClass> = {
  en: { statutory: "statutory", analysis: "analysis", scoring: "scoring", quality: "quality" },
  vi: { statutory: "quy định", analysis: "phân tích", scoring: "tính điểm", quality: "chất lượng" },
};

export const causeWords: Words<UnknownKind> = {
  en: {
    "not declared": "not declared",
    "no such row": "no such row",
    "too few rows": "too few rows",
    "units differ": "units differ",
    "division by zero": "division by zero",
    "source failed": "source not available",
    "window open": "time not over yet",
  },
  vi: {
    "not declared": "chưa khai",
    "no such row": "không có dòng",
    "too few rows": "không đủ dòng",
    "units differ": "khác đơn vị",
    "division by zero": "chia cho không",
    "source failed": "không có nguồn",
    "window open": "chưa hết thời gian xét",
  },
};

export const headings: Words<
  | "declaration"
  | "revision"
  | "decided"
  | "channel"
  | "points"
  | "bundle"
  | "hits"
  | "suppressed"
  | "unknown"
  | "scores"
  | "steps"
  | "because"
  | "row"
  | "tableRow"
  | "inspect"
  | "actions"
  | "alerts"
  | "none"
> = {
  en: {
    declaration: "Declaration",
    revision: "revision",
    decided: "decided",
    channel: "Channel",
    points: "risk points",
    bundle: "Criteria",
    hits: "Hits",
    suppressed: "Suppressed by the exemption",
    unknown: "Unknown",
    scores: "Scores",
    steps: "How it was decided",
    because: "Facts",
    row: "row",
    tableRow: "table row",
    inspect: "Inspect",
    actions: "Actions",
    alerts: "Alerts",
    none: "no criterion hit",
  },
  vi: {
    declaration: "Tờ khai",
    revision: "lần sửa",
    decided: "quyết định lúc",
    channel: "Luồng",
    points: "điểm rủi ro",
    bundle: "Bộ tiêu chí",
    hits: "Tiêu chí trúng",
    suppressed: "Không tính do được miễn",
    unknown: "Chưa rõ",
    scores: "Điểm số",
    steps: "Cách quyết định",
    because: "Dữ kiện",
    row: "dòng",
    tableRow: "dòng bảng",
    inspect: "Kiểm tra",
    actions: "Biện pháp",
    alerts: "Cảnh báo",
    none: "không tiêu chí nào trúng",
  },
};
