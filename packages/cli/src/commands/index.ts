/**
 * The commands, in the order of help: as a set is made, checked, tested, built and used.
 *
 * One file each; what several need stands a folder up.
 */
import type { Command } from "../invocation.ts";
import { build } from "./build.ts";
import { check } from "./check.ts";
import { decide } from "./decide.ts";
import { explain } from "./explain.ts";
import { fmt } from "./fmt.ts";
import { init } from "./init.ts";
import { plan } from "./plan.ts";
import { test } from "./test.ts";

export const commands: readonly Command[] = [init, check, fmt, test, build, plan, decide, explain];
