/**
 * What surrounds the runtime when it is deployed: intake of events, stores of history, providers of scores.
 *
 * Every name the package offers stands here; what needs Node, a broker, a database or a native library lives in this package, never in the runtime's core.
 */
export { type Broker, startBroker } from "./intake/broker.ts";
export type { ClockEstimate, ClockRule } from "./intake/clock.ts";
export {
  type Device,
  type DeviceRegister,
  type RegisterProblem,
  type RegisterResult,
  readDevices,
} from "./intake/devices.ts";
export { type CameraRouteOptions, cameraRoutes } from "./intake/http.ts";
export {
  createIntake,
  defaultIntakeRules,
  type Intake,
  type IntakeCounters,
  type IntakeOptions,
  type IntakeRules,
  type IntakeState,
  type MessageContext,
  type TakeResult,
} from "./intake/intake.ts";
export {
  type CameraSubscription,
  type CameraSubscriptionOptions,
  subscribeCameras,
} from "./intake/mqtt.ts";
export type { Passage } from "./intake/passage.ts";
export { type PassageStream, passageStream } from "./intake/passage-stream.ts";
export {
  type Problem,
  type Quarantined,
  type QuarantineReason,
  quarantineMessage,
  quarantineReasons,
} from "./intake/quarantine.ts";
export type {
  CameraRead,
  ContainerRead,
  Direction,
  ImageSink,
  Picture,
  PlateCandidate,
  PlateRead,
  SourceFormat,
} from "./intake/read.ts";
export { modelDigest } from "./scores/digest.ts";
export { ModelError } from "./scores/model-error.ts";
export { type OpenFunctionOptions, openFunction } from "./scores/open-function.ts";
export { type OpenOnnxOptions, openOnnx } from "./scores/open-onnx.ts";
export {
  type OpenTreesOptions,
  openTrees,
  type TreeFileFormat,
  treesFromFile,
} from "./scores/open-trees.ts";
export {
  isRemoteReady,
  type OpenRemoteOptions,
  openRemote,
} from "./scores/remote/open-remote.ts";
export { systemScoreClock } from "./scores/system-clock.ts";
export type { OutputPlace } from "./scores/tensors.ts";
export type { Isolation } from "./scores/threads/workplace.ts";
export { openPostgresStore, type PostgresStoreOptions } from "./stores/postgres-store.ts";
export { openSqliteStore, type SqliteStoreOptions } from "./stores/sqlite-store.ts";
