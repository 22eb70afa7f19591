// Lists that both the world and those who look at it have to agree on: high-risk goods, as in `../bindings/high-risk-hs.csv`.
import { readFileSync } from "node:fs";

export function csv(path: string): Record<string, string>[] {
  const text = readFileSync(new URL(path, import.meta.url), "utf8");
  const [head = "", ...rows] = text.split("\n").filter((row) => row !== "");
  const names = head.split(",");
  return rows.map((row) => {
    const cells = row.split(",");
    return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ""]));
  });
}

const highRisk = csv("../bindings/high-risk-hs.csv").map((row) => row["code"] ?? "");

export function isHighRisk(hs: string): boolean {
  return highRisk.some((code) => hs.startsWith(code));
}
