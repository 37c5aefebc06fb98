import { describe, it } from "mocha";
import { expect } from "chai";
import { Wire } from "../../../kernel/front/wire.ts";
import type { Decoded } from "../../../kernel/front/wire.ts";
import { sign } from "../../support/client.ts";

const KEY = "secret";
const wire = (key = KEY): Wire => new Wire({ key, signatureScheme: "hmac-sha256" });
const header = JSON.stringify({
  msg_id: "1",
  msg_type: "x_request",
  session: "s",
  username: "u",
  date: "d",
  version: "5.4",
});
const parts = [header, "{}", "{}", '{"a":1}'];

const frames = (texts: readonly string[], signature = sign(KEY, texts), ids = ["one", "two"]): Uint8Array[] =>
  [...ids, "<IDS|MSG>", signature, ...texts].map((text) => Buffer.from(text));
const reason = (decoded: Decoded): string => (decoded.kind === "dropped" ? decoded.reason : "not dropped");

describe("Wire: reading", () => {
  it("reads a signed message with all its routing frames and buffers", () => {
    const decoded = wire().decode([...frames(parts), Buffer.from("buffer")]);
    expect(decoded.kind === "message" && decoded.message).to.deep.include({
      identities: [new Uint8Array(Buffer.from("one")), new Uint8Array(Buffer.from("two"))],
      parentHeader: {},
      content: { a: 1 },
      buffers: [Buffer.from("buffer")],
    });
  });

  it("gives identities memory of their own, because a thousand cells are remembered with theirs", () => {
    const decoded = wire().decode(frames(parts));
    const held = decoded.kind === "message" ? decoded.message.identities.map(({ buffer }) => buffer.byteLength) : [];
    expect(held).to.deep.equal([3, 3]);
  });

  it("checks no signature without a key", () => {
    expect(wire("").decode(frames(parts, "anything")).kind).to.equal("message");
  });

  it("takes a message without routing frames", () => {
    expect(wire().decode(frames(parts, undefined, [])).kind).to.equal("message");
  });

  for (const [what, bad, why] of [
    ["no frames", [], "no <IDS|MSG> delimiter"],
    ["no delimiter", [Buffer.from("x")], "no <IDS|MSG> delimiter"],
    ["no parts", frames([]), "expected 4 parts after the signature, got 0"],
    ["too few parts", frames(parts.slice(1)), "expected 4 parts after the signature, got 3"],
    ["another key", frames(parts, sign("other", parts)), "wrong signature"],
    ["an empty signature", frames(parts, ""), "wrong signature"],
    ["content changed on the way", frames([...parts.slice(0, 3), '{"a":2}'], sign(KEY, parts)), "wrong signature"],
    ["no JSON", frames(["{", "{}", "{}", "{}"]), "not JSON"],
    ["JSON of another kind", frames([header, "{}", "{}", "[1]"]), "a part is not a JSON object"],
    ["null", frames([header, "null", "{}", "{}"]), "a part is not a JSON object"],
    [
      "brackets without end",
      frames([header, "{}", "{}", `{"a":${"[".repeat(501)}${"]".repeat(501)}}`]),
      "JSON that is nested too deep",
    ],
    [
      "a header to be sent back a thousand times",
      frames([header.replace("}", `,"x":"${"x".repeat(65_536)}"}`), ...parts.slice(1)]),
      "a header of more than 65536 bytes",
    ],
    [
      "a long parent header",
      frames([header, `{"x":"${"x".repeat(65_536)}"}`, "{}", "{}"]),
      "a parent header of more than 65536 bytes",
    ],
    ["no type", frames(['{"msg_id":"1"}', "{}", "{}", "{}"]), "a header without msg_type or msg_id"],
    [
      "bytes that are no text",
      [Buffer.from("<IDS|MSG>"), Buffer.from([255]), ...frames(parts).slice(-4)],
      "wrong signature",
    ],
  ] as const) {
    it(`drops a message with ${what}`, () => {
      expect(reason(wire().decode(bad))).to.equal(why);
    });
  }

  it("never throws, whatever the bytes are", () => {
    // Park and Miller's generator: the same thousand messages each time.
    let state = 20260714;
    const random = (below: number): number => (state = (state * 48271) % 2147483647) % below;
    const signed = wire();
    const unsigned = wire("");
    for (let n = 0; n < 1000; n++) {
      const damaged = frames(parts).map((frame) => Buffer.from(frame));
      for (let hits = random(4); hits >= 0; hits--) {
        const frame = damaged[random(damaged.length)]!;
        if (frame.length > 0) frame[random(frame.length)] = random(256);
        if (random(3) === 0) damaged.splice(random(damaged.length), 1);
        if (damaged.length === 0) break;
      }
      expect(() => signed.decode(damaged)).to.not.throw();
      expect(() => unsigned.decode(damaged)).to.not.throw();
    }
  });

  it("drops a message that was sent before", () => {
    const one = wire();
    expect(one.decode(frames(parts)).kind).to.equal("message");
    expect(reason(one.decode(frames(parts)))).to.equal("the same signature twice");
  });

  it("refuses a signature scheme that it does not know", () => {
    expect(() => new Wire({ key: "k", signatureScheme: "rot13" })).to.throw(
      RangeError,
      "expected signature_scheme hmac-sha256, got rot13",
    );
  });
});

describe("Wire: writing", () => {
  const message = { channel: "iopub", type: "stream", content: { text: "한국어 😀" }, parent: {} } as const;
  const written = (encoded: readonly Uint8Array[]): string[] => encoded.map((frame) => Buffer.from(frame).toString());

  it("signs what it writes, and reads it back", () => {
    const one = wire();
    const decoded = wire().decode(one.encode({ ...message, buffers: [Buffer.from("b")] }));
    expect(decoded.kind === "message" && decoded.message).to.deep.include({
      content: message.content,
      buffers: [Buffer.from("b")],
    });
    expect(decoded.kind === "message" && decoded.message.header).to.deep.include({
      session: one.session,
      msg_type: "stream",
      version: "5.5",
    });
  });

  it("gives every message its own id and signature, under one session", () => {
    const one = wire();
    const [first, second] = [one.encode(message), one.encode(message)].map(written);
    expect(first![2]).to.not.equal(second![2]);
    const ids = [first!, second!].map(
      (texts) => JSON.parse(texts[3]!) as { msg_id: string; session: string; date: string },
    );
    expect(ids[0]!.msg_id).to.not.equal(ids[1]!.msg_id);
    expect(ids[0]!.session).to.equal(ids[1]!.session);
    expect(new Date(ids[0]!.date).toISOString()).to.equal(ids[0]!.date);
  });

  it("leaves the signature empty without a key", () => {
    expect(written(wire("").encode(message))[2]).to.equal("");
  });

  it("puts a topic before messages of iopub, and routing frames before others", () => {
    expect(written(wire().encode(message))[0]).to.match(/^kernel\..*\.stream$/);
    const identities = [Buffer.from("a"), Buffer.from("b")];
    expect(written(wire().encode({ ...message, channel: "shell", identities })).slice(0, 3)).to.deep.equal([
      "a",
      "b",
      "<IDS|MSG>",
    ]);
  });
});
