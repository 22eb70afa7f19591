/**
 * One captured recognition, whatever camera it came from: a plate, a container number or a weight, seen at one lane at one moment.
 *
 * Plain JSON throughout, so that it can be journalled and sent on. Pictures are references, never bytes. Times are milliseconds UTC.
 * Knows no format and no register.
 */

export type Direction = "in" | "out" | "unknown";

export type SourceFormat = "hikvision-event" | "hikvision-plates" | "openalpr" | "generic";

export interface PlateCandidate {
  readonly raw: string;
  readonly norm: string;
  /** 0 to 100; absent when the camera gives none. */
  readonly confidence?: number;
}

export interface PlateRead extends PlateCandidate {
  /** At most ten other readings of the same picture, best first. */
  readonly candidates: readonly PlateCandidate[];
}

export interface ContainerRead {
  readonly raw: string;
  /** Eleven characters of ISO 6346, only when the check digit agrees. */
  readonly number?: string;
  readonly confidence?: number;
  readonly checkDigitOk: boolean;
  /** Size and type code of ISO 6346, such as `45G1`. */
  readonly sizeType?: string;
}

interface ReadBase {
  /** Device and the camera's own identifier, or device and content: equal for the same recognition sent twice. */
  readonly eventId: string;
  readonly deviceId: string;
  readonly site: string;
  readonly gate: string;
  readonly lane: string;
  readonly direction: Direction;
  /** By the camera's clock, less the offset the register gives the device. */
  readonly capturedAt: number;
  readonly receivedAt: number;
  readonly vehicleType?: string;
  /** What `ImageSink` gave back, or names the camera wrote. */
  readonly images: readonly string[];
  readonly format: SourceFormat;
}

export interface PlateCameraRead extends ReadBase {
  readonly kind: "plate";
  readonly plate: PlateRead;
}

export interface ContainerCameraRead extends ReadBase {
  readonly kind: "container";
  readonly container: ContainerRead;
}

export interface WeightCameraRead extends ReadBase {
  readonly kind: "weight";
  readonly weightKg: number;
}

export type CameraRead = PlateCameraRead | ContainerCameraRead | WeightCameraRead;

/** Total order of reads: by capture, then by identifier. Everything that must not depend on arrival sorts by it. */
export function compareReads(a: CameraRead, b: CameraRead): number {
  if (a.capturedAt !== b.capturedAt) return a.capturedAt - b.capturedAt;
  return a.eventId < b.eventId ? -1 : a.eventId > b.eventId ? 1 : 0;
}

export interface Picture {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** Keeps pictures outside the service and gives back a reference. The same picture may be given twice: name it by `sha256`. */
export interface ImageSink {
  put(picture: Picture & { readonly sha256: string; readonly deviceId: string }): Promise<string>;
}
