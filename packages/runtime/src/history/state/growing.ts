/**
 * Typed arrays that grow as things are numbered, by half of what they hold. Places never written read as 0.
 *
 * Part of the state of history; knows nothing of windows and keys.
 */

function roomFor(length: number, needed: number): number {
  return Math.max(needed, length + (length >>> 1), 16);
}

export class GrowingUints {
  data = new Uint32Array(0);

  get(at: number): number {
    return this.data[at] ?? 0;
  }

  set(at: number, value: number): void {
    if (at >= this.data.length) {
      const longer = new Uint32Array(roomFor(this.data.length, at + 1));
      longer.set(this.data);
      this.data = longer;
    }
    this.data[at] = value;
  }

  get bytes(): number {
    return this.data.byteLength;
  }
}

export class GrowingFloats {
  data = new Float64Array(0);

  get(at: number): number {
    return this.data[at] ?? 0;
  }

  set(at: number, value: number): void {
    if (at >= this.data.length) {
      const longer = new Float64Array(roomFor(this.data.length, at + 1));
      longer.set(this.data);
      this.data = longer;
    }
    this.data[at] = value;
  }

  get bytes(): number {
    return this.data.byteLength;
  }
}
