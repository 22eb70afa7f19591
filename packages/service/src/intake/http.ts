/**
 * Cameras that push over HTTP: `POST /cameras/<device>` with XML, JSON, or multipart of one such document and pictures.
 *
 * A Fastify plugin. Answers 200 when something of the message was taken (again, or a heartbeat), 422 when all of it was put aside, 413 when it
 * is too large, 503 when it should be sent again. Who may post is for the host to say (TLS, addresses); this file asks the register only.
 */
import multipart from "@fastify/multipart";
import type { Message } from "@luong/spec";
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import type { Intake, MessageContext, TakeResult } from "./intake.ts";
import { type Problem, problem, type Quarantined, quarantineMessage } from "./quarantine.ts";
import type { Picture } from "./read.ts";

export interface CameraRouteOptions {
  readonly intake: Intake;
  /** Milliseconds UTC now: the time of receipt. */
  readonly now: () => number;
  /** Largest body in bytes, pictures included. */
  readonly bodyLimit?: number;
}

const BODY_LIMIT = 8 * 1_048_576;
const PARTS_MAX = 20;
/** Of a multipart message that is broken so much is kept. */
const KEPT_BYTES = 16_384;
const RETRY_AFTER_SECONDS = 5;

interface CameraRequest {
  readonly Params: { readonly device: string };
}

export const cameraRoutes: FastifyPluginAsync<CameraRouteOptions> = async (fastify, options) => {
  const { intake, now, bodyLimit = BODY_LIMIT } = options;
  await fastify.register(multipart, {
    throwFileSizeLimit: false,
    limits: { parts: PARTS_MAX, fileSize: bodyLimit, fieldSize: bodyLimit, fieldNameSize: 200 },
  });
  // Cameras send XML under many names, some of which are none; all but multipart is taken as bytes and looked at.
  fastify.decorateRequest("writtenType", "");
  fastify.addHook("onRequest", async (request) => {
    const type = request.headers["content-type"] ?? "";
    request.setDecorator("writtenType", type);
    if (!/^multipart\/form-data/i.test(type))
      request.headers["content-type"] = "application/octet-stream";
  });
  fastify.removeContentTypeParser(["application/json", "text/plain"]);
  fastify.addContentTypeParser("*", { parseAs: "buffer", bodyLimit }, (_request, body, done) =>
    done(null, body),
  );
  fastify.setErrorHandler<Error & { readonly code?: string; readonly statusCode?: number }>(
    async (error, request, reply) => {
      if (error.code !== "FST_ERR_CTP_BODY_TOO_LARGE") throw error;
      // The body was not read; that it came is kept.
      const size = Number(request.headers["content-length"] ?? 0);
      const found = problem("tooLarge", "", { bytes: size, limit: bodyLimit });
      const params = request.params as CameraRequest["Params"];
      const context = contextOf(request, params.device, now());
      const aside = await intake.putAside(found, new Uint8Array(), context, size);
      return answerAside(reply.code(413), [aside]);
    },
  );
  fastify.post<CameraRequest>("/cameras/:device", { bodyLimit }, async (request, reply) => {
    const context = contextOf(request, request.params.device, now());
    if (request.isMultipart()) return takeMultipart(intake, request, reply, context, bodyLimit);
    const { body } = request;
    const bytes = body instanceof Uint8Array ? body : new Uint8Array();
    return answer(reply, await intake.take(bytes, context));
  });
};

function contextOf(request: FastifyRequest, device: string, receivedAt: number): MessageContext {
  const contentType = request.getDecorator<string>("writtenType");
  return { contentType, receivedAt, deviceHint: device };
}

interface Parts {
  readonly document?: Uint8Array;
  readonly pictures: readonly Picture[];
}

async function takeMultipart(
  intake: Intake,
  request: FastifyRequest,
  reply: FastifyReply,
  context: MessageContext,
  limit: number,
): Promise<FastifyReply> {
  const seen = new BodyHead();
  const parts = await readParts(request, seen, limit).catch(() => undefined);
  if (parts?.document !== undefined && seen.size <= limit) {
    const { document, pictures } = parts;
    return answer(reply, await intake.take(document, { ...context, pictures }));
  }
  const isLarge = seen.size > limit;
  const found: Problem = isLarge
    ? problem("tooLarge", "", { bytes: seen.size, limit })
    : problem("multipart", "", {});
  const aside = await intake.putAside(found, seen.head(), context, seen.size);
  return answerAside(reply.code(isLarge ? 413 : 422), [aside]);
}

/** Sees a body pass: its size, its beginning. */
class BodyHead {
  private readonly chunks: Buffer[] = [];
  private kept = 0;
  size = 0;

  see(chunk: Buffer): void {
    this.size += chunk.length;
    if (this.kept >= KEPT_BYTES) return;
    this.chunks.push(chunk.subarray(0, KEPT_BYTES - this.kept));
    this.kept += chunk.length;
  }

  head(): Uint8Array {
    return Buffer.concat(this.chunks);
  }
}

async function readParts(request: FastifyRequest, seen: BodyHead, limit: number): Promise<Parts> {
  const iterator = request.parts();
  const first = iterator.next();
  // The parser has just been put to the stream, in this turn of the loop, so both see every byte.
  request.raw.on("data", (chunk: Buffer) => seen.see(chunk));
  let document: Uint8Array | undefined;
  const pictures: Picture[] = [];
  for (let step = await first; step.done !== true; step = await iterator.next()) {
    const part = step.value;
    const isFile = part.type === "file";
    const bytes = isFile ? await bytesOf(part.file) : Buffer.from(textOf(part.value));
    if (seen.size > limit) break;
    const name = isFile ? part.filename : part.fieldname;
    if (isPicture(part.mimetype, name))
      pictures.push({ name: name.slice(0, 200), contentType: part.mimetype, bytes });
    else document ??= bytes;
  }
  return { pictures, ...(document === undefined ? {} : { document }) };
}

async function bytesOf(file: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of file) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** A JSON field arrives parsed. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? "");
}

function isPicture(contentType: string, name: string): boolean {
  return contentType.startsWith("image/") || /\.(jpe?g|png|bmp)$/i.test(name);
}

function answer(reply: FastifyReply, result: TakeResult): FastifyReply {
  if (result.kind === "busy")
    return reply
      .code(503)
      .header("retry-after", RETRY_AFTER_SECONDS)
      .send({ busy: result.because });
  const { reads, duplicates, quarantined, otherEvent } = result;
  const isTaken = reads.length + duplicates.length > 0 || otherEvent !== undefined;
  if (!isTaken && quarantined.length > 0) {
    const isLarge = quarantined.every(({ reason }) => reason === "tooLarge");
    return answerAside(reply.code(isLarge ? 413 : 422), quarantined);
  }
  const body = { accepted: reads.length, duplicates: duplicates.length };
  return reply.code(200).send({ ...body, quarantined: quarantined.map(shown) });
}

function answerAside(reply: FastifyReply, quarantined: readonly Quarantined[]): FastifyReply {
  return reply.send({ accepted: 0, duplicates: 0, quarantined: quarantined.map(shown) });
}

/** The reason and both sentences; a camera's message is not sent back to it. */
function shown(quarantined: Quarantined): Readonly<Record<string, unknown>> {
  const { reason, path, sha256 } = quarantined;
  const sentence = ({ what, why, try: advice }: Message): string =>
    [what, why, advice].filter((part) => part !== undefined).join("; ");
  return {
    reason,
    path,
    sha256,
    en: sentence(quarantineMessage(quarantined, "en")),
    vi: sentence(quarantineMessage(quarantined, "vi")),
  };
}
