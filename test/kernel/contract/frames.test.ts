import { expect } from "chai";
import { describe, it } from "mocha";
import { encodeFrame, FrameDecoder } from "../../../kernel/contract/frames.ts";
import type { Frame } from "../../../kernel/contract/frames.ts";

describe("frames", () => {
  const messages: readonly (readonly [object, readonly Uint8Array[]])[] = [
    [{ kind: "a", text: "한글 😀" }, []],
    [{}, [Uint8Array.of(1, 2, 3), new Uint8Array(0), new Uint8Array(100_000).fill(7)]],
    [{ deep: [{ x: null }] }, [Uint8Array.of(255)]],
  ];
  const bytes = Buffer.concat(
    messages.map(([message, buffers], i) => encodeFrame(message, buffers, { sequence: i + 1, flags: i })),
  );
  const check = (frames: readonly Frame[]): void => {
    expect(frames.map(({ sequence, flags, message }) => ({ sequence, flags, message }))).to.deep.equal(
      messages.map(([message], i) => ({ sequence: i + 1, flags: i, message })),
    );
    frames.forEach(({ buffers }, i) => {
      expect(buffers.map((buffer) => [...buffer])).to.deep.equal(messages[i]![1].map((buffer) => [...buffer]));
    });
  };

  it("come out as they went in, in one piece", () => {
    check([...new FrameDecoder().push(bytes)]);
  });

  for (const size of [1, 3, 19, 20, 21, 4096]) {
    it(`come out as they went in, in pieces of ${size} bytes`, () => {
      const decoder = new FrameDecoder();
      const frames: Frame[] = [];
      for (let at = 0; at < bytes.length; at += size) frames.push(...decoder.push(bytes.subarray(at, at + size)));
      check(frames);
    });
  }
});
