/**
 * Criteria of a newer plan, said in the slots of an older one: how criteria join an index that is running.
 *
 * A slot is the same when it has the same name, form and list. What reads a slot the older plan does not have is left to the criterion itself, so a
 * change may bring any criterion; it is found a little less sharply until the bundle is loaded anew.
 */
import type { IndexedCriterion, IndexNode, IndexPlan } from "./plan.ts";

const opaque: IndexNode = { kind: "opaque" };

class Translation {
  readonly #slots: readonly number[];
  readonly #collections: readonly number[];

  constructor(from: IndexPlan, to: IndexPlan) {
    this.#collections = from.collections.map(({ path }) =>
      to.collections.findIndex((each) => each.path.join("/") === path.join("/")),
    );
    const same = (a: number, b: number): boolean => (a < 0 ? b < 0 : this.#collections[a] === b);
    this.#slots = from.slots.map((slot) =>
      to.slots.findIndex(
        ({ name, form, collection }) =>
          name === slot.name && form === slot.form && same(slot.collection, collection),
      ),
    );
  }

  node(node: IndexNode): IndexNode {
    switch (node.kind) {
      case "constant":
      case "cell":
      case "opaque":
        return node;
      case "and":
      case "or":
        return { ...node, of: node.of.map((each) => this.node(each)) };
      case "not":
        return { ...node, of: this.node(node.of) };
      case "quantifier": {
        const collection = this.#collections[node.collection] ?? -1;
        return collection < 0 ? opaque : { ...node, collection, body: this.node(node.body) };
      }
      default: {
        const slot = this.#slots[node.slot] ?? -1;
        return slot < 0 ? opaque : { ...node, slot };
      }
    }
  }
}

/** `positions` by position in `from`: the criterion's position in the running criteria. */
export function adopted(
  from: IndexPlan,
  to: IndexPlan,
  positions: ReadonlyMap<number, number>,
): readonly IndexedCriterion[] {
  const translation = new Translation(from, to);
  return from.criteria.flatMap((indexed) => {
    const criterion = positions.get(indexed.criterion);
    if (criterion === undefined) return [];
    const { rowsOf, asked, when, decide } = indexed;
    return [
      {
        criterion,
        rowsOf,
        asked: translation.node(asked),
        when: translation.node(when),
        decide: Array.isArray(decide) ? decide.map((line) => translation.node(line)) : decide,
      },
    ];
  });
}
