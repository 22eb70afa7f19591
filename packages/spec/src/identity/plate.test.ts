import { describe, expect, test } from "vitest";
import { isOneConfused } from "./confusables.ts";
import { isPlate, normalisePlate, plateForm, platesAlike } from "./plate.ts";

describe("the form to compare", () => {
  test.each([
    ["29C-123.45", "29C12345"],
    ["29c 123 45", "29C12345"],
    [" 29-C1 234.56 ", "29C123456"],
    ["29MĐ1-123.45", "29MD112345"],
    ["29mđ1-123.45", "29MD112345"],
    // Đ composed of nothing, D with stroke of another alphabet, decomposed accents.
    ["50TÐ-821.08", "50TD82108"],
    ["Á1", "A1"],
    ["桂A·12345", "桂A12345"],
    ["桂Ａ１２３４５", "桂A12345"],
    ["雲A-12345", "云A12345"],
    ["粵Z1234港", "粤Z1234港"],
    ["กข ๑๒๓๔", "กข1234"],
    ["ກຂ ໑໒໓໔", "ກຂ1234"],
    ["២A-១២៣៤", "2A1234"],
    ["12가3456", "12가3456"],
    ["---", ""],
    ["", ""],
  ])("%s is %s", (text, expected) => {
    expect(normalisePlate(text)).toBe(expected);
  });
});

// Sixty plates with what their form tells; null for no province, undefined where no form is known.
const plates: readonly (readonly [
  plate: string,
  country: string | undefined,
  province?: string | null,
])[] = [
  // Civil of five digits and of four, one letter and two.
  ["29C-123.45", "VN", "29"],
  ["30K-567.89", "VN", "30"],
  ["51G-012.34", "VN", "51"],
  ["15C-000.01", "VN", "15"],
  ["11A-999.99", "VN", "11"],
  ["99H-123.45", "VN", "99"],
  ["14C-1234", "VN", "14"],
  ["16L-5678", "VN", "16"],
  ["52Z-0001", "VN", "52"],
  ["51LD-012.34", "VN", "51"],
  ["60LD-1234", "VN", "60"],
  ["29KT-123.45", "VN", "29"],
  ["50TĐ-821.08", "VN", "50"],
  ["72DA-123.45", "VN", "72"],
  ["29CD-012.34", "VN", "29"],
  ["47MK-123.45", "VN", "47"],
  ["80B-123.45", "VN", "80"],
  ["98A 12345", "VN", "98"],
  ["43c12345", "VN", "43"],
  // Trailers.
  ["29R-012.34", "VN", "29"],
  ["51R-1234", "VN", "51"],
  ["15RM-123.45", "VN", "15"],
  // Motorcycles.
  ["29-C1 234.56", "VN", "29"],
  ["29-AA 123.45", "VN", "29"],
  ["29MĐ1-123.45", "VN", "29"],
  // Diplomatic.
  ["80-NG-731-01", "VN", "80"],
  ["29-NN-123-45", "VN", "29"],
  ["41-QT-001-02", "VN", "41"],
  ["80-731-NG-01", "VN", "80"],
  // Military.
  ["TM-12-34", "VN", null],
  ["QH 56-78", "VN", null],
  ["HC-12-345", "VN", null],
  ["KA 1234", "VN", null],
  ["BT-90-12", "VN", null],
  // China.
  ["桂A12345", "CN", "桂"],
  ["云A·D1234", "CN", "云"],
  ["粤B12345", "CN", "粤"],
  ["粤ZAB12港", "CN", "粤"],
  ["桂F1234挂", "CN", "桂"],
  ["贵AD12345", "CN", "贵"],
  ["瓊A12345", "CN", "琼"],
  // Laos, Cambodia, Thailand.
  ["ກຂ 1234", "LA", null],
  ["ນຄ-5678", "LA", null],
  ["2A-1234", "KH", null],
  ["3A-9876", "KH", null],
  ["1AB-1234", "KH", null],
  ["ភ្នំពេញ 2A-1234", "KH", null],
  ["กข 1234", "TH", null],
  ["1กก 234", "TH", null],
  // Provinces that do not exist, letters that are not used, too short, too long.
  ["13C-123.45", undefined],
  ["42C-123.45", undefined],
  ["87C-123.45", undefined],
  ["96A-123.45", undefined],
  ["10C-123.45", undefined],
  ["09C-123.45", undefined],
  ["29I-123.45", undefined],
  ["29O-123.45", undefined],
  ["29W-123.45", undefined],
  ["29C-123", undefined],
  ["29C-0123.456", undefined],
  ["29ABC-123.45", undefined],
  ["2912345", undefined],
  ["桂I12345", undefined],
  ["桂A123", undefined],
  ["70-1234", undefined],
  ["WXY 1234", undefined],
  ["5A-1234", undefined],
  ["29C-123.45/29R-012.34", undefined],
  ["", undefined],
  ["xe tải", undefined],
];

describe("what the form tells", () => {
  test.each(plates.map(([plate, country, province]) => ({ plate, country, province })))(
    "$plate: $country $province",
    ({ plate, country, province }) => {
      expect(plateForm(plate)?.country).toBe(country);
      if (country !== undefined) expect(plateForm(plate)?.province).toBe(province);
      expect(isPlate(plate)).toBe(country !== undefined);
    },
  );
});

describe("alike", () => {
  test.each([
    ["29C-123.45", "29C12345"],
    ["29C-123.45", "29c 123-45"],
    ["29C-123.45", "29G-123.45"],
    ["29C-012.34", "29C-O12.34"],
    ["29C-012.34", "29C-D12.34"],
    ["51B-123.45", "518-123.45"],
    ["51D-123.45", "510-123.45"],
    ["29C-123.45", "29C-I23.45"],
    ["29L-123.45", "29I-123.45"],
    ["29C-123.45", "29C-1Z3.45"],
    ["29C-123.45", "29C-123.4S"],
    ["29C-123.46", "29C-123.4G"],
    ["29C-123.45", "29C-123.A5"],
    ["29C-127.45", "29C-12T.45"],
    ["29U-123.45", "29V-123.45"],
    ["TM-12-34", "TN-12-34"],
    ["桂A12345", "桂４12345"],
    ["雲A12345", "云A1Z345"],
    ["粤B12345", "粵８12345"],
    ["ກຂ 1234", "ກຂ໑໒໓໔"],
    ["2A-1234", "Z A 1234"],
    ["12가3456", "12가-3456"],
    ["*", "*"],
  ])("%s and %s", (a, b) => {
    expect(platesAlike(a, b)).toBe(true);
    expect(platesAlike(b, a)).toBe(true);
  });

  test.each([
    ["29C-123.45", "29C-123.46", "the next lorry of the fleet"],
    ["29C-123.45", "29C-128.45", "3 and 8 are both digits"],
    ["29C-123.45", "29C-723.45", "1 and 7 are both digits"],
    ["29C-123.45", "29H-123.45", "letters that are not alike"],
    ["29C-123.45", "29C-1234", "another length"],
    ["29C-123.45", "29C-O1Z.45", "two places, one of them a digit for a digit"],
    ["29C-012.34", "29C-OIZ.34", "three misread characters"],
    ["29B-123.45", "298-I23.45", "two misread characters"],
    ["29C-213.45", "29C-123.45", "swapped digits"],
    ["桂A12345", "A12345", "no province"],
    ["桂A12345", "云A12345", "another province"],
    ["29P-123.45", "299-123.45", "mirror images"],
    ["", "29C-123.45", "nothing and a plate"],
    ["", "---", "nothing and signs"],
    ["---", "***", "signs and other signs"],
  ])("%s and %s are not: %s", (a, b) => {
    expect(platesAlike(a, b)).toBe(false);
    expect(platesAlike(b, a)).toBe(false);
  });

  test("no digit is taken for another digit", () => {
    for (const a of "0123456789") {
      for (const b of "0123456789") expect(isOneConfused(a, b)).toBe(false);
    }
  });
});

test("the normal form is its own, for every character", () => {
  for (let point = 0; point < 0x20000; point += 1) {
    const plate = normalisePlate(`29${String.fromCodePoint(point)}1`);
    if (normalisePlate(plate) !== plate) expect(normalisePlate(plate)).toBe(plate);
  }
});
