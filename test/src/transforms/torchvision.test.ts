/** Every transform beside torchvision 0.28: text, draws and pixels, five seeds each; `test/fixtures/transforms/make.py` has the cases. */
import { expect } from "chai";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { gunzipSync } from "node:zlib";
import { torch, transforms as T, type Tensor } from "../../../src/index.ts";

interface Image {
  readonly shape: readonly number[];
  readonly pixels: string;
}
interface Run {
  /** u: bytes, f: float32 from 0 to 1. */
  readonly dtype: "u" | "f";
  readonly seed: number;
  readonly images: readonly Image[];
  readonly next: number;
}
interface Case {
  readonly code: string;
  readonly text?: string;
  readonly runs: readonly Run[];
}

const path = new URL("../../fixtures/transforms/cases.json.gz", import.meta.url);
const { picture, shape, cases } = JSON.parse(gunzipSync(readFileSync(path)).toString()) as {
  readonly picture: string;
  readonly shape: readonly number[];
  readonly cases: readonly Case[];
};
const bytes = torch.tensor([...Buffer.from(picture, "base64")], { dtype: torch.uint8 }).view([...shape]);
const numbers = bytes.to(torch.float32).div(255);

type Made = ((image: Tensor) => Tensor | readonly Tensor[]) & { toString(): string };
// The cases are our own file's.
const made = (code: string): Made => new Function("T", "torch", `return ${code}`)(T, torch) as Made; // oxlint-disable-line typescript/no-implied-eval

/** Sums of float32 products, whose order is the back end's there: a byte may be rounded to the neighbour. */
const SUMS = /Resize|resized|Rotation|rotate|Affine|affine|erspective|Blur|Sharpness|Contrast|ColorJitter|autocontrast/;

const pixelsOf = (image: Tensor): number[] => image.flatten().tolist() as number[];
const expected = ({ pixels }: Image, isBytes: boolean): number[] => {
  const buffer = Buffer.from(pixels, "base64");
  return isBytes ? [...buffer] : [...new Float32Array(Uint8Array.from(buffer).buffer)];
};

describe("transforms, beside torchvision's", () => {
  for (const { code, text, runs } of cases) {
    it(code, () => {
      const transform = made(code);
      if (text !== undefined) expect(transform.toString()).to.equal(text);
      for (const { dtype, seed, images, next } of runs) {
        const told = `${dtype}, seed ${seed}`;
        torch.manualSeed(seed);
        const result = transform(dtype === "u" ? bytes : numbers);
        const list: readonly Tensor[] = Array.isArray(result) ? result : [result as Tensor];
        expect(torch.randint(0, 2 ** 31 - 1, [1]).item(), `${told}: the next word`).to.equal(next);
        expect(list.map((image) => [...image.sizes]), told).to.deep.equal(images.map((image) => image.shape)); // prettier-ignore
        list.forEach((image, i) => {
          const isBytes = image.dtype === torch.uint8;
          const right = expected(images[i]!, isBytes);
          const distances = pixelsOf(image).map((pixel, k) => Math.abs(pixel - right[k]!));
          const farthest = Math.max(...distances);
          if (!isBytes) {
            expect(farthest, told).to.be.at.most(SUMS.test(code) ? 1e-5 : 2e-6);
            return;
          }
          expect(farthest, told).to.be.at.most(SUMS.test(code) ? 1 : 0);
          // Seldom enough that it is rounding.
          expect(distances.filter((distance) => distance > 0).length, told).to.be.at.most(distances.length / 200);
        });
      }
    });
  }
});
