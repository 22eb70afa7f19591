import { irBuilder as b, randomSchema } from "@luong/testkit";
import { expect, test } from "vitest";
import { interpretedModule } from "../evaluate/interpreted.ts";
import { checkModule } from "./check-manifest.ts";

const module = interpretedModule(b.bundleIr(randomSchema, { criteria: [b.criterion("T-1", {})] }));
const plan = { collections: [], slots: [], criteria: [{}] };

test("a module may have an index of its criteria, and no other", () => {
  expect(checkModule(module).problem).toBeUndefined();
  expect(checkModule({ ...module, index: plan }).problem).toBeUndefined();
  for (const index of [null, [], {}, { ...plan, criteria: [] }, { ...plan, slots: undefined }]) {
    expect(checkModule({ ...module, index }).problem).toMatchObject({ code: "LU6501" });
  }
});
