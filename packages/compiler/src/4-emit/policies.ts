/**
 * Writes one function per condition of a policy.
 *
 * Comes in: the policies of the IR. Goes out: functions of the policy's state. Samples and quotas are the engine's: they need what is known about
 * other declarations.
 */
import type { PolicyIr } from "@luong/spec";
import { functionScope } from "./conditions.ts";
import type { WrittenFunction } from "./criteria.ts";
import { truthText } from "./logic.ts";
import { FunctionScope, type ModuleContext } from "./scope.ts";

export const policyConditions = ["exempt", "red", "yellow"] as const;

export interface WrittenPolicy {
  readonly policy: number;
  readonly condition: (typeof policyConditions)[number];
  readonly written: WrittenFunction;
}

export function writePolicies(module: ModuleContext): readonly WrittenPolicy[] {
  return module.ir.policies.flatMap((policy: PolicyIr, index: number) =>
    policyConditions.flatMap((name): readonly WrittenPolicy[] => {
      const condition = policy[name];
      if (condition === undefined) return [];
      const fn = new FunctionScope();
      const scope = functionScope(module, fn);
      module.within(`policies/${index}`, () => {
        fn.code.line(`return ${truthText(scope.condition(condition, scope))};`);
      });
      const written = {
        name: `policy$${index + 1}$${name}`,
        parameters: ["state"],
        lines: fn.lines,
      };
      return [{ policy: index, condition: name, written }];
    }),
  );
}
