import { describe, expect, test } from "vitest";
import { foldName, namesAlike } from "./name.ts";

test.each([
  ["Công ty TNHH MTV Hoàng Long", "hoang long"],
  ["HOANG LONG CO., LTD", "hoang long"],
  ["Công ty Cổ phần Cơ khí Hà Nội", "co khi ha noi"],
  ["A.B.C. Trading J.S.C.", "abc trading"],
  ["CTY TNHH TM DV XNK An Phát", "thuong mai dich vu xuat nhap khau an phat"],
  ["Shanghai Haoyu Trading Youxian Gongsi", "shanghai haoyu trading"],
  ["上海贸易有限公司", "上海贸易"],
  ["Công ty TNHH", "cong ty tnhh"],
  ["Co., Ltd.", "co ltd"],
  ["***", "***"],
  ["", ""],
])("%s is %s", (name, expected) => {
  expect(foldName(name)).toBe(expected);
});

// Each line: variants of one name. Every pair of a line is alike.
const families: readonly (readonly string[])[] = [
  [
    "Công ty TNHH Hoàng Long",
    "CONG TY TNHH HOANG LONG",
    "Cty TNHH Hoàng Long",
    "HOANG LONG CO., LTD",
    "Hoang Long Company Limited",
    "HOÀNG LONG",
  ],
  ["Công ty Cổ phần Thép Việt Ý", "CTCP Thép Việt Ý", "Cty CP Thep Viet Y", "THÉP VIỆT Ý"],
  [
    "Công ty TNHH Một thành viên Sao Mai",
    "Công ty TNHH MTV Sao Mai",
    "SAO MAI CO LTD",
    "Công ty trách nhiệm hữu hạn một thành viên Sao Mai",
  ],
  ["Công ty TNHH Xuất nhập khẩu Minh Anh", "Công ty TNHH XNK Minh Anh", "CTY TNHH XNK MINH ANH"],
  [
    "Công ty TNHH Thương mại Dịch vụ Đại Phát",
    "Công ty TNHH TM DV Đại Phát",
    "Công ty TNHH TM&DV Đại Phát",
    "CTY TNHH TMDV DAI PHAT",
  ],
  ["Doanh nghiệp tư nhân Hồng Hà", "DNTN Hồng Hà", "Hong Ha"],
  [
    "Samsung Electronics Vietnam Co., Ltd.",
    "SAMSUNG ELECTRONICS VIET NAM COMPANY LIMITED",
    "Samsung Electronics VN",
    "Samsung Electronic Vietnam Co Ltd",
  ],
  ["ACME Trading Pte. Ltd.", "Acme Trading Pte Ltd", "ACME TRADING PTE LIMITED"],
  [
    "Guangxi Pingxiang Trading Co., Ltd",
    "GUANGXI PINGXIANG TRADING YOUXIAN GONGSI",
    "Guangxi Pingxiang Trading",
    "Guangxi Pingxang Trading Co Ltd",
  ],
  ["A.B.C. International Corp.", "ABC International Corporation", "A B C International Inc"],
  ["Müller Maschinenbau GmbH", "MULLER MASCHINENBAU", "Müller Maschinenbau G.m.b.H."],
  ["上海浩宇贸易有限公司", "上海浩宇贸易有限责任公司", "上海浩宇贸易股份有限公司"],
  ["ООО Ромашка Трейдинг", "ооо «Ромашка-Трейдинг»"],
  [
    "Logistics Hải Phòng JSC",
    "LOGISTICS HAI PHONG J.S.C",
    "Logistics Haiphong Joint Stock Company",
  ],
];

function pairsOf(names: readonly string[]): (readonly [string, string])[] {
  return names.flatMap((a, at) => names.slice(at + 1).map((b) => [a, b] as const));
}

// Typing: one letter wrong, missing, doubled or swapped in a name of ten letters or more.
const typed: readonly (readonly [string, string])[] = [
  ["Công ty TNHH Phương Đông", "Công ty TNHH Phuong Donng"],
  ["Tân Cảng Sài Gòn", "Tan Cnag Sai Gon"],
  ["Vinatrans Đà Nẵng", "Vinatran Da Nang"],
  ["Nguyễn Văn Thành", "Nguyen Van Thanhh"],
  ["Hyosung Vina Textile", "Hyosung Vina Textil"],
  ["Thực phẩm Bình Minh", "Thuc pham Binh Minb"],
];

// Sixty pairs that are two.
const apart: readonly (readonly [string, string])[] = [
  ["Công ty TNHH Hoàng Long", "Công ty TNHH Hoàng Lan"],
  ["Công ty TNHH Hoàng Long", "Công ty TNHH Hoàng Gia"],
  ["Công ty TNHH Hoàng Long", "Công ty TNHH Thăng Long"],
  ["Công ty TNHH Hoàng Long", "Công ty TNHH Hoàng Long Hải"],
  ["Công ty TNHH ABC", "Công ty TNHH ABD"],
  ["Công ty TNHH An Phát", "Công ty TNHH An Thịnh"],
  ["Công ty TNHH An Phát", "Công ty TNHH Tân An Phát"],
  ["Công ty TNHH Minh Anh", "Công ty TNHH Minh Ánh Dương"],
  ["Công ty TNHH Minh Anh", "Công ty TNHH Minh Tâm"],
  ["Công ty TNHH Minh Anh", "Công ty TNHH Mai Anh"],
  ["Nhà máy Thép Việt Ý số 1", "Nhà máy Thép Việt Ý số 2"],
  ["May 10", "May 19"],
  ["Xây dựng số 9", "Xây dựng số 5"],
  ["Vinaconex 3", "Vinaconex 25"],
  ["Sông Đà 5", "Sông Đà 6"],
  ["Cơ khí Hà Nội", "Khí Hà Nội"],
  ["Cơ khí Hà Nội", "Cơ khí Hà Nam"],
  ["Dệt may Nam Định", "Dệt may Nam Hà"],
  ["Sao Mai", "Sao Mộc"],
  ["Đại Phát", "Đại Lộc"],
  ["Hồng Hà", "Hồng Hải"],
  ["Samsung Electronics", "Samsung Display"],
  ["Samsung Electronics", "Samsung Engineering"],
  ["LG Electronics", "LG Display"],
  ["LG Electronics", "LG Innotek"],
  ["Canon Vietnam", "Canon Singapore"],
  ["Honda Vietnam", "Hanwha Vietnam"],
  ["Toyota Motor", "Toyota Tsusho"],
  ["ACME Trading", "ACME Logistics"],
  ["ACME Trading", "Apex Trading"],
  ["Guangxi Trading", "Guangdong Trading"],
  ["Guangxi Pingxiang Trading", "Guangxi Nanning Trading"],
  ["Yunnan Hekou Trading", "Yunnan Kunming Trading"],
  ["Shanghai Haoyu", "Shanghai Haoda"],
  ["Shenzhen Huawei", "Shenzhen Huaqiang"],
  ["上海浩宇贸易有限公司", "上海浩达贸易有限公司"],
  ["上海浩宇贸易有限公司", "北京浩宇贸易有限公司"],
  ["ООО Ромашка", "ООО Берёзка"],
  ["ООО Ромашка", "Romashka LLC"],
  ["Müller GmbH", "Möller GmbH"],
  ["Nguyễn Văn An", "Nguyễn Văn Bình"],
  ["Nguyễn Văn An", "Nguyễn Văn Ân Tâm"],
  ["Nguyễn Văn An", "Trần Văn An"],
  ["Nguyễn Thị Hoa", "Nguyễn Thị Hòa Bình"],
  ["Lê Văn Tám", "Lê Văn Long"],
  ["Phạm Minh Đức", "Phạm Minh Đạt"],
  ["Mohammad Ali", "Muhammed Ali"],
  ["Tân Cảng Sài Gòn", "Tân Cảng Cái Mép"],
  ["Cảng Hải Phòng", "Cảng Hải An"],
  ["Cảng Đà Nẵng", "Cảng Đồng Nai"],
  ["Vận tải Biển Đông", "Vận tải Biển Bắc"],
  ["Thực phẩm Bình Minh", "Thực phẩm Bình An"],
  ["Gỗ Trường Thành", "Gỗ Trường Phát"],
  ["Giấy Bãi Bằng", "Giấy Sài Gòn"],
  ["Phân bón Miền Nam", "Phân bón Miền Bắc"],
  ["Dược Hậu Giang", "Dược Tiền Giang"],
  ["Công ty TNHH", "Công ty Cổ phần"],
  ["***", "---"],
  ["", "ABC"],
  ["", "***"],
];

describe("alike", () => {
  const alike = [...families.flatMap(pairsOf), ...typed];

  test("there are sixty pairs of each kind", () => {
    expect(alike.length).toBeGreaterThanOrEqual(60);
    expect(apart.length).toBeGreaterThanOrEqual(60);
  });

  test.each(alike)("%s and %s", (a, b) => {
    expect(namesAlike(a, b)).toBe(true);
    expect(namesAlike(b, a)).toBe(true);
  });

  test.each(apart)("%s and %s are not", (a, b) => {
    expect(namesAlike(a, b)).toBe(false);
    expect(namesAlike(b, a)).toBe(false);
  });

  // Nine letters of ten are the measure, so a letter of ten is not seen where it makes another person.
  test.each([
    ["Nguyễn Văn An", "Nguyễn Văn Anh"],
    ["Lê Văn Tám", "Lê Văn Nam"],
    ["Dược Hậu Giang", "Dược Hà Giang"],
  ])("known limit: %s and %s", (a, b) => {
    expect(namesAlike(a, b)).toBe(true);
  });
});
