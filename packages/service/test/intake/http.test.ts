// The route as cameras use it: XML, JSON, multipart with pictures, too large, put aside, busy.
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, describe, expect, test } from "vitest";
import { cameraRoutes } from "../../src/intake/http.ts";
import type { IntakeOptions } from "../../src/intake/intake.ts";
import { plateEvent, START, testIntake } from "./make-read.ts";

const open: FastifyInstance[] = [];
afterEach(async () => {
  for (const app of open.splice(0)) await app.close();
});

async function serve(options: Partial<IntakeOptions> = {}, bodyLimit = 100_000) {
  const made = testIntake(options);
  const app = Fastify();
  open.push(app);
  await app.register(cameraRoutes, { intake: made.intake, now: () => START + 5000, bodyLimit });
  const post = (payload: string | Uint8Array, contentType: string, device = "cam") =>
    app.inject({
      method: "POST",
      url: `/cameras/${device}`,
      headers: contentType === "" ? {} : { "content-type": contentType },
      payload: Buffer.from(payload),
    });
  return { ...made, post };
}

const xml = `<EventNotificationAlert><dateTime>2026-03-02T08:00:00+07:00</dateTime><eventType>ANPR</eventType><ANPR><licensePlate>29C12345</licensePlate></ANPR><UUID>u</UUID></EventNotificationAlert>`;

/** As cameras write it: a document and a picture, boundary and all by hand. */
function multipart(document: string, boundary = "MIME_boundary", end = "--"): string {
  const crlf = "\r\n";
  return [
    `--${boundary}`,
    'Content-Disposition: form-data; name="anpr.xml"; filename="anpr.xml"',
    "Content-Type: text/xml",
    "",
    document,
    `--${boundary}`,
    'Content-Disposition: form-data; name="licensePlatePicture.jpg"; filename="licensePlatePicture.jpg"',
    "Content-Type: image/jpeg",
    "",
    "JPEG",
    `--${boundary}${end}`,
    "",
  ].join(crlf);
}

describe("accepted", () => {
  test.each(["application/xml", 'application/xml; charset="UTF-8"', "text/plain", "nonsense", ""])(
    "XML as %j, and told when it comes again",
    async (contentType) => {
      const { post } = await serve();
      const first = await post(xml, contentType);
      expect([first.statusCode, first.json()]).toEqual([
        200,
        { accepted: 1, duplicates: 0, quarantined: [] },
      ]);
      expect((await post(xml, contentType)).json()).toMatchObject({ accepted: 0, duplicates: 1 });
    },
  );

  test("JSON", async () => {
    const { post, intake } = await serve();
    expect((await post(plateEvent(0, "29C12345"), "application/json")).statusCode).toBe(200);
    expect(intake.counters().reads).toBe(1);
  });

  test("multipart: the document is read, the picture goes to the sink", async () => {
    const pictures: string[] = [];
    const { post, intake, passages } = await serve({
      images: {
        put: async ({ name, contentType, bytes }) => {
          pictures.push(`${name} ${contentType} ${Buffer.from(bytes).toString()}`);
          return "ref";
        },
      },
    });
    const response = await post(multipart(xml), "multipart/form-data; boundary=MIME_boundary");
    expect(response.statusCode).toBe(200);
    await intake.flush();
    expect(pictures).toEqual(["licensePlatePicture.jpg image/jpeg JPEG"]);
    expect(passages[0]).toMatchObject({ plate: "29C12345", images: ["ref"] });
  });

  test("a heartbeat", async () => {
    const { post } = await serve();
    const beat =
      "<EventNotificationAlert><eventType>videoloss</eventType></EventNotificationAlert>";
    expect((await post(beat, "application/xml")).statusCode).toBe(200);
  });
});

describe("refused", () => {
  test("422 with the reason in both languages, by a device nobody knows", async () => {
    const { post, quarantined } = await serve();
    const response = await post(xml, "application/xml", "stranger");
    expect(response.statusCode).toBe(422);
    expect(response.json()).toMatchObject({
      accepted: 0,
      quarantined: [
        {
          reason: "unknownDevice",
          en: expect.stringContaining("`stranger` is not in the register"),
          vi: expect.stringContaining("`stranger` chưa có trong danh bạ"),
        },
      ],
    });
    expect(quarantined).toHaveLength(1);
  });

  test("413 by the length, kept as what came", async () => {
    const { post, quarantined } = await serve({}, 1000);
    const response = await post(`${" ".repeat(1001)}${xml}`, "application/xml");
    expect(response.statusCode).toBe(413);
    expect(quarantined).toMatchObject([
      { reason: "tooLarge", device: "cam", size: 1001 + xml.length, args: { limit: 1000 } },
    ]);
  });

  test("413 of a multipart body, with its beginning", async () => {
    const { post, quarantined, intake } = await serve({}, 500);
    const body = multipart(xml.padEnd(2000));
    const response = await post(body, "multipart/form-data; boundary=MIME_boundary");
    expect(response.statusCode).toBe(413);
    expect(quarantined).toMatchObject([{ reason: "tooLarge" }]);
    expect(intake.counters().reads).toBe(0);
  });

  test.each([
    ["cut off", multipart(xml).slice(0, -40), "multipart/form-data; boundary=MIME_boundary"],
    ["another boundary", multipart(xml), "multipart/form-data; boundary=other"],
    ["no boundary", multipart(xml), "multipart/form-data"],
    ["empty", "", "multipart/form-data; boundary=MIME_boundary"],
  ])("422 for a multipart body that is broken: %s", async (_, body, contentType) => {
    const { post, quarantined } = await serve();
    const response = await post(body, contentType);
    expect(response.statusCode).toBe(422);
    expect(quarantined).toMatchObject([{ reason: "multipart", device: "cam" }]);
    const head = Buffer.from(quarantined[0]?.head ?? "", "base64").toString();
    expect(body.startsWith(head)).toBe(true);
  });

  test("503 while intake is busy, with the time to come back", async () => {
    const { post } = await serve({
      journal: () => {
        throw new Error("full");
      },
    });
    const response = await post(xml, "application/xml");
    expect([response.statusCode, response.headers["retry-after"], response.json()]).toEqual([
      503,
      "5",
      { busy: "journal" },
    ]);
  });
});
