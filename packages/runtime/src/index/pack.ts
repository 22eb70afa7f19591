/**
 * Plain values with typed arrays in them ↔ a head of JSON and sections of bytes: the form of snapshots and of what threads are sent.
 *
 * Arrays are not copied on the way in: they become views of the buffer that was read. Knows nothing of what the values mean.
 */

type Section = Int32Array | Uint32Array | Uint16Array | Uint8Array | Float64Array | Float32Array;

const kinds = {
  i32: Int32Array,
  u32: Uint32Array,
  u16: Uint16Array,
  u8: Uint8Array,
  f64: Float64Array,
  f32: Float32Array,
} as const;

type Kind = keyof typeof kinds;

function isKind(text: unknown): text is Kind {
  return typeof text === "string" && Object.hasOwn(kinds, text);
}

/** Sections begin at multiples of this, so that any array can be a view of them. */
const ALIGNMENT = 64;

export interface Packed {
  /** JSON; an array stands there as `{"$array": [kind, offset, length]}`, offsets in bytes into the sections laid end to end. */
  readonly head: string;
  readonly sections: readonly { readonly offset: number; readonly bytes: Uint8Array }[];
  readonly length: number;
}

function kindOf(value: object): Kind | undefined {
  for (const [kind, type] of Object.entries(kinds))
    if (value instanceof type && isKind(kind)) return kind;
  return undefined;
}

function isSection(value: object): value is Section {
  return kindOf(value) !== undefined;
}

export function pack(value: unknown): Packed {
  const sections: { offset: number; bytes: Uint8Array }[] = [];
  let length = 0;
  const plain = (part: unknown): unknown => {
    if (typeof part !== "object" || part === null) return part;
    if (isSection(part)) {
      const offset = Math.ceil(length / ALIGNMENT) * ALIGNMENT;
      sections.push({
        offset,
        bytes: new Uint8Array(part.buffer, part.byteOffset, part.byteLength),
      });
      length = offset + part.byteLength;
      return { $array: [kindOf(part), offset, part.length] };
    }
    if (Array.isArray(part)) return part.map(plain);
    return Object.fromEntries(Object.entries(part).map(([key, each]) => [key, plain(each)]));
  };
  return { head: JSON.stringify(plain(value)), sections, length };
}

/** One `new` for each kind: the types of their constructors agree on no buffer. */
function sectionOf(kind: Kind, buffer: ArrayBufferLike, at: number, length: number): Section {
  switch (kind) {
    case "i32":
      return new Int32Array(buffer, at, length);
    case "u32":
      return new Uint32Array(buffer, at, length);
    case "u16":
      return new Uint16Array(buffer, at, length);
    case "u8":
      return new Uint8Array(buffer, at, length);
    case "f64":
      return new Float64Array(buffer, at, length);
    case "f32":
      return new Float32Array(buffer, at, length);
  }
}

/** Throws a RangeError when an array does not lie within the buffer. */
export function unpack(head: string, buffer: ArrayBufferLike, start: number): unknown {
  return JSON.parse(head, (_, part: unknown) => {
    if (typeof part !== "object" || part === null || !("$array" in part)) return part;
    const [kind, offset, length]: readonly unknown[] = Array.isArray(part.$array)
      ? part.$array
      : [];
    if (!isKind(kind) || typeof offset !== "number" || typeof length !== "number") {
      throw new RangeError("an array of the snapshot has no form");
    }
    return sectionOf(kind, buffer, start + offset, length);
  });
}
