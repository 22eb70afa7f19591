/**
 * The small set that `luong init` writes: a schema, two criteria with tests, a policy, a bound list and three declarations.
 *
 * Texts only, English keywords; `init` turns the keywords over to the reader's language with the formatter. A test checks, tests, builds
 * and decides it in both languages.
 */

const schema = `-- What a declaration holds. Criteria may only speak of what stands here.
schema demo.customs version 1 "Import declarations" vi "Tờ khai nhập khẩu" zone "+07:00"

currency VND digits 0
unit kg = KGM
codelist Hs "HS code" vi "Mã HS" levels 2, 4, 6, 8 external
codelist Country "Country" vi "Nước" =
  CN "China" vi "Trung Quốc",
  JP "Japan" vi "Nhật Bản",
  KR "Korea" vi "Hàn Quốc",
  TH "Thailand" vi "Thái Lan"

record GoodsItem "Goods line" vi "Dòng hàng" key line_no
  line_no: Integer "Line" vi "Số dòng" example 1
  hs: Hs "HS code" vi "Mã HS" example 61091000
  description: Text "Description" vi "Mô tả hàng hóa" example "Cotton shirts"
  origin: Country "Origin" vi "Nước xuất xứ" example CN
  net_weight: Mass optional "Net weight" vi "Trọng lượng tịnh"
  customs_value: Money VND "Customs value" vi "Trị giá tính thuế" example 25_000_000 VND

record Declaration "Declaration" vi "Tờ khai" key declaration_no clock registered_at
  declaration_no: Id "Number" vi "Số tờ khai" example "104339917920"
  registered_at: Instant "Registered" vi "Đăng ký lúc" example 2026-03-02T09:00
  importer: TaxCode "Importer" vi "Người nhập khẩu" example "0101234567"
  gross_weight: Mass "Gross weight" vi "Tổng trọng lượng" example 120 kg
  items: list of GoodsItem max 50 typical 6 each item

flow import "Import" vi "Nhập khẩu"
stage clearance "Clearance" vi "Thông quan"
action weigh "Weigh the goods" vi "Cân hàng"
`;

const criteria = `criteria set "First criteria" vi "Những tiêu chí đầu tiên" version 1
use schema demo.customs 1

-- Comes from lists/watched-goods.csv, see luong.json.
list watched_goods of Hs "Goods to watch" vi "Hàng cần chú ý" external

criterion QTY-001 "Net weight above gross weight" vi "Trọng lượng tịnh lớn hơn tổng trọng lượng"
  class    quality
  on       import at clearance
  when     sum of item.net_weight over items > gross_weight
  then     channel yellow, action weigh
  because  "The goods weigh {sum of item.net_weight over items}, the whole consignment only {gross_weight}"
       vi  "Hàng nặng {sum of item.net_weight over items}, cả lô chỉ {gross_weight}"
  test     "goods heavier than the consignment" vi "hàng nặng hơn cả lô"
    given  gross_weight = 90 kg, item (line_no = 1, net_weight = 50 kg), item (line_no = 2, net_weight = 45 kg)
    expect hit
  test     "weights agree" vi "trọng lượng khớp"
    given  gross_weight = 120 kg, item (net_weight = 100 kg)
    expect no hit
  test     "net weight not declared" vi "không khai trọng lượng tịnh"
    given  gross_weight = 90 kg, item (net_weight is missing)
    expect unknown because item.net_weight

criterion VAL-001 "Watched goods of high value" vi "Hàng cần chú ý, trị giá cao"
  class    analysis
  on       import at clearance
  when     any item has all of
             - item.hs under watched_goods
             - item.customs_value >= 500_000_000 VND
  then     channel red, risk +40
  because  "Line {item.line_no}: {item.description} worth {item.customs_value}"
       vi  "Dòng {item.line_no}: {item.description} trị giá {item.customs_value}"
  test     "watched and dear" vi "cần chú ý và đắt"
    given  watched_goods includes 8471, item (hs = 84713020, customs_value = 600_000_000 VND)
    expect hit on item 1, risk 40
  test     "watched and cheap" vi "cần chú ý nhưng rẻ"
    given  watched_goods includes 8471, item (hs = 84713020, customs_value = 6_000_000 VND)
    expect no hit
  test     "dear, not watched" vi "đắt nhưng không cần chú ý"
    given  watched_goods includes 8471, item (hs = 61091000, customs_value = 600_000_000 VND)
    expect no hit

policy import_policy "Import channelling" vi "Phân luồng nhập khẩu" on import at clearance
  red      when any criterion says red
  yellow   when any criterion says yellow
  sample   2% of green to yellow
  else     green
`;

const config = {
  set: "demo",
  sources: ["*.crit"],
  bindings: { lists: { watched_goods: "lists/watched-goods.csv" } },
  // Of no use to anybody else: a real key belongs in LUONG_SAMPLING_KEY, not in a file.
  samplingKey: "64656d6f2d6b65792d64656d6f2d6b65",
};

const declarations = [
  {
    declaration_no: "104339917921",
    registered_at: "2026-03-02T09:00",
    importer: "0101234567",
    gross_weight: 120,
    items: [
      {
        line_no: 1,
        hs: "61091000",
        description: "Áo thun",
        origin: "CN",
        net_weight: 100,
        customs_value: 25000000,
      },
    ],
  },
  {
    declaration_no: "104339917922",
    registered_at: "2026-03-02T09:05",
    importer: "0301234567",
    gross_weight: 80,
    items: [
      {
        line_no: 1,
        hs: "61091000",
        description: "Áo thun",
        origin: "TH",
        net_weight: 95,
        customs_value: 18000000,
      },
    ],
  },
  {
    declaration_no: "104339917923",
    registered_at: "2026-03-02T09:10",
    importer: "0201234567",
    gross_weight: 400,
    items: [
      {
        line_no: 1,
        hs: "61091000",
        description: "Áo thun",
        origin: "CN",
        net_weight: 60,
        customs_value: 9000000,
      },
      {
        line_no: 2,
        hs: "84713020",
        description: "Máy tính xách tay",
        origin: "CN",
        net_weight: 300,
        customs_value: 920000000,
      },
    ],
  },
];

/** File of criteria and schema by path; the rest is data. */
export const templateSources: Readonly<Record<string, string>> = {
  "criteria.crit": criteria,
  "schema.crit": schema,
};

export const templateData: Readonly<Record<string, string>> = {
  "luong.json": `${JSON.stringify(config, null, 2)}\n`,
  "declarations.ndjson": declarations.map((each) => `${JSON.stringify(each)}\n`).join(""),
  "lists/watched-goods.csv": "code\n8471\n8517\n",
};
