/**
 * Measurements of one workload → an SVG: declarations a second against criteria, both logarithmic, one line an engine.
 *
 * Grey text and lines on nothing, mid colours: legible on white and on black. Names stand at the right ends, moved apart where ends meet.
 */
import type { Measurement } from "./measurement.ts";

const WIDTH = 860;
const HEIGHT = 520;
const LEFT = 74;
const RIGHT = 230;
const TOP = 44;
const BOTTOM = 50;
const LABEL_GAP = 16;

const INK = "#808080";
const GRID = "#80808040";
/** Ours first; of about equal lightness, told apart by dashes as well. */
const STYLES = [
  { colour: "#d1495b", dash: "", width: 3 },
  { colour: "#e08a2e", dash: "", width: 2 },
  { colour: "#b8892b", dash: "6 4", width: 2 },
  { colour: "#8a8a8a", dash: "2 4", width: 2 },
  { colour: "#8a8a8a", dash: "8 3", width: 1.5 },
  { colour: "#2a9d8f", dash: "", width: 2 },
  { colour: "#3d85c6", dash: "", width: 2 },
  { colour: "#7b68c8", dash: "", width: 2 },
  { colour: "#5a9e3f", dash: "6 4", width: 2 },
  { colour: "#3d85c6", dash: "2 4", width: 2 },
  { colour: "#b05fa8", dash: "", width: 2 },
] as const;

interface Axis {
  /** Decades shown, as exponents of ten. */
  readonly low: number;
  readonly high: number;
}

interface Rate {
  readonly engine: string;
  readonly criteria: number;
  readonly rate: number;
}

export function chartSvg(all: readonly Measurement[], title: string): string {
  const measurements = all.flatMap(({ engine, criteria, declarationsPerSecond: rate }): Rate[] =>
    rate === null ? [] : [{ engine, criteria, rate }],
  );
  const engines = [...new Set(measurements.map(({ engine }) => engine))];
  const across = axisOf(measurements.map(({ criteria }) => criteria));
  const up = axisOf(measurements.map(({ rate }) => rate));
  const x = (criteria: number): number =>
    LEFT + position(criteria, across) * (WIDTH - LEFT - RIGHT);
  const y = (rate: number): number =>
    HEIGHT - BOTTOM - position(rate, up) * (HEIGHT - TOP - BOTTOM);
  const lines = engines.map((engine) =>
    measurements
      .filter((each) => each.engine === engine)
      .toSorted((a, b) => a.criteria - b.criteria)
      .map((each) => ({ x: x(each.criteria), y: y(each.rate) })),
  );
  const ends = spreadLabels(lines.map((points) => points.at(-1)?.y ?? 0));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="sans-serif" font-size="13" fill="${INK}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<text x="${LEFT}" y="24" font-size="15">${escaped(title)}</text>`,
    ...grid(across, up, x, y),
    ...lines.map((points, index) => lineSvg(points, index)),
    ...lines.map((points, index) =>
      labelSvg(points, ends[index] ?? 0, engines[index] ?? "", index),
    ),
    "</svg>",
    "",
  ].join("\n");
}

function axisOf(values: readonly number[]): Axis {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.ceil(Math.log10(Math.max(...values)));
  return { low, high: Math.max(high, low + 1) };
}

function position(value: number, { low, high }: Axis): number {
  return (Math.log10(value) - low) / (high - low);
}

type Scale = (value: number) => number;

function grid(across: Axis, up: Axis, x: Scale, y: Scale): string[] {
  const right = WIDTH - RIGHT;
  const bottom = HEIGHT - BOTTOM;
  const rows = decades(up).map((value) => {
    const at = fixed(y(value));
    return `<path d="M${LEFT} ${at}H${right}" stroke="${GRID}"/><text x="${LEFT - 8}" y="${at}" text-anchor="end" dominant-baseline="middle">${shown(value)}</text>`;
  });
  const columns = decades(across).map((value) => {
    const at = fixed(x(value));
    return `<path d="M${at} ${TOP}V${bottom}" stroke="${GRID}"/><text x="${at}" y="${bottom + 18}" text-anchor="middle">${shown(value)}</text>`;
  });
  const middle = fixed((TOP + bottom) / 2);
  return [
    ...rows,
    ...columns,
    `<text x="${fixed((LEFT + right) / 2)}" y="${HEIGHT - 10}" text-anchor="middle">criteria</text>`,
    `<text transform="translate(16 ${middle}) rotate(-90)" text-anchor="middle">declarations a second</text>`,
  ];
}

function decades({ low, high }: Axis): number[] {
  return Array.from({ length: high - low + 1 }, (_, step) => 10 ** (low + step));
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function lineSvg(points: readonly Point[], index: number): string {
  const { colour, dash, width } = styleOf(index);
  const path = points.map(({ x, y }) => `${fixed(x)},${fixed(y)}`).join(" ");
  const dots = points.map(
    ({ x, y }) => `<circle cx="${fixed(x)}" cy="${fixed(y)}" r="3" fill="${colour}"/>`,
  );
  const dashes = dash === "" ? "" : ` stroke-dasharray="${dash}"`;
  return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="${width}"${dashes}/>${dots.join("")}`;
}

function labelSvg(points: readonly Point[], at: number, engine: string, index: number): string {
  const end = points.at(-1);
  if (end === undefined) return "";
  const { colour } = styleOf(index);
  const x = WIDTH - RIGHT + 22;
  return `<path d="M${fixed(end.x + 4)} ${fixed(end.y)}L${x - 4} ${fixed(at)}" stroke="${colour}" stroke-opacity="0.5"/><text x="${x}" y="${fixed(at)}" dominant-baseline="middle" fill="${colour}">${escaped(engine)}</text>`;
}

function styleOf(index: number): (typeof STYLES)[number] {
  return STYLES[index % STYLES.length] ?? STYLES[0];
}

/** The same heights, moved so that no two are closer than a line of text and all are inside. */
export function spreadLabels(heights: readonly number[]): number[] {
  const order = heights.map((_, index) => index).sort((a, b) => at(heights, a) - at(heights, b));
  const placed: number[] = [];
  let least = TOP;
  for (const index of order) {
    placed[index] = Math.max(at(heights, index), least);
    least = at(placed, index) + LABEL_GAP;
  }
  let most = HEIGHT - BOTTOM;
  for (const index of order.toReversed()) {
    placed[index] = Math.min(at(placed, index), most);
    most = at(placed, index) - LABEL_GAP;
  }
  return placed;
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? 0;
}

function fixed(value: number): string {
  return value.toFixed(1);
}

function shown(value: number): string {
  if (value >= 1e6) return `${value / 1e6}M`;
  if (value >= 1e3) return `${value / 1e3}k`;
  return String(Number(value.toPrecision(1)));
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
