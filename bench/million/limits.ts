/**
 * Whether an engine is tried on more criteria, from how it did on fewer.
 *
 * Every engine but ours asks each criterion, so its cost grows at least with their number; the exponent 1.3 is what caches make of it (measured: 1.2 to
 * 1.4). An engine that would need minutes is stopped, with the reason, and never tried again on more.
 */

export interface Footing {
  readonly criteria: number;
  readonly buildMs: number;
  /** Of its slowest line. */
  readonly msPerDeclaration: number;
  /** Zero when not known. */
  readonly bytes: number;
}

export const EXPONENT = 1.3;
export const MOST_BUILD_MS = 60_000;
export const MOST_DECLARATION_MS = 8000;
export const MOST_BYTES = 6e9;

/** Undefined: it is tried. */
export function stopReason(last: Footing, criteria: number): string | undefined {
  const factor = criteria / last.criteria;
  const buildMs = last.buildMs * factor ** EXPONENT;
  const declarationMs = last.msPerDeclaration * factor ** EXPONENT;
  const bytes = last.bytes * factor;
  if (declarationMs > MOST_DECLARATION_MS)
    return `one declaration would take ${seconds(declarationMs)}`;
  if (buildMs > MOST_BUILD_MS) return `the build would take ${seconds(buildMs)}`;
  if (bytes > MOST_BYTES) return `it would hold ${(bytes / 1e9).toFixed(1)} GB`;
  return undefined;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toPrecision(2)} s`;
}
