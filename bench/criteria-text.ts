/**
 * Text criteria by the thousand: a number and a seed in, the sources of one criteria set out.
 *
 * Shapes are those of the forty catalogue criteria: HS and origin, lists, prices, weights, text, nested bullets, `unless`, tests.
 */
import type { SourceFile } from "@luong/dsl";

const schema = `schema bench.import version 1 "Benchmark imports" vi "Tờ khai đo đạc" zone "+07:00"

currency VND digits 0, USD digits 2
unit kg = KGM, pcs = PCE
codelist Hs "HS code" vi "Mã HS" levels 2, 4, 6, 8 external
codelist Country "Country" vi "Nước" external
codelist Office "Office" vi "Cơ quan hải quan" tree external

record Party "Party" vi "Bên liên quan"
  tax_code: TaxCode "Tax code" vi "Mã số thuế" example "0101234567"
  risk_rank: Integer "Risk rank" vi "Hạng rủi ro" range 1 to 9 example 4
  priority: Boolean "Priority" vi "Ưu tiên" example false
  capital: Money VND optional "Capital" vi "Vốn"

record GoodsItem "Goods item" vi "Dòng hàng" key line_no
  line_no: Integer "Line" vi "Số dòng" example 1
  hs: Hs "HS code" vi "Mã HS" example 61091000
  origin: Country "Origin" vi "Nước xuất xứ" example CN
  description: Text "Description" vi "Mô tả" example "Áo thun"
  net_weight: Mass "Net weight" vi "Trọng lượng tịnh" example 100 kg
  customs_value: Money VND "Customs value" vi "Trị giá tính thuế" example 2500000 VND

record Declaration "Declaration" vi "Tờ khai" key declaration_no clock registered_at
  declaration_no: Id "Number" vi "Số tờ khai" example "1"
  registered_at: Instant "Registered" vi "Đăng ký lúc" example 2026-03-01T09:00
  office: Office "Office" vi "Cơ quan hải quan" example 03CC
  importer: Party "Importer" vi "Người nhập khẩu"
  items: list of GoodsItem max 50 typical 6 each item

flow import "Import" vi "Nhập khẩu"
stage clearance "Clearance" vi "Thông quan"
action value_consultation "Value consultation" vi "Tham vấn giá"
`;

const head = `criteria set "Benchmark" vi "Đo đạc" version 1
use schema bench.import 1

list trusted of TaxCode = "0100000001", "0100000002", "0100000003"
list watched_origins of Country = CN, IN, TH, MM, BD, KR
parameter price_floor = 80%
define price(i: GoodsItem) = i.customs_value / i.net_weight
`;

/** Park and Miller's minimal standard generator (CACM 31, 1988): small, seeded, the same everywhere. */
function randomOf(seed: number): (below: number) => number {
  let state = (seed % 2147483646) + 1;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

const countries = ["CN", "IN", "TH", "VN", "KR", "JP", "US", "DE", "MM", "BD"];
const phrases = ["đã qua sử dụng", "pin sạc", "lithium", "áo thun", "phế liệu"];

/** The whole set: one schema file, one file of `count` criteria. */
export function criteriaSources(count: number, seed = 1): SourceFile[] {
  const below = randomOf(seed);
  const criteria = Array.from({ length: count }, (_, index) => criterion(index, below));
  return [
    { file: "schema.crit", text: schema },
    { file: "set.crit", text: `${head}\n${criteria.join("\n")}` },
  ];
}

function criterion(index: number, below: (n: number) => number): string {
  const id = `BEN-${String(index).padStart(6, "0")}`;
  const points = 1 + below(40);
  const channel = below(4) === 0 ? "channel red" : "channel yellow";
  return `criterion ${id} "Criterion ${index}" vi "Tiêu chí ${index}"
  class    analysis
  on       import at clearance
  valid    from 2026-01-01 until 2026-12-31
${condition(below)}
  unless   importer.priority
  then     ${channel}, risk +${points}
  because  "Declared at {office}" vi "Khai tại {office}"
`;
}

function hs(below: (n: number) => number): string {
  const chapter = String(1 + below(97)).padStart(2, "0");
  const heading = `${chapter}${String(1 + below(30)).padStart(2, "0")}`;
  return [chapter, heading, `${heading}${10 + below(90)}`][below(3)] ?? heading;
}

function condition(below: (n: number) => number): string {
  const country = (): string => countries[below(countries.length)] ?? "CN";
  const shapes = [
    () => `  when     any item has all of
             - item.hs under ${hs(below)}, ${hs(below)}
             - item.origin in ${country()}, ${country()}
             - item.customs_value > ${1 + below(900)}_000_000 VND
       and importer.risk_rank >= ${2 + below(8)}`,
    () => `  when     any item has all of
             - item.hs under ${hs(below)}
             - price(item) < price_floor * ${1000 + below(90000)} VND per kg
       and importer.tax_code not in trusted`,
    () => `  when     any item has all of
             - item.description contains "${phrases[below(phrases.length)] ?? ""}"
             - any of
               * item.origin in watched_origins
               * item.net_weight > ${10 + below(5000)} kg
       and office under 03`,
    () => `  when     sum of item.customs_value over items > ${1 + below(90)}_000_000_000 VND
       and no item has item.origin = ${country()}
       and importer.capital < ${1 + below(50)}_000_000_000 VND`,
  ];
  return (shapes[below(shapes.length)] ?? shapes[0])?.() ?? "";
}
