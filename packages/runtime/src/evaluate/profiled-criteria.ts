/**
 * The index of an engine with a profile that looks on.
 *
 * Comes in: questions. Goes out: the same signals as without. Made only when a profile is wanted, so that nothing is asked for it otherwise.
 */
import type { Question } from "@luong/spec";
import type { IndexProfile } from "../index/profile.ts";
import type { IndexReader } from "../index/reader.ts";
import type { Signals } from "../index/signals.ts";
import type { SignalSource } from "./signal-source.ts";

export function profiledSignals(
  source: SignalSource,
  reader: IndexReader,
  profile: IndexProfile,
): SignalSource {
  reader.search.watch = profile;
  return {
    signals: (question: Question, into: Signals): void => {
      profile.startDeclaration();
      source.signals(question, into);
      profile.endDeclaration(reader.facts, into);
    },
  };
}
