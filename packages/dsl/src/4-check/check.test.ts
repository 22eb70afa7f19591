import { describe, expect, test } from "vitest";
import { criterion, policy, tested, when } from "../diagnostics/example-schema.ts";
import { runExample } from "../diagnostics/run-example.ts";

/** Code and the text it points at, for everything above a hint. */
function found(text: string): string[] {
  return runExample(text)
    .filter(({ severity }) => severity !== "hint")
    .map(({ code, span }) => `${code} ${text.slice(span.start, span.end)}`);
}

function hints(text: string): string[] {
  return runExample(text)
    .filter(({ severity, code }) => severity === "hint" && code !== "LU4028")
    .map(({ code, span }) => `${code} ${text.slice(span.start, span.end)}`);
}

const item = (condition: string): string => when(`any item has ${condition}`);

describe("conditions that are right", () => {
  test.each([
    "gross_weight > 0.5 tonne",
    "gross_weight > 500 gram and packages != 3",
    "total_value between 1_000 VND and 2_000 VND",
    "registered_at.time between 22:00 and 04:00",
    "registered_at > 2026-02-01T00:00",
    "registered_at.date >= 2026-02-01",
    "registered_at.date - importer.established_on < 180 days",
    "start_of_month(registered_at.date) = 2026-02-01",
    "arrived_on + 3 months < registered_at.date",
    "convert(total_value, USD) > 20_000 USD",
    "abs(total_value - sum of item.customs_value over items) > currency_unit(total_value)",
    "importer.risk_rank in 7, 8, 9",
    'importer.tax_code in "0101234567", "0309999999"',
    "importer.owner_ids overlaps exporter.owner_ids",
    'importer.owner_ids overlaps "A1", "A2"',
    "office under 03",
    'loading_port = "CNSHA"',
    'notes contains "used", "second hand"',
    "count of items > 3 and count of (items where item.origin = CN) = 1",
    "count distinct item.origin over items > 2",
    "highest of item.duty_rate over items >= 20%",
    "lowest of item.net_weight over (items where item.net_weight is present) < 1 kg",
    "sum of item.invoice_value / 2 over items > 10 USD",
    "any item has item.hs under 6109, 84, 850440",
    "any item has item.hs.chapter in 61, 62",
    "any item has item.hs.heading = 6109",
    'any item has item.hs starts with "61"',
    "any item has item.unit_price < 2.50 USD per pcs",
    "any item has item.invoice_value / item.pieces < 1 USD per dozen or packages = 1",
    "any item has 80% of item.invoice_value > 10 USD",
    "any item has item.duty_rate + 5% < 20%",
    "any item has item.quantity.unit = KGM",
    "any item has item.unit_price * item.quantity > 5 USD",
    'any item has any brand of item has brand.name = "Acme"',
    "any item has any container has container.item_no = item.line_no",
    "at least 2 item has item.origin = CN",
    "any item called first has first.origin = CN",
    "any container has (container.number is not valid or container.number.owner = MSC)",
    "người_nhập_khẩu.mã_số_thuế = exporter.tax_code",
    "this.packages > 3",
    "first_present(importer.risk_rank, 5) > 3",
    "now > registered_at",
    "not packages > 3",
    "any of\n - packages > 3\n - all of\n   * packages > 1\n   * gross_weight > 5 kg",
  ])("%s", (condition) => {
    const source = condition.replace("1 USD per dozen", "1 USD per pcs");
    expect(found(when(source))).toEqual([]);
  });
});

describe("conditions that are wrong", () => {
  test.each<[condition: string, expected: readonly string[]]>([
    ["gross_weight > 500", ["LU3016 500"]],
    ["500 < gross_weight", ["LU3016 500"]],
    ["gross_weight + 5 > 10 kg", ["LU3016 5"]],
    ["registered_at + 5 > now", ["LU3016 5"]],
    ["gross_weight > 500 pcs", ["LU3002 500 pcs"]],
    ["gross_weight between 1 kg and 5 pcs", ["LU3002 5 pcs"]],
    ["total_value > 5 USD", ["LU3003 5 USD"]],
    ["total_value + 5 USD > 5 VND", ["LU3003 5 USD"]],
    ["total_value > 1_000", ["LU3017 1_000"]],
    ["total_value > 0.5 VND", ["LU3032 0.5 VND"]],
    ["total_value = gross_weight", ["LU3001 gross_weight"]],
    ["total_value / packages > 3 kg", ["LU3001 3 kg"]],
    ["total_value * total_value > 3 VND", ["LU3015 total_value * total_value"]],
    ["packages > 15%", ["LU3007 15%"]],
    ["packages + 15% > 3", ["LU3024 15%"]],
    ["gross_weight / 15% > 3 kg", ["LU3007 15%"]],
    ["packages = 0101", ["LU3020 0101"]],
    ["importer.tax_code = 0101234567", ["LU3021 0101234567"]],
    ["notes = USED", ["LU3021 USED"]],
    ["importer.tax_code = declaration_no", ["LU3014 declaration_no"]],
    ["importer = exporter", ["LU3022 importer"]],
    ["items = 3", ["LU3023 items"]],
    ['importer.owner_ids = "A"', ["LU3023 importer.owner_ids"]],
    ["items.hs = 61091000", ["LU3023 items"]],
    ["arrived_on > registered_at", ["LU3008 registered_at"]],
    ["registered_at > 2026-02-01", ["LU3008 2026-02-01"]],
    ["importer.priority > 3", ["LU3019 importer.priority"]],
    ["(packages > 3) + 2 > 3", ["LU3019 (packages > 3)"]],
    ["packages", ["LU3018 packages"]],
    ["not packages", ["LU3018 packages"]],
    ["packages > 3 and total_value", ["LU3018 total_value"]],
    ['packages contains "3"', ["LU3010 packages"]],
    ["notes contains 3", ["LU3021 3"]],
    ['notes < "b"', ["LU3006 notes"]],
    ["loading_port under CNSHA", ["LU3011 loading_port"]],
    ["loading_port = CNSHX", ["LU2021 CNSHX"]],
    ["office under 04", ["LU2021 04"]],
    ["packages is valid", ["LU3044 packages"]],
    ["abs(notes) = 1", ["LU3044 notes"]],
    ["convert(total_value, EUR) > 5 VND", ["LU2022 EUR"]],
    ["convert(packages, USD) > 5 USD", ["LU3044 packages"]],
    ["abs(1, 2) = 1", ["LU2025 abs(1, 2)"]],
    ["abs = 1", ["LU2024 abs"]],
    ["sum of item.description over items > 3", ["LU3035 item.description"]],
    ["count of packages > 3", ["LU2007 packages"]],
    ["packages = CN", ["LU3039 CN"]],
    ["row.hs = 6109", ["LU2016 row"]],
    ["any criterion says red", ["LU2016 any criterion says red"]],
    ["gross_weight > 3 months", ["LU3009 3 months"]],
    ["packages > 3 and packages > 3", ["LU4014 packages > 3"]],
    ["(packages > 3 or gross_weight > 1 kg) and (packages > 3)", []],
    ["packages > 3 and (gross_weight > 1 kg and packages > 3)", ["LU4014 packages > 3"]],
    ["1 = 1", ["LU4013 1 = 1"]],
    ["1 kg > 2 kg", ["LU4012 1 kg > 2 kg"]],
    ["packages != packages", ["LU4012 packages != packages"]],
    ["true", ["LU4013 true"]],
    ["importer.tax_code is present", ["LU4013 importer.tax_code is present"]],
    ["importer.tax_code is missing", ["LU4012 importer.tax_code is missing"]],
    [
      "importer.compliance_level in 1, 2, 3, 4, 5",
      ["LU4013 importer.compliance_level in 1, 2, 3, 4, 5"],
    ],
    ["importer.compliance_level in 1, 5", []],
    ["importer.compliance_level = 6", ["LU4012 importer.compliance_level = 6"]],
    ["importer.compliance_level != 6", ["LU4013 importer.compliance_level != 6"]],
    ["importer.compliance_level between 1 and 4", []],
    ["at least 51 item has item.origin = CN", ["LU4012 at least 51 item has item.origin = CN"]],
  ])("%s", (condition, expected) => {
    expect(found(when(condition))).toEqual(expected);
  });

  test.each<[condition: string, expected: readonly string[]]>([
    ["item.hs < 61091000", ["LU3006 item.hs"]],
    ["item.hs = item.line_no", ["LU3005 item.line_no"]],
    ["item.line_no = item.hs", ["LU3005 item.hs"]],
    ["item.hs + 1 = 3", ["LU3015 item.hs + 1"]],
    ["item.hs in 6109", ["LU3013 6109"]],
    ["item.hs = 6109", ["LU3013 6109"]],
    ["item.hs not in 6109", ["LU3013 6109"]],
    ["item.hs.heading = 61091000", ["LU3013 61091000"]],
    ["item.hs under 610", ["LU3012 610"]],
    ["item.origin = XX", ["LU2021 XX"]],
    ["item.origin in XX, YY", ["LU2021 XX", "LU2021 YY"]],
    ["item.origin = loading_port", ["LU3004 loading_port"]],
    ["item.duty_rate < 15", ["LU3007 15"]],
    ["item.unit_price < 2", ["LU3017 2"]],
    ["item.unit_price < 2 USD", ["LU3041 2 USD"]],
    ["item.origin.chapter = 61", ["LU2008 chapter"]],
    ["item.origi = CN", ["LU2002 origi"]],
    ['any brand has brand.name = "x"', ["LU2007 brand"]],
    ["any item has item.origin = CN", ["LU2018 item"]],
    ["item.description matches row.words", ["LU2016 row"]],
  ])("any item has %s", (condition, expected) => {
    expect(found(item(condition))).toEqual(expected);
  });
});

describe("one mistake, one message", () => {
  test.each<[name: string, condition: string, expected: readonly string[]]>([
    ["an unknown name used twice in a clause", "foo > 3 and foo < 9", ["LU2001 foo"]],
    ["an unknown name in a calculation", "foo * 2 + packages > gross_weight", ["LU2001 foo"]],
    ["an unknown element and its body", "any itm has itm.hs = 61091000", ["LU2007 itm"]],
    ["an unknown field compared", "importer.nam = packages", ["LU2002 nam"]],
    ["an argument of a function", "abs(foo) > packages", ["LU2001 foo"]],
    ["an unreadable operand", "packages > and gross_weight > 5 kg", ["LU1032 >"]],
  ])("%s", (_name, condition, expected) => {
    expect(found(when(condition))).toEqual(expected);
  });

  test("an unknown name in two clauses is reported in both", () => {
    const source = criterion("  when foo > 3\n  unless foo > 9\n  then channel yellow");
    expect(found(source)).toEqual(["LU2001 foo", "LU2001 foo"]);
  });

  test("a criterion that could not be read lacks nothing", () => {
    const source = criterion("  when packages >\n  then chanel yellow");
    expect(found(source).filter((each) => !each.startsWith("LU1"))).toEqual([]);
  });
});

describe("facts that may be missing", () => {
  test.each<[name: string, clauses: string, expected: readonly string[]]>([
    ["in when a hint only", "  when importer.risk_rank > 6", []],
    ["under not", "  when not importer.risk_rank > 6", ["LU4008 importer.risk_rank"]],
    ["under no", "  when no item has item.duty_rate > 5%", ["LU4008 item.duty_rate"]],
    ["under every", "  when every item has item.duty_rate > 5%", ["LU4008 item.duty_rate"]],
    [
      "in unless",
      "  when packages > 3\n  unless importer.risk_rank = 1",
      ["LU4008 importer.risk_rank"],
    ],
    [
      "guarded in when, read in unless",
      "  when importer.risk_rank is present\n  unless importer.risk_rank = 1",
      [],
    ],
    [
      "guarded in the same group, whatever the order",
      "  when no item has (item.duty_rate > 5% and item.duty_rate is present)",
      [],
    ],
    [
      "guarded by `is missing` under or",
      "  when not (item_count is missing or packages > 3)".replace("item_count", "freight"),
      [],
    ],
    [
      "guarded by bullets",
      "  when no item has all of\n    - item.duty_rate is present\n    - item.duty_rate > 5%",
      [],
    ],
    [
      "a guard of another fact",
      "  when no item has (item.net_weight is present and item.duty_rate > 5%)",
      ["LU4008 item.duty_rate"],
    ],
    [
      "in scope",
      "  scope importer.risk_rank > 6\n  when packages > 3",
      ["LU3028 importer.risk_rank"],
    ],
    ["in scope behind a guard", "  scope freight is present\n  when freight > 5 VND", []],
    ["through a definition", "  when not weighty(3 kg)", ["LU4008 weighty(3 kg)"]],
    ["through a let", "  let rank = importer.risk_rank\n  when not rank > 3", ["LU4008 rank"]],
    ["first_present with a constant", "  when not first_present(importer.risk_rank, 5) > 3", []],
    [
      "a computed field of an optional one",
      "  when packages > 3\n  unless highest of item.net_weight over items > 5 kg",
      ["LU4008 item.net_weight"],
    ],
  ])("%s", (_name, clauses, expected) => {
    const define = "define weighty(limit: Mass) = any item has item.net_weight > limit\n";
    const source =
      (clauses.includes("weighty") ? define : "") + criterion(`${clauses}\n  then channel yellow`);
    expect(found(source)).toEqual(expected);
  });

  test("hints in when", () => {
    expect(hints(when("importer.risk_rank > 6 and freight > 5 VND"))).toEqual([
      "LU4009 importer.risk_rank",
      "LU4009 freight",
    ]);
    expect(hints(when("importer.risk_rank is present and importer.risk_rank > 6"))).toEqual([]);
  });

  test("an outcome behind a guard is definite", () => {
    const clauses = "  when importer.risk_rank is present\n  then risk + importer.risk_rank";
    expect(found(criterion(clauses))).toEqual([]);
  });

  test("an outcome from a table may have no row", () => {
    const table = "table points key (hs: Hs under) value (points: Integer) external\n";
    const clauses = "  when packages > 3\n  then risk + points(61091000).points";
    expect(found(table + criterion(clauses))).toEqual(["LU3026 points(61091000).points"]);
  });
});

describe("elements", () => {
  test("a line after has is outside, with a bracket as the fix", () => {
    const source = when("any item has item.hs under 6109\n   and item.origin = CN");
    const [first] = runExample(source).filter((each) => each.code === "LU2003");
    const edits = first?.fixes[0]?.edits ?? [];
    const fixed = edits
      .toSorted((a, b) => b.span.start - a.span.start)
      .reduce(
        (text, edit) => text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end),
        source,
      );
    expect(fixed).toContain("any item has (item.hs under 6109\n   and item.origin = CN)");
    expect(found(fixed)).toEqual([]);
  });

  test("two quantifiers of one element are an information, of two collections nothing", () => {
    const two = "any item has item.origin = CN and any item has item.line_no = 2";
    expect(found(when(two))).toEqual(["LU4010 any item has item.line_no = 2"]);
    const other = "any item has item.origin = CN and any container has container.item_no = 2";
    expect(found(when(other))).toEqual([]);
    expect(found(when("any item has item.origin = CN or any item has item.line_no = 2"))).toEqual(
      [],
    );
  });

  test("the product of bounds counts through definitions", () => {
    const define =
      "define boxed(i: GoodsItem) = any container has any item called o has o.hs = i.hs\n";
    expect(found(define + when("any item has boxed(item)"))).toEqual(["LU4011 boxed(item)"]);
    expect(
      found(define.replace("any container has ", "") + when("any item has boxed(item)")),
    ).toEqual([]);
  });

  test("a reason names the witness", () => {
    const reason = (condition: string, hole: string): string =>
      criterion(`  when ${condition}\n  then channel yellow\n  because "x {${hole}}"`);
    expect(found(reason("any item has item.origin = CN", "item.hs"))).toEqual([]);
    expect(
      found(reason('any item has any brand of item has brand.name = "x"', "brand.name")),
    ).toEqual([]);
    expect(found(reason("not any item has item.origin = CN", "item.hs"))).toEqual(["LU2030 item"]);
    expect(found(reason("count of items > 3", "item.hs"))).toEqual(["LU2030 item"]);
    expect(found(reason("any item has item.origin = CN", "container.number"))).toEqual([
      "LU2030 container",
    ]);
    expect(found(reason("any item called x has x.origin = CN", "x.hs"))).toEqual([]);
  });

  test("a let for each element", () => {
    const lets = (condition: string): string =>
      criterion(
        `  let double for each item = item.invoice_value * 2\n  when ${condition}\n  then channel yellow`,
      );
    expect(found(lets("any item has double > 5 USD"))).toEqual([]);
    expect(found(lets("double > 5 USD"))).toEqual(["LU2017 double"]);
    expect(found(lets("any item called x has double > 5 USD"))).toEqual(["LU2017 double"]);
    expect(found(lets("any item has double > 5 VND"))).toEqual(["LU3003 5 VND"]);
  });
});

describe("decision tables", () => {
  const decide = (rows: string): string => criterion(`  decide\n${rows}`);
  test.each<[name: string, rows: string, expected: readonly string[]]>([
    [
      "right",
      "    | packages | channel | risk |\n    | > 5 | red | +5 |\n    | 1 to 3 | yellow | - |\n    | else | green | -5 |",
      [],
    ],
    ["unit missing in a cell", "    | gross_weight | channel |\n    | > 5 | red |", ["LU3016 5"]],
    [
      "wrong dimension in a range",
      "    | gross_weight | channel |\n    | 1 kg to 5 pcs | red |",
      ["LU3002 5 pcs"],
    ],
    ["unknown code", "    | loading_port | channel |\n    | CNSHX | red |", ["LU2021 CNSHX"]],
    [
      "two rows with one wrong column",
      "    | foo | channel |\n    | 1 | red |\n    | 2 | red |",
      ["LU2001 foo"],
    ],
    ["a channel under risk", "    | packages | risk |\n    | > 5 | red |", ["LU4017 red"]],
    ["unknown action", "    | packages | action |\n    | > 5 | scan_good |", ["LU2010 scan_good"]],
    [
      "equal rows",
      "    | packages | channel |\n    | > 5 | red |\n    | > 5 | yellow |",
      ["LU4018 | > 5 | yellow |"],
    ],
    [
      "a case that is never true",
      "    | importer.compliance_level | channel |\n    | > 5 | red |",
      ["LU4012 > 5"],
    ],
  ])("%s", (_name, rows, expected) => {
    expect(found(decide(rows))).toEqual(expected);
  });

  test("for each element, with its reason", () => {
    const rows =
      "    | item.hs | item.unit_price | channel |\n    | 6109, 62 | < 2.50 USD per pcs | red |";
    const source = criterion(
      `  decide for each item\n${rows}\n  because "Row {table_row} for {item.hs}"`,
    );
    expect(found(source)).toEqual([]);
    expect(
      found(
        when("packages > 1").replace("channel yellow", 'channel yellow\n  because "{table_row}"'),
      ),
    ).toEqual(["LU2016 table_row"]);
  });
});

describe("sets as a whole", () => {
  const bands =
    "table bands key (id: Id, hs: Hs under, origin: Country optional) value (level: Channel, points: Integer, floor: Integer optional) external\n";
  const template = (body: string): string =>
    `${bands}criterion EX-1 "Example" for each row of bands\n  on import\n${body}\n`;

  test.each<[name: string, source: string, expected: readonly string[]]>([
    [
      "a template",
      template(
        '  when any item has all of\n    - item.hs matches row.hs\n    - item.origin matches row.origin\n  then channel row.level, risk + row.points\n  because "{row.id}: {item.hs}"\n  test "x" given row (id = "A", hs = 6109, level = red, points = 3), item (hs = 61091000) expect hit on item 1',
      ),
      [],
    ],
    [
      "an optional column as points",
      template("  when any item has item.hs matches row.hs\n  then risk + row.floor"),
      ["LU3026 row.floor"],
    ],
    [
      "a column of another list",
      template("  when any item has item.origin matches row.hs\n  then risk +1"),
      ["LU3004 row.hs"],
    ],
    [
      "a column that is not there",
      template("  when any item has item.hs matches row.hz\n  then risk +1"),
      ["LU2002 hz"],
    ],
    [
      "a row of a test without a mandatory column",
      template(
        '  when any item has item.hs matches row.hs\n  then risk +1\n  test "x" given row (id = "A", hs = 6109, level = red) expect no hit',
      ),
      ["LU4027 row"],
    ],
    [
      "a definition with a record",
      `define heavy(i: GoodsItem) = i.net_weight > 5 kg\n${item("heavy(importer)")}`,
      ["LU3025 importer"],
    ],
    ["a definition of a chain", "define a = b\ndefine b = c\ndefine c = a\n", ["LU2015 a"]],
    [
      "a let made from itself",
      criterion("  let a = b + 1\n  let b = a + 1\n  when a > 1\n  then channel yellow"),
      ["LU2015 a"],
    ],
    [
      "a let with the name of a list",
      "list hubs of Country = SG\n" +
        criterion("  let hubs = packages + 1\n  when hubs > 1\n  then channel yellow"),
      ["LU2004 hubs"],
    ],
    [
      "a parameter takes the type of its place",
      `parameter floor = 500\n${when("packages > floor")}`,
      [],
    ],
    [
      "a parameter without unit",
      `parameter floor = 500\n${when("gross_weight > floor")}`,
      ["LU3016 500"],
    ],
    ["a parameter that is a code", `parameter home = VN\n${item("item.origin = home")}`, []],
    [
      "a list of another code list",
      `list hubs of Port = CNSHA\n${item("item.origin in hubs")}`,
      ["LU3004 hubs"],
    ],
    [
      "a list in place of a value",
      `list hubs of Country = SG\n${item("item.origin = hubs")}`,
      ["LU3023 hubs"],
    ],
    ["short codes of a list", `list wild of Hs = 0507\n${item("item.hs under wild")}`, []],
    ["a member twice", "list hubs of Country = SG, SG\n", ["LU2013 SG"]],
    [
      "as of on a dated list",
      `list hubs of Country external dated\n${item("item.origin in hubs as of registered_at")}`,
      [],
    ],
    [
      "as of with a day",
      `list hubs of Country external dated\n${item("item.origin in hubs as of arrived_on")}`,
      ["LU3008 arrived_on"],
    ],
    [
      "two policies at different stages",
      policy("  else green") +
        policy("  else green").replace("example_policy", "p2").replace("clearance", "gate"),
      [],
    ],
    [
      "a policy without stages overlaps all",
      policy("  else green").replace(" at clearance", "") +
        policy("  else green").replace("example_policy", "p2"),
      ["LU4023 p2"],
    ],
    [
      "a stratum that is a record",
      policy("  sample 1% of green to red by importer\n  else green"),
      ["LU3022 importer"],
    ],
    [
      "a quota by an unknown field",
      policy(
        "  quota red at most 5% per offices per day keeping highest risk_points\n  else green",
      ),
      ["LU2001 offices"],
    ],
    [
      "a quota kept by a text",
      policy("  quota red at most 5% per day keeping highest notes\n  else green"),
      ["LU3027 notes"],
    ],
    [
      "a quota of more than all",
      policy("  quota red at most 150% per day keeping highest risk_points\n  else green"),
      ["LU4022 quota red at most 150% per day keeping highest risk_points"],
    ],
    [
      "an aggregate in a scorecard",
      'scorecard s "S" on import\n  factor f "F" weight 2 by highest of item.duty_rate over items\n    - < 5% -> 0\n    - else -> 4\n    - unknown -> 1\n',
      [],
    ],
    [
      "a factor case of another type",
      'scorecard s "S" on import\n  factor f "F" weight 2 by packages\n    - < 5% -> 0\n    - else -> 4\n',
      ["LU3007 5%"],
    ],
    [
      "a condition as a factor",
      'scorecard s "S" on import\n  factor f "F" weight 2 by (any item has item.origin = CN)\n    - true -> 4\n    - false -> 0\n',
      [],
    ],
  ])("%s", (_name, source, expected) => {
    expect(found(source)).toEqual(expected);
  });

  test("what nothing uses is a hint", () => {
    const source =
      "list hubs of Country = SG\nparameter p = 3\ndefine d = packages > 3\ntable bands key (hs: Hs) value (p: Integer) external\n";
    expect(hints(source)).toEqual(["LU2026 hubs", "LU2026 p", "LU2026 d", "LU2026 bands"]);
  });
});

describe("tests", () => {
  test.each<[name: string, test: string, expected: readonly string[]]>([
    [
      "all kinds of facts",
      'given packages = 3, importer.tax_code = "A", freight is missing, importer.owner_ids includes "X", item (hs = 61091000, brand (name = "B")), container (number = "C"), flow = export, stage = gate expect hit, channel yellow, risk 10',
      [],
    ],
    ["a record in brackets", 'given importer (tax_code = "A", risk_rank = 3) expect no hit', []],
    ["unknown field", "given importer.rank = 3 expect no hit", ["LU2002 rank"]],
    ["unknown root", "given pacages = 3 expect no hit", ["LU2001 pacages"]],
    ["unknown field of an element", "given item (hz = 3) expect no hit", ["LU2002 hz"]],
    ["wrong type", 'given packages = "3" expect no hit', ['LU3030 "3"']],
    ["a fraction of a whole number", "given packages = 1.5 expect no hit", ["LU3030 1.5"]],
    ["wrong unit", "given gross_weight = 5 pcs expect no hit", ["LU3002 5 pcs"]],
    ["unit missing", "given gross_weight = 5 expect no hit", ["LU3016 5"]],
    ["unknown code", "given item (origin = XX) expect no hit", ["LU2021 XX"]],
    ["unknown stage", "given stage = gat expect no hit", ["LU2010 gat"]],
    ["a row without a template", "given row (hs = 6109) expect no hit", ["LU2016 row"]],
    ["element never given", "given packages = 3 expect hit on item 1", ["LU4026 item"]],
    ["no such element", "given packages = 3 expect hit on itm 1", ["LU2007 itm"]],
    [
      "unknown because of an optional fact",
      "given item (net_weight is missing) expect unknown because item.net_weight",
      [],
    ],
    [
      "unknown because of a mandatory fact",
      "given packages = 3 expect unknown because packages",
      ["LU4033 packages"],
    ],
    ["another criterion", "given packages = 3 expect EX-9 hit", ["LU4034 EX-9"]],
    ["exempt in a test", "given packages = 3 expect exempt", ["LU4034 exempt"]],
  ])("%s", (_name, body, expected) => {
    expect(found(tested(body))).toEqual(expected);
  });
});
