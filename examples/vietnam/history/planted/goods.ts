// Cases that one declaration tells by itself, or beside what everybody's history holds: value, classification, origin, permits, weights,
// numbers of containers. Rows 1 to 16, 20 to 28, 33, 34, 48 and 56 of the catalogue, but for those that need a history of their own.
import { containerNo, day, MS_PER_DAY, wrongCheckDigit } from "../../parts.ts";
import { tellLicence } from "../background.ts";
import type { HistoryDeclaration } from "../rows.ts";
import { dayOf } from "../world.ts";
import { type Plan, putLine, setValue } from "./plan.ts";

export function plantGoods(plan: Plan): void {
  plantValue(plan);
  plantClassification(plan);
  plantOrigin(plan);
  plantMarks(plan);
  plantPermits(plan);
  plantScrap(plan);
  plantStrategic(plan);
  plantWeights(plan);
  plantNumbers(plan);
  plantModel(plan);
}

/** Frequent goods, so that their history is long. */
const SHIRTS = { hs: "61091010", origin: "CN" };
const RESIN = { hs: "39021040", origin: "KR" };
const SWITCHES = { hs: "85365099", origin: "CN" };
const PARTS = { hs: "39269059", origin: "CN" };
const BISCUITS = { hs: "19053120", origin: "ID" };

function plantValue(plan: Plan): void {
  plan.plant(1, "unit price 0.55 of the usual", { ...SHIRTS, price: 0.55 }, () => {});
  plan.plant(
    2,
    "unit price 0.88, below every accepted price",
    { ...SWITCHES, price: 0.88 },
    () => {},
  );
  plan.plant(3, "unit price 0.91, in the lowest tenth", { ...PARTS, price: 0.91 }, () => {});
  plan.plant(4, "unit price 0.6, far below the median", { ...BISCUITS, price: 0.6 }, () => {});
  plan.plant(
    6,
    "discount G, value after it 0.7 of the usual",
    { ...SHIRTS, price: 1 },
    (declaration) => {
      declaration.adjustments.push({
        kind: "G",
        side: "SB",
        amount: { amount: 500, currency: "USD" },
      });
      const [item] = declaration.items;
      if (item !== undefined) item.value_after_discount = Math.round(item.customs_value * 0.7);
    },
  );
  plan.plant(7, "unit price 4.5 times the usual", { ...SWITCHES, price: 4.5 }, () => {});
  plan.plant(8, "related parties, price 0.95", { ...PARTS, price: 0.95 }, (declaration, index) => {
    if (index % 2 === 0) declaration.valuation_method = "7";
    else {
      const owner = declaration.importer.profile?.owner_ids ?? [];
      declaration.exporter.profile = { priority: false, focus: false, owner_ids: [...owner] };
    }
  });
  plan.plant(10, "invoice does not add up, or FOB without freight", RESIN, (declaration, index) => {
    if (index % 2 === 0) {
      declaration.invoice.total.amount = Math.round(declaration.invoice.total.amount * 1.2);
    } else declaration.invoice.incoterm = index % 4 === 1 ? "FOB" : "EXW";
  });
}

function plantClassification(plan: Plan): void {
  const screen = { hs: "85285910", origin: "CN", quantity: 30 };
  const words = [
    "Màn hình LED 55 inch có bộ thu truyền hình",
    "MAN HINH LED CO BO THU TRUYEN HINH",
    "Tivi LED 55 inch",
  ];
  plan.plant(
    11,
    "declared as a monitor, described as a television",
    screen,
    (declaration, index) => {
      const [item] = declaration.items;
      if (item !== undefined) item.description = words[index % words.length] ?? "";
    },
  );
  plan.plant(
    13,
    "rate 12 %, sister code 35 %, 1.7 billion dong and more",
    { ...screen, quantity: 240 },
    () => {},
  );
  const others = [
    "Áo thun nam cotton, mới 100%",
    "Điện thoại thông minh, mới 100%",
    "Rượu whisky 40 độ",
  ];
  plan.plant(14, "description of another heading", PARTS, (declaration, index) => {
    const [item] = declaration.items;
    if (item !== undefined) item.description = others[index % others.length] ?? "";
  });
}

function plantOrigin(plan: Plan): void {
  const prefer = (declaration: HistoryDeclaration): void => {
    const [item] = declaration.items;
    if (item !== undefined) {
      item.tariff_schedule = "B05";
      item.duty_rate = 0;
    }
    declaration.permits = [{ kind: "CO", number: `CO-${declaration.declaration_no.slice(-6)}` }];
  };
  plan.plant(
    15,
    "preference without certificate, or certificate late",
    SHIRTS,
    (declaration, index) => {
      prefer(declaration);
      if (index % 2 === 0) declaration.permits = [];
      else declaration.notes = "Doanh nghiệp xin chậm nộp C/O form E";
    },
  );
  plan.plant(16, "preference for China, loaded in Dubai", SHIRTS, (declaration) => {
    prefer(declaration);
    declaration.loading_port = "AEDXB";
    declaration.loading_country = "AE";
  });
}

/** Row 21 alone needs an importer whom the right holder has authorised for TIDEMARK. */
function plantMarks(plan: Plan): void {
  plan.plant(
    20,
    "NOVARA without authorisation",
    { hs: "64039990", origin: "IT" },
    (declaration) => {
      const [item] = declaration.items;
      if (item !== undefined) item.brands = [{ name: "NOVARA" }];
    },
  );
  plan.plant(
    21,
    "TIDEMARK at a sixth of its price",
    { hs: "91021100", origin: "CN", price: 0.6 },
    (declaration) => {
      declaration.importer.tax_code = "0300000001";
      const [item] = declaration.items;
      if (item !== undefined) item.brands = [{ name: "TIDEMARK" }];
    },
  );
}

function plantPermits(plan: Plan): void {
  plan.plant(23, "medicine without permit", { hs: "30049099", origin: "IN" }, (declaration) => {
    declaration.permits = [];
  });
  plan.plant(
    24,
    "wildlife by a listed port",
    { hs: "44079190", origin: "US" },
    (declaration, index) => {
      const [item] = declaration.items;
      if (item === undefined) return;
      if (index % 2 === 0) item.description = "Gỗ sồi xẻ, lẫn vảy tê tê khô";
      else putLine(declaration, { hs: "05079020", origin: "NG" }, plan.random);
      declaration.loading_port = index % 3 === 0 ? "NGAPP" : "SGSIN";
      declaration.loading_country = declaration.loading_port.slice(0, 2);
      declaration.route_ports = index % 3 === 0 ? [] : ["KEMBA", "SGSIN"];
      declaration.permits = [];
    },
  );
  const used = [
    "Máy tiện CNC đã qua sử dụng",
    "Máy tiện, second hand",
    "May tien CNC da qua su dung",
  ];
  plan.plant(
    26,
    "used machine without proof of age",
    { hs: "84581190", origin: "JP" },
    (declaration, index) => {
      const [item] = declaration.items;
      if (item === undefined) return;
      item.description = used[index % used.length] ?? "";
      item.made_in_year = 2019;
      declaration.permits = [];
    },
  );
}

/** None, expired before the goods arrive, of somebody else, withdrawn. */
function plantScrap(plan: Plan): void {
  plan.each((index, at) => {
    const trader = plan.trader();
    const kind =
      ["no licence", "expired before arrival", "licence of another", "licence withdrawn"][
        index % 4
      ] ?? "";
    const licence = `GPMT-X${index}`;
    const today = dayOf(at);
    if (kind === "expired before arrival")
      tellLicence(plan.world, licence, trader.taxCode, "ENV", -300, today - 8);
    if (kind === "licence of another")
      tellLicence(plan.world, licence, "0300999999", "ENV", -300, 300);
    if (kind === "licence withdrawn") {
      tellLicence(plan.world, licence, trader.taxCode, "ENV", -300, 300);
      plan.world.tell("licences", at - MS_PER_DAY, {
        source: "licences",
        withdrawn: true,
        row: { licence_no: licence },
      });
    }
    plan.declare(
      "import",
      trader,
      at,
      { hs: "72044900", origin: "JP" },
      (declaration) => {
        declaration.permits =
          kind === "no licence"
            ? []
            : [
                {
                  kind: "ENV",
                  number: licence,
                  valid_from: "2024-01-01",
                  valid_until: day(at - 8 * MS_PER_DAY),
                },
              ];
      },
      ({ declaration_no }) => plan.world.plant(25, declaration_no, kind),
    );
  });
}

function plantStrategic(plan: Plan): void {
  plan.each((index, at) => {
    const destination = index % 2 === 0 ? "IR" : "KP";
    const trader = plan.trader({ role: "exporter" });
    plan.declare(
      "export",
      trader,
      at,
      { hs: "88062100", origin: "VN" },
      (declaration) => {
        declaration.destination_country = destination;
        declaration.permits = [];
      },
      ({ declaration_no }) => plan.world.plant(28, declaration_no, `drones to ${destination}`),
    );
  });
}

function plantWeights(plan: Plan): void {
  plan.plant(33, "three times the usual weight of a piece", SHIRTS, (declaration) => {
    const [item] = declaration.items;
    if (item?.net_weight === undefined) return;
    item.net_weight *= 3;
    setValue(declaration, item, item.customs_value);
  });
  plan.plant(34, "gross below net", RESIN, (declaration) => {
    declaration.gross_weight = Math.round(declaration.gross_weight * 0.8);
  });
}

function plantNumbers(plan: Plan): void {
  plan.plant(48, "container number wrong, or of no known owner", RESIN, (declaration, index) => {
    const [box] = declaration.containers;
    if (box === undefined) return;
    box.number =
      index % 2 === 0 ? wrongCheckDigit(box.number) : containerNo("QQX", 123_456 + index);
  });
}

/** What a model of fraud would rank first: much risk, high-duty goods, a cheap declaration, an unusual route. */
function plantModel(plan: Plan): void {
  plan.plant(
    56,
    "rank 6, high duty, low price, loaded in Jebel Ali",
    { hs: "33030000", origin: "FR", price: 0.7 },
    (declaration) => {
      declaration.loading_port = "AEJEA";
      declaration.loading_country = "AE";
      declaration.invoice.payment = "CASH";
    },
    { profile: { risk_rank: 6, compliance_level: 5 } },
  );
}
