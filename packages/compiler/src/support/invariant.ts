/**
 * A fault of ours, said where it is found: what must hold by construction, and does not.
 *
 * Never for input: what a user can cause is a diagnostic.
 */
export function invariant(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`compiler: there should be ${what}`);
}
