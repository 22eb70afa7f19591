/**
 * The small schema that examples of diagnostics stand on, and the shapes they are written in.
 *
 * Goes out: texts only. `run-example.ts` puts the schema beside an example and analyses both; an example that
 * starts with a schema header of its own stands alone.
 */

export const exampleSchema = `schema vn.sample version 1 "Sample declarations" vi "Tờ khai mẫu" zone "+07:00"

currency VND digits 0, USD digits 2
unit kg = KGM, gram = GRM, tonne = TNE, pcs = PCE, litre = LTR
codelist Hs "HS code" vi "Mã HS" levels 2, 4, 6, 8 external
codelist Country "Country" vi "Nước"
  = VN "Viet Nam" vi "Việt Nam", CN "China" vi "Trung Quốc", US "United States" vi "Hoa Kỳ",
    BD "Bangladesh" vi "Băng-la-đét", SG "Singapore" vi "Xin-ga-po"
codelist Port "Port" vi "Cảng" = CNSHA "Shanghai" vi "Thượng Hải", VNHPH "Hai Phong" vi "Hải Phòng"
codelist Office "Customs office" vi "Cơ quan hải quan" tree
  = 03 "Hai Phong" vi "Hải Phòng", 03CC in 03 "Port of Hai Phong" vi "Cảng Hải Phòng"

record Party "Party" vi "Bên liên quan"
  tax_code: TaxCode "Tax code" vi "Mã số thuế" alias mã_số_thuế example "0101234567"
  name: Name "Name" vi "Tên" example "Company A"
  risk_rank: Integer optional "Risk rank" vi "Hạng rủi ro" range 1 to 9
  compliance_level: Integer "Compliance level" vi "Mức độ tuân thủ" range 1 to 5 example 3
  priority: Boolean "Priority enterprise" vi "Doanh nghiệp ưu tiên" example false
  established_on: Date optional "Established" vi "Ngày thành lập"
  owner_ids: set of Id max 20 "Owners" vi "Chủ sở hữu"

record Brand "Brand" vi "Nhãn hiệu"
  name: Text "Brand name" vi "Tên nhãn hiệu" example "Acme"

record GoodsItem "Goods line" vi "Dòng hàng" key line_no
  line_no: Integer "Line" vi "Số dòng" example 1
  hs: Hs "HS code" vi "Mã HS" alias mã_hs example 61091000
  description: Text "Description" vi "Mô tả hàng hóa" example "T-shirt"
  origin: Country "Origin" vi "Nước xuất xứ" alias xuất_xứ example CN
  duty_rate: Percent optional "Duty rate" vi "Thuế suất"
  quantity: Quantity "Quantity" vi "Số lượng" example 100 pcs
  pieces: Count "Pieces" vi "Số chiếc" example 100 pcs
  net_weight: Mass optional "Net weight" vi "Trọng lượng tịnh"
  customs_value: Money VND "Customs value" vi "Trị giá tính thuế" example 2_500_000 VND
  invoice_value: Money USD "Invoice value" vi "Trị giá hóa đơn" example 100 USD
  unit_price: UnitPrice = invoice_value / quantity
  brands: list of Brand max 10 typical 1 each brand

record Container "Container" vi "Container"
  number: ContainerNo "Container number" vi "Số container" example "CSQU3054383"
  seal: Text optional "Seal" vi "Số niêm phong"
  item_no: Integer "Goods line" vi "Số dòng hàng" example 1

record Declaration "Declaration" vi "Tờ khai" key declaration_no clock registered_at
  declaration_no: Id "Number" vi "Số tờ khai" example "104339917920"
  office: Office "Office" vi "Cơ quan hải quan" alias cơ_quan example 03CC
  registered_at: Instant "Registered" vi "Đăng ký lúc" example 2026-03-01T09:00
  arrived_on: Date optional "Arrival date" vi "Ngày hàng đến"
  importer: Party "Importer" vi "Người nhập khẩu" alias người_nhập_khẩu
  exporter: Party "Exporter" vi "Người xuất khẩu"
  loading_port: Port "Loading port" vi "Địa điểm xếp hàng" example CNSHA
  gross_weight: Mass "Gross weight" vi "Tổng trọng lượng" example 120 kg
  packages: Integer "Packages" vi "Số kiện" example 10
  freight: Money VND optional "Freight" vi "Phí vận tải"
  total_value: Money VND "Customs value" vi "Tổng trị giá tính thuế" example 2_500_000 VND
  notes: Text optional "Notes" vi "Ghi chú"
  items: list of GoodsItem max 50 typical 6 each item
  containers: list of Container max 100 typical 2 each container

record Passage "Gate passage" vi "Lượt qua cổng" key passage_id
  passage_id: Id "Passage" vi "Mã lượt qua" example "P1"
  container_no: ContainerNo optional "Container number" vi "Số container"
  entered_at: Instant "Entered" vi "Vào lúc" example 2026-03-02T09:00

record Trader "Trader" vi "Doanh nghiệp" key tax_code
  tax_code: TaxCode "Tax code" vi "Mã số thuế" example "0101234567"
  residential: Boolean "Residential address" vi "Địa chỉ là nhà ở" example false
  valid_from: Date "Valid from" vi "Hiệu lực từ" example 2025-01-01

history declarations of Declaration each past keep 730 days "Earlier declarations" vi "Tờ khai trước đó"
history lines from declarations.items each line "Earlier lines" vi "Dòng hàng trước đó"
event passages of Passage each passage clock entered_at keep 60 days late 6 hours "Passages" vi "Lượt qua cổng"
registry traders of Trader each trader "Traders" vi "Doanh nghiệp"

flow import "Import" vi "Nhập khẩu", export "Export" vi "Xuất khẩu"
stage clearance "Clearance" vi "Thông quan", gate "Gate" vi "Qua cổng"
  with passage from passages where any container has container.number = passage.container_no
action value_consultation "Value consultation" vi "Tham vấn giá", scan_goods "Scan" vi "Soi chiếu"
`;

/** Files that examples with `from "…"` find. */
export const exampleData: Readonly<Record<string, string>> = {
  "countries.csv": "code,en\nVN,Viet Nam\nLA,Laos\n",
  "hubs.csv": "code\nSG\nXX\n",
  "short-row.csv": "hs,floor\n6109,2\n6110\n",
};

/** A criterion with this condition. */
export function when(condition: string): string {
  return criterion(`  when ${condition}\n  then channel yellow`);
}

/** A criterion with these clauses after \`on\`. */
export function criterion(clauses: string): string {
  return `criterion EX-1 "Example" vi "Ví dụ"\n  on import at clearance\n${clauses}\n`;
}

/** A policy with these lines. */
export function policy(lines: string): string {
  return `policy example_policy "Example" vi "Ví dụ" on import at clearance\n${lines}\n`;
}

/** A criterion that is true of heavy consignments, with this test. */
export function tested(test: string): string {
  return criterion(
    `  when gross_weight > 500 kg\n  then channel yellow, risk +10\n  test "example" ${test}`,
  );
}

/** A schema of its own around these items; the root record is there already when \`root\` is not given. */
export function schema(items: string, root = true): string {
  const declaration = `record Declaration "Declaration" vi "Tờ khai" key declaration_no
  declaration_no: Id "Number" vi "Số tờ khai" example "104339917920"
`;
  return `schema vn.tiny version 1 "Tiny" vi "Nhỏ"\n${items}\n${root ? declaration : ""}`;
}
