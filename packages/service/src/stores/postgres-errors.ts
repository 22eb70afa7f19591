/**
 * What PostgreSQL, or the way to it, says went wrong, as an error of a store.
 *
 * Comes in: anything thrown by `pg`. Goes out: a `StoreError`; what already is one stays as it is. Codes: PostgreSQL manual, appendix A.
 */
import { StoreError, storeError } from "@luong/runtime";

/** SQLSTATE, or the system's word for a failed connection. */
function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  return typeof code === "string" ? code : "";
}

/** In the words of the database or the system. */
export function reasonOf(error: unknown): string {
  // A host with several addresses fails with one error for each, and no words of its own.
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join("; ");
  const text = error instanceof Error ? error.message : String(error);
  return text === "" ? codeOf(error) : text;
}

const lostWords =
  /Connection terminated|Query read timeout|timeout e(xpired|xceeded)|not queryable/;
const lostCodes = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND"]);
for (const code of ["EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]) lostCodes.add(code);

/** The connection is gone: what was asked may have been done or not. */
export function isLost(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isLost);
  const code = codeOf(error);
  // 57P01 to 57P03: shut down, crashed, starting; class 08: connection.
  if (/^(08|57P0[1-3])/.test(code) || lostCodes.has(code)) return true;
  return error instanceof Error && lostWords.test(error.message);
}

/** Worth asking again: the connection is gone, there were too many, or two transactions were in each other's way. */
export function mayPass(error: unknown): boolean {
  return isLost(error) || ["53300", "40001", "40P01"].includes(codeOf(error));
}

const outages: readonly string[] = ["LU6808", "LU6811", "LU6812", "LU6813", "LU6814"];

/** Nothing that was asked together with it would have gone better alone. */
export function isOutage(error: unknown): boolean {
  return error instanceof StoreError && outages.includes(error.code);
}

export function storeErrorOfPostgres(error: unknown, place: string): StoreError {
  if (error instanceof StoreError) return error;
  const [code, reason, cause] = [codeOf(error), reasonOf(error), { cause: error }];
  if (isLost(error) || code === "53300") return storeError("LU6811", { place, reason }, cause);
  if (code === "53100") return storeError("LU6805", { place }, cause);
  if (code === "57014" || code === "55P03") return storeError("LU6814", { place }, cause);
  if (code === "25006") return storeError("LU6808", { place }, cause);
  if (/^(28|42501|3D000)/.test(code)) return storeError("LU6813", { place, reason }, cause);
  if (/^(42P01|42883|3F000)/.test(code)) return storeError("LU6803", { place }, cause);
  if (/^XX00[12]/.test(code)) return storeError("LU6804", { place, reason }, cause);
  if (/^(54|22001)/.test(code)) return storeError("LU6815", { place, reason }, cause);
  if (/^58/.test(code)) return storeError("LU6809", { place, reason }, cause);
  return storeError("LU6899", { place, reason }, cause);
}
