// What the generator trades in: one entry a kind of goods, prices and weights of our own.
// HS codes are facts (AHTN 2022); nothing here is taken from a tariff or from declarations.

export interface Goods {
  readonly hs: string;
  readonly description: string;
  /** UN/ECE Recommendation 20. */
  readonly unit: "PCE" | "KGM" | "PR" | "LTR";
  /** VND for one unit, the middle of what is usual. */
  readonly price: number;
  readonly kgPerUnit: number;
  /** Percent, at the schedule B01. */
  readonly duty: number;
  /** Countries of origin, most frequent first. */
  readonly origins: readonly string[];
  /** Units of a usual line. */
  readonly usual: number;
}

function goods(
  hs: string,
  description: string,
  unit: Goods["unit"],
  price: number,
  kgPerUnit: number,
  duty: number,
  origins: string,
  usual: number,
): Goods {
  return { hs, description, unit, price, kgPerUnit, duty, origins: origins.split(" "), usual };
}

export const importGoods: readonly Goods[] = [
  goods("02023000", "Thịt bò không xương đông lạnh", "KGM", 110_000, 1, 14, "AU US IN", 12_000),
  goods("03031400", "Cá hồi vân đông lạnh", "KGM", 95_000, 1, 10, "JP KR US", 8_000),
  goods("07032090", "Tỏi khô", "KGM", 22_000, 1, 20, "CN", 20_000),
  goods("08081000", "Táo tươi", "KGM", 32_000, 1, 5, "NZ US CN", 18_000),
  goods("09041120", "Hạt tiêu đen", "KGM", 85_000, 1, 20, "ID BR", 6_000),
  goods("12019000", "Đậu tương hạt", "KGM", 12_500, 1, 0, "US BR", 60_000),
  goods("17019990", "Đường tinh luyện", "KGM", 15_000, 1, 40, "TH MY", 25_000),
  goods("19053120", "Bánh quy có ca cao", "KGM", 70_000, 1, 15, "ID MY TH", 4_000),
  goods("21069072", "Thực phẩm bảo vệ sức khỏe dạng viên", "KGM", 900_000, 1, 15, "US AU KR", 300),
  goods("22042111", "Rượu vang đỏ 13 độ", "LTR", 120_000, 1.6, 50, "FR IT AU", 4_500),
  goods("22083090", "Rượu whisky 40 độ", "LTR", 450_000, 1.7, 45, "GB US", 1_800),
  goods("24022020", "Thuốc lá điếu có đinh hương", "KGM", 380_000, 1, 135, "ID", 2_000),
  goods("28044000", "Ôxy lỏng công nghiệp", "KGM", 6_000, 1, 3, "TH CN", 15_000),
  goods("29221100", "Monoethanolamin", "KGM", 38_000, 1, 3, "TH SA", 16_000),
  goods("30042010", "Thuốc kháng sinh chứa gentamycin", "KGM", 1_800_000, 1, 5, "IN DE", 150),
  goods("30049099", "Thuốc thành phẩm khác", "KGM", 2_500_000, 1, 0, "IN FR DE", 200),
  goods("31021000", "Phân urê hạt đục", "KGM", 9_500, 1, 6, "CN ID MY", 80_000),
  goods("33030000", "Nước hoa", "LTR", 2_800_000, 1.9, 18, "FR IT", 250),
  goods("33049930", "Kem dưỡng da mặt", "KGM", 650_000, 1, 18, "KR JP FR", 500),
  goods("38089120", "Thuốc diệt côn trùng dạng lỏng", "KGM", 140_000, 1, 5, "CN IN", 2_500),
  goods("39021040", "Hạt nhựa polypropylen", "KGM", 27_000, 1, 3, "KR TH SA SG", 25_000),
  goods("39041010", "Nhựa PVC huyền phù", "KGM", 21_000, 1, 5, "TW CN TH", 22_000),
  goods("39151090", "Phế liệu nhựa polyetylen dạng mẩu vụn", "KGM", 9_000, 1, 10, "JP US", 20_000),
  goods(
    "39269059",
    "Chi tiết bằng nhựa dùng trong công nghiệp",
    "KGM",
    120_000,
    1,
    6,
    "CN JP KR",
    900,
  ),
  goods("40111000", "Lốp ô tô con", "PCE", 950_000, 9, 25, "TH CN ID", 800),
  goods("44079190", "Gỗ sồi xẻ", "KGM", 14_000, 1, 0, "US DE", 22_000),
  goods("47071000", "Giấy kraft phế liệu", "KGM", 4_800, 1, 0, "US JP AU", 50_000),
  goods("52010000", "Bông xơ chưa chải", "KGM", 46_000, 1, 0, "US AU BR", 40_000),
  goods("52094200", "Vải denim", "KGM", 95_000, 1, 12, "CN", 9_000),
  goods("60062200", "Vải dệt kim đã nhuộm", "KGM", 120_000, 1, 12, "CN KR TW", 7_000),
  goods("61091010", "Áo thun nam cotton", "PCE", 100_000, 0.2, 20, "CN BD KH", 3_000),
  goods("61103000", "Áo len sợi nhân tạo", "PCE", 180_000, 0.4, 20, "CN BD", 1_800),
  goods("62034290", "Quần dài nam vải bông", "PCE", 160_000, 0.5, 20, "CN BD", 2_000),
  goods("62046200", "Quần dài nữ vải bông", "PCE", 170_000, 0.45, 20, "CN KH", 2_000),
  goods("64029990", "Dép nhựa", "PR", 90_000, 0.5, 30, "CN TH", 2_400),
  goods("64039990", "Giày da nam", "PR", 800_000, 1.1, 30, "IT CN", 900),
  goods("69072110", "Gạch ốp lát", "KGM", 7_500, 1, 20, "CN IN", 45_000),
  goods("72044900", "Sắt thép phế liệu", "KGM", 8_200, 1, 0, "JP AU HK", 120_000),
  goods("72083990", "Thép cuộn cán nóng", "KGM", 14_500, 1, 0, "CN JP KR", 90_000),
  goods("73181510", "Bu lông thép", "KGM", 42_000, 1, 12, "CN TW", 3_000),
  goods("74040000", "Đồng phế liệu", "KGM", 160_000, 1, 0, "KR JP", 8_000),
  goods("84082023", "Động cơ diesel cho ô tô", "PCE", 95_000_000, 420, 7, "CN KR", 20),
  goods("84143040", "Máy nén dùng cho tủ lạnh", "PCE", 3_500_000, 25, 3, "CN TH", 300),
  goods("84183010", "Tủ đông", "PCE", 6_500_000, 60, 20, "TH CN", 120),
  goods("84295200", "Máy xúc đào bánh xích", "PCE", 900_000_000, 20_500, 0, "JP KR CN", 2),
  goods("84501190", "Máy giặt cửa trước", "PCE", 5_200_000, 65, 25, "TH CN KR", 150),
  goods("84571090", "Trung tâm gia công CNC", "PCE", 1_400_000_000, 6_000, 0, "JP TW CN", 1),
  goods("84581190", "Máy tiện CNC", "PCE", 650_000_000, 3_500, 0, "JP TW", 1),
  goods("84713020", "Máy tính xách tay", "PCE", 11_000_000, 2.2, 0, "CN", 400),
  goods("84714110", "Máy tính để bàn", "PCE", 9_000_000, 9, 0, "CN MY", 200),
  goods("84717020", "Ổ đĩa cứng", "PCE", 1_200_000, 0.5, 0, "TH CN", 800),
  goods("85044090", "Bộ đổi điện tĩnh", "PCE", 260_000, 0.6, 0, "CN", 1_500),
  goods("85171300", "Điện thoại thông minh", "PCE", 5_500_000, 0.4, 0, "CN KR IN", 600),
  goods("85182110", "Loa thùng", "PCE", 900_000, 4, 15, "CN", 500),
  goods("85285910", "Màn hình màu 55 inch", "PCE", 7_800_000, 15, 12, "CN KR", 150),
  goods("85340090", "Mạch in", "PCE", 45_000, 0.05, 0, "CN JP KR", 6_000),
  goods("85365099", "Công tắc điện", "PCE", 60_000, 0.1, 10, "CN JP", 3_000),
  goods("85423100", "Mạch tích hợp xử lý", "PCE", 85_000, 0.01, 0, "TW MY US", 12_000),
  goods("85444299", "Cáp điện có đầu nối", "KGM", 210_000, 1, 10, "CN KR", 1_200),
  goods("87032363", "Ô tô con 7 chỗ, 2.500 cc", "PCE", 620_000_000, 1_900, 50, "ID TH JP", 6),
  goods("87083010", "Phanh cho máy kéo", "KGM", 150_000, 1, 15, "CN JP TH", 900),
  goods("90041000", "Kính râm", "PCE", 350_000, 0.1, 20, "CN IT", 700),
  goods("90181200", "Máy siêu âm chẩn đoán", "PCE", 480_000_000, 80, 0, "KR US DE", 3),
  goods("90318090", "Máy đo và kiểm tra", "PCE", 75_000_000, 30, 0, "JP DE", 4),
  goods("91021100", "Đồng hồ đeo tay", "PCE", 2_400_000, 0.15, 15, "JP CH CN", 250),
  goods("95030060", "Thú nhồi bông", "PCE", 80_000, 0.3, 20, "CN", 2_500),
  goods("96190012", "Băng vệ sinh", "KGM", 90_000, 1, 15, "TH CN", 3_500),
];

export const exportGoods: readonly Goods[] = [
  goods("03061721", "Tôm thẻ bỏ đầu đông lạnh", "KGM", 210_000, 1, 0, "VN", 9_000),
  goods("09011120", "Cà phê Arabica chưa rang", "KGM", 95_000, 1, 0, "VN", 19_000),
  goods("10063099", "Gạo trắng", "KGM", 14_000, 1, 0, "VN", 50_000),
  goods("44123100", "Gỗ dán có lớp mặt gỗ nhiệt đới", "KGM", 16_000, 1, 0, "VN", 24_000),
  goods("61091010", "Áo thun nam cotton", "PCE", 110_000, 0.2, 0, "VN", 8_000),
  goods("62034290", "Quần dài nam vải bông", "PCE", 190_000, 0.5, 0, "VN", 5_000),
  goods("64039990", "Giày da nam", "PR", 450_000, 1.1, 0, "VN", 3_000),
  goods("85171300", "Điện thoại thông minh", "PCE", 5_200_000, 0.4, 0, "VN", 2_000),
  goods(
    "88062100",
    "Thiết bị bay không người lái dưới 250 g",
    "PCE",
    3_800_000,
    0.3,
    0,
    "VN CN",
    100,
  ),
  goods("94036090", "Tủ gỗ", "PCE", 1_900_000, 28, 0, "VN", 300),
];

/** Goods that planted patterns need; never drawn otherwise. */
export const rareGoods = {
  tortoiseShell: goods("05079020", "Mai rùa khô", "KGM", 1_500_000, 1, 5, "NG KE", 60),
  fireworks: goods("36041000", "Pháo hoa", "KGM", 210_000, 1, 20, "CN", 400),
} as const;
