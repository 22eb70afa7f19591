// The four formats by hand: what each example says, as the camera's guide has it, and what is no reading at all.
import { describe, expect, test } from "vitest";
import { parseMessage } from "../../src/intake/formats/parse.ts";
import { bytesOf } from "./make-read.ts";

function parse(text: string) {
  return parseMessage(bytesOf(text), 100_000);
}

describe("Hikvision event", () => {
  const event = (inner: string, prefix = ""): string =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<${prefix}EventNotificationAlert version="2.0" xmlns${prefix === "" ? "" : ":h"}="http://www.hikvision.com/ver20/XMLSchema">${inner}</${prefix}EventNotificationAlert>`;

  test("one plate with its pictures", () => {
    const parsed = parse(
      event(`<dateTime>2026-03-02T08:15:04+07:00</dateTime><activePostCount>3</activePostCount><eventType>ANPR</eventType>
        <ANPR><licensePlate> 29C-123.45 </licensePlate><line>2</line><direction>reverse</direction><confidenceLevel>97</confidenceLevel>
        <vehicleType>truck</vehicleType><originalLicensePlate>29C-I23.45</originalLicensePlate>
        <pictureInfoList><pictureInfo><fileName>a.jpg</fileName><pId>P1</pId></pictureInfo><pictureInfo><fileName>b.jpg</fileName></pictureInfo></pictureInfoList></ANPR>
        <UUID>u-1</UUID>`),
    );
    expect(parsed).toEqual({
      format: "hikvision-event",
      problems: [],
      reads: [
        {
          path: "/EventNotificationAlert",
          uuid: "u-1",
          line: "2",
          direction: "reverse",
          vehicleType: "truck",
          time: { kind: "text", text: "2026-03-02T08:15:04+07:00" },
          reading: {
            kind: "plate",
            plate: { raw: "29C-123.45", confidence: 97 },
            candidates: [{ raw: "29C-I23.45" }],
          },
          images: ["P1", "b.jpg"],
        },
      ],
    });
  });

  test("with a namespace prefix, one picture, and the entities every XML has", () => {
    const parsed = parse(
      event(
        "<h:dateTime>2026-03-02T08:15:04Z</h:dateTime><h:eventType>ANPR</h:eventType><h:ANPR><h:licensePlate>A&amp;B&#49;&#x32;</h:licensePlate><h:pictureInfoList><h:pictureInfo><h:pId>P</h:pId></h:pictureInfo></h:pictureInfoList></h:ANPR>",
        "h:",
      ),
    );
    expect(parsed.reads[0]?.reading).toEqual({
      kind: "plate",
      plate: { raw: "A&B12" },
      candidates: [],
    });
    expect(parsed.reads[0]?.images).toEqual(["P"]);
  });

  test("another alarm is no reading and no mistake", () => {
    const parsed = parse(
      event("<eventType>videoloss</eventType><eventState>inactive</eventState>"),
    );
    expect(parsed).toEqual({
      format: "hikvision-event",
      reads: [],
      problems: [],
      otherEvent: "videoloss",
    });
  });
});

describe("Hikvision list of plates", () => {
  const plate = (number: string): string =>
    `<Plate><captureTime>20260302T0815040000</captureTime><plateNumber>${number}</plateNumber><picName>20260302081504</picName><laneNo>1</laneNo><direction>forward</direction></Plate>`;

  test("one plate, and two of which one cannot be", () => {
    const [one] = parse(`<Plates>${plate("15C00001")}</Plates>`).reads;
    expect(one).toMatchObject({
      path: "/Plates/Plate/0",
      line: "1",
      direction: "forward",
      time: { kind: "text", text: "20260302T0815040000" },
      reading: { plate: { raw: "15C00001" } },
      images: ["20260302081504"],
    });
    const two = parse(`<Plates>${plate("15C00001")}${plate("")}${plate("15C00002")}</Plates>`);
    expect(two.reads).toHaveLength(2);
    expect(two.problems).toEqual([
      { reason: "badPlate", path: "/Plates/Plate/1/plateNumber", args: { written: "" } },
    ]);
  });

  test("an empty list is an answer", () => {
    expect(parse("<Plates></Plates>").otherEvent).toBe("no plates");
  });

  test("more plates than a camera keeps", () => {
    const { problems, reads } = parseMessage(
      bytesOf(`<Plates>${"<Plate/>".repeat(5001)}</Plates>`),
      100_000,
    );
    expect(reads).toEqual([]);
    expect(problems[0]).toMatchObject({ reason: "tooMany", args: { count: 5001, limit: 5000 } });
  });
});

describe("OpenALPR", () => {
  test("two plates in one picture are two events; old agents write seconds", () => {
    const parsed = parse(
      JSON.stringify({
        uuid: "f1",
        camera_id: 3,
        epoch_time: 1_772_413_500,
        results: [
          {
            plate: "S11FRE",
            confidence: 77.130661,
            candidates: [{ plate: "S11ERE", confidence: 75.5 }, { plate: 7 }, {}],
          },
          { plate: "EJLESSIE", confidence: 78.167984 },
        ],
      }),
    );
    expect(parsed.problems).toEqual([]);
    expect(parsed.reads).toEqual([
      {
        path: "/results/0",
        uuid: "f1.0",
        device: "3",
        time: { kind: "instant", ms: 1_772_413_500_000 },
        reading: {
          kind: "plate",
          plate: { raw: "S11FRE", confidence: 77.130661 },
          candidates: [{ raw: "S11ERE", confidence: 75.5 }],
        },
        images: [],
      },
      {
        path: "/results/1",
        uuid: "f1.1",
        device: "3",
        time: { kind: "instant", ms: 1_772_413_500_000 },
        reading: {
          kind: "plate",
          plate: { raw: "EJLESSIE", confidence: 78.167984 },
          candidates: [],
        },
        images: [],
      },
    ]);
  });

  test("a group is one event at its first picture", () => {
    const parsed = parse(
      JSON.stringify({
        version: 1,
        data_type: "alpr_group",
        epoch_start: 1_772_413_500_123,
        epoch_end: 1_772_413_502_000,
        best_uuid: "b",
        best_plate_number: "A13709",
        best_confidence: 92.07,
        best_plate: { candidates: [{ plate: "A137O9", confidence: 83.3 }] },
        vehicle: { body_type: [{ name: "tractor-trailer", confidence: 80 }] },
      }),
    );
    expect(parsed.reads).toEqual([
      {
        path: "",
        uuid: "group.b",
        vehicleType: "tractor-trailer",
        time: { kind: "instant", ms: 1_772_413_500_123 },
        reading: {
          kind: "plate",
          plate: { raw: "A13709", confidence: 92.07 },
          candidates: [{ raw: "A137O9", confidence: 83.3 }],
        },
        images: ["b"],
      },
    ]);
  });

  test("a heartbeat, and a picture without plates", () => {
    expect(parse('{"version":1,"data_type":"heartbeat","timestamp":1}').otherEvent).toBe(
      "heartbeat",
    );
    expect(
      parse('{"data_type":"alpr_results","epoch_time":1772413500000,"results":[]}').otherEvent,
    ).toBe("no results");
  });
});

describe("our own JSON", () => {
  const frame = { capturedAt: "2026-03-02T08:15:04Z", device: "cam" };

  test("plate, container and weight of one event are three reads", () => {
    const parsed = parse(
      JSON.stringify({
        ...frame,
        id: "e1",
        direction: "out",
        plate: { text: "15C-000.01" },
        container: { text: "MSCU 663987 0", confidence: 88, sizeType: "45G1" },
        weightKg: 31_250.5,
        images: ["s3://a"],
        somethingElse: { deep: [1] },
      }),
    );
    expect(parsed.problems).toEqual([]);
    expect(parsed.reads.map(({ uuid, reading }) => ({ uuid, reading }))).toEqual([
      {
        uuid: "e1.plate",
        reading: { kind: "plate", plate: { raw: "15C-000.01" }, candidates: [] },
      },
      {
        uuid: "e1.container",
        reading: { kind: "container", raw: "MSCU 663987 0", confidence: 88, sizeType: "45G1" },
      },
      { uuid: "e1.weight", reading: { kind: "weight", weightKg: 31_250.5 } },
    ]);
    expect(parsed.reads.every((read) => read.images[0] === "s3://a")).toBe(true);
  });

  test("one reading that is wrong does not spoil the others; the frame does, once", () => {
    const one = parse(JSON.stringify({ ...frame, plate: { text: "15C00001" }, weightKg: -5 }));
    expect(one.reads).toHaveLength(1);
    expect(one.problems.map(({ reason, path }) => [reason, path])).toEqual([
      ["badWeight", "/weightKg"],
    ]);
    const all = parse(JSON.stringify({ plate: { text: "15C00001" }, weightKg: 5 }));
    expect(all.reads).toEqual([]);
    expect(all.problems.map(({ reason, path }) => [reason, path])).toEqual([
      ["missing", "/capturedAt"],
    ]);
  });
});
