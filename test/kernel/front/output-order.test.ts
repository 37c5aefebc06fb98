import { expect } from "chai";
import { describe, it } from "mocha";
import { OutputOrder } from "../../../kernel/front/output-order.ts";

const TOKEN = "\u0001token";

/** Collects the output: raw text as "fd:text", frames as their numbers. */
function order(): { readonly order: OutputOrder; readonly out: (string | number)[] } {
  const out: (string | number)[] = [];
  const raw = (fd: number, text: string): void => void out.push(`${fd}:${text}`);
  return { out, order: new OutputOrder(TOKEN, { raw, frame: ({ sequence }) => out.push(sequence) }) };
}

const mark = (sequence: number): Buffer => {
  const bytes = Buffer.from(`${TOKEN}0000`, "latin1");
  bytes.writeUInt32LE(sequence, TOKEN.length);
  return bytes;
};
const text = (content: string): Buffer => Buffer.from(content);
const frame = (sequence: number, flags = 0) => ({ sequence, flags, message: {}, buffers: [], size: 0 });

describe("OutputOrder", () => {
  it("puts raw output between the frames that surround it", () => {
    const { order: it, out } = order();
    it.addRaw(1, Buffer.concat([text("a"), mark(1), text("b"), mark(2), text("c")]));
    it.addRaw(2, Buffer.concat([mark(1), text("e"), mark(2)]));
    expect(out).to.deep.equal(["1:a"]);
    it.addFrame(frame(1));
    it.addFrame(frame(2));
    expect(out).to.deep.equal(["1:a", 1, "1:b", "2:e", 2, "1:c"]);
  });

  it("holds a frame until the raw output before it is there", () => {
    const { order: it, out } = order();
    it.addFrame(frame(1));
    it.addRaw(2, mark(1));
    expect(out).to.deep.equal([]);
    it.addRaw(1, Buffer.concat([text("first"), mark(1)]));
    expect(out).to.deep.equal(["1:first", 1]);
  });

  it("finds marks and characters in any pieces", () => {
    const { order: it, out } = order();
    it.addRaw(2, mark(1));
    for (const byte of Buffer.concat([text("é😀\u0001to"), mark(1), text("z")])) it.addRaw(1, Buffer.of(byte));
    it.addFrame(frame(1));
    const before = out.slice(0, out.indexOf(1)) as string[];
    expect(before.map((piece) => piece.slice(2)).join("")).to.equal("é😀\u0001to");
    expect(out.slice(out.indexOf(1))).to.deep.equal([1, "1:z"]);
  });

  it("does not wait for marks that the frame says are missing, nor for an ended pipe", () => {
    const { order: it, out } = order();
    it.addRaw(2, mark(1));
    it.addFrame(frame(1, 1));
    expect(out).to.deep.equal([1]);
    it.end(1);
    it.end(2);
    it.addFrame(frame(2));
    expect(out).to.deep.equal([1, 2]);
  });

  it("gives up waiting for a mark that does not come", async () => {
    const out = await new Promise<readonly (string | number)[]>((resolve) => {
      const seen: (string | number)[] = [];
      const it = new OutputOrder(TOKEN, {
        raw: (fd, piece) => void seen.push(`${fd}:${piece}`),
        frame: ({ sequence }) => {
          seen.push(sequence);
          if (sequence === 2) resolve(seen);
        },
      });
      it.addRaw(1, text("a"));
      it.addFrame(frame(1));
      it.addFrame(frame(2));
    });
    expect(out).to.deep.equal(["1:a", 1, 2]);
  });

  it("lets everything out at the end", () => {
    const { order: it, out } = order();
    it.addRaw(1, Buffer.concat([mark(5), text("last\u0001t")]));
    it.end(1);
    it.end(2);
    expect(out.join("")).to.equal("1:last1:\u0001t");
  });
});
