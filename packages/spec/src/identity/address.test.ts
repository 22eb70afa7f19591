import { describe, expect, test } from "vitest";
import { addressesAlike, foldAddress } from "./address.ts";

test.each([
  ["12A đ. Nguyễn Trãi, P.5, Q.1, TP.HCM", "12 a nguyen trai phuong 5 quan 1 ho chi minh"],
  ["Lô A12 KCN Tân Tạo", "lo a 12 khu cong nghiep tan tao"],
  ["Số 5 đường D3, phường 25", "5 d 3 phuong 25"],
  ["Việt Nam", "viet nam"],
  ["...", "..."],
  ["", ""],
])("%s is %s", (address, expected) => {
  expect(foldAddress(address)).toBe(expected);
});

describe("alike", () => {
  test.each([
    ["12 Nguyễn Trãi, Thanh Xuân, Hà Nội", "12 Nguyen Trai, Thanh Xuan, Ha Noi"],
    ["Số 12 đường Nguyễn Trãi, quận Thanh Xuân, TP. Hà Nội", "12 Nguyen Trai, Q. Thanh Xuan, HN"],
    [
      "12 Nguyễn Trãi, P.5, Q.1, TP.HCM",
      "12 đường Nguyễn Trãi, Phường 5, Quận 1, Thành phố Hồ Chí Minh",
    ],
    ["12 Nguyễn Trãi, P5, Q1, HCMC", "Q.1, P.5, 12 Nguyễn Trãi, TP Hồ Chí Minh, Việt Nam"],
    ["Lô A-12, KCN Tân Tạo, quận Bình Tân", "Lo A12 Khu công nghiệp Tân Tạo, Q. Bình Tân"],
    ["Khu công nghiệp Quang Minh, huyện Mê Linh, Hà Nội", "KCN Quang Minh, H. Mê Linh, TP Hà Nội"],
    ["Khu công nghiệp Quang Minh, Mê Linh, Hà Nội", "Khu cong nghiep Quang Mnih, Me Linh, Ha Noi"],
    ["No. 5, Beijing Road, Nanning City", "5 Beijing Rd, Nanning"],
    ["...", "..."],
  ])("%s and %s", (a, b) => {
    expect(addressesAlike(a, b)).toBe(true);
    expect(addressesAlike(b, a)).toBe(true);
  });

  test.each([
    ["12 Nguyễn Trãi, Thanh Xuân, Hà Nội", "14 Nguyễn Trãi, Thanh Xuân, Hà Nội"],
    ["12 Nguyễn Trãi, Thanh Xuân, Hà Nội", "12 Nguyễn Huệ, Thanh Xuân, Hà Nội"],
    ["12 Nguyễn Trãi, Hà Nội", "12 Nguyễn Trãi, Hà Đông"],
    ["Lô A12 KCN Tân Tạo", "Lô A13 KCN Tân Tạo"],
    ["Lô A12 KCN Tân Tạo", "Lô B12 KCN Tân Bình"],
    ["KCN Quang Minh, Mê Linh, Hà Nội", "KCN Thăng Long, Đông Anh, Hà Nội"],
    ["P.5, Q.1, TP.HCM", "P.5, Q.10, TP.HCM"],
    ["Nanning", "Kunming"],
    ["", "12 Nguyễn Trãi"],
    ["...", "---"],
  ])("%s and %s are not", (a, b) => {
    expect(addressesAlike(a, b)).toBe(false);
    expect(addressesAlike(b, a)).toBe(false);
  });

  test("known limit: numbers of ward and district may change places", () => {
    expect(addressesAlike("Phường 5, Quận 1, Hồ Chí Minh", "Phường 1, Quận 5, Hồ Chí Minh")).toBe(
      true,
    );
  });
});
