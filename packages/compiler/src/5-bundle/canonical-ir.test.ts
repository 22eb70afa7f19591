import { canonicalJson } from "@luong/spec";
import { expect, test } from "vitest";
import { exampleIr } from "../../../testkit/src/ir-builder.ts";
import { canonicalIr, canonicalMembers } from "./canonical-ir.ts";
