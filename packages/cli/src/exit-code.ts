/**
 * What the exit code of the command says. "There is something to mend" and "could not run" are never the same number, so that a
 * build script can tell bad criteria from a bad call.
 */
export const exitCodes = {
  ok: 0,
  /** Findings, failed tests, files not formatted. */
  findings: 1,
  /** Wrong option, unreadable file, wrong configuration. */
  cannotRun: 2,
  /** A bug of ours; EX_SOFTWARE of sysexits.h. */
  internal: 70,
  /** 128 + SIGINT. */
  interrupted: 130,
  /** 128 + SIGTERM. */
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
