/**
 * Compares every transform with torchvision 0.28: text, random draws and pixels, with five seeds each; `test/fixtures/transforms/make.py`
 * has the cases.
 */
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
  /** u: bytes, f: float32 from 0 to 1, p: torchvision was given a PIL image. */
  readonly dtype: "u" | "f" | "p";
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
const { parameters, picture, shape, cases } = JSON.parse(gunzipSync(readFileSync(path)).toString()) as {
  /** The names of a callable's arguments, in torchvision's order and spelling. */
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly picture: string;
  readonly shape: readonly number[];
  readonly cases: readonly Case[];
};
const bytes = torch.tensor([...Buffer.from(picture, "base64")], { dtype: torch.uint8 }).view([...shape]);
const numbers = bytes.to(torch.float32).div(255);

type Made = ((image: Tensor) => Tensor | readonly Tensor[]) & { toString(): string };
// The cases are our own file's.
const made = (code: string, space: object): Made => new Function("T", "torch", `return ${code}`)(space, torch) as Made; // oxlint-disable-line typescript/no-implied-eval

const camelCase = (name: string): string => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
const isOptions = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype;
const byName = (given: Record<string, unknown>): unknown[] => (Object.keys(given).length === 0 ? [] : [given]);
const byPosition = (given: Record<string, unknown>, names: readonly string[]): unknown[] =>
  names.slice(0, 1 + names.findLastIndex((name) => name in given)).map((name) => given[name]);

/** The same callables, with their arguments passed in another way. */
function calledIn<S extends object>(space: S, way: typeof byName | typeof byPosition): S {
  const rewritten = (callee: string, given: unknown[]): unknown[] => {
    const names = parameters[callee]!.map(camelCase);
    const options = given.slice(-1).filter(isOptions);
    const values = given.slice(0, given.length - options.length);
    return way({ ...Object.fromEntries(values.map((value, i) => [names[i]!, value])), ...options[0] }, names);
  };
  return new Proxy(space, {
    get(_, name: string) {
      const found = space[name as keyof S] as object;
      if (name === "functional") return calledIn(found, way);
      return new Proxy(found, {
        apply: (callee, self, given) => Reflect.apply(callee as () => unknown, self, rewritten(name, given)) as unknown,
        construct: (callee, given) => Reflect.construct(callee as new () => object, rewritten(name, given)) as object,
      });
    },
  });
}

const WAYS = {
  "as it is written": T,
  "by position": calledIn(T, byPosition),
  "by name": calledIn(T, byName),
} as const;

/** Sums of float32 products, whose order depends on the back end, so a byte may be rounded to its neighbour. */
const SUMS = /Resize|resized|Rotation|rotate|Affine|affine|erspective|Blur|Sharpness|Contrast|ColorJitter|autocontrast/;

const pixelsOf = (image: Tensor): number[] => image.flatten().tolist() as number[];
const expected = ({ pixels }: Image, isBytes: boolean): number[] => {
  const buffer = Buffer.from(pixels, "base64");
  return isBytes ? [...buffer] : [...new Float32Array(Uint8Array.from(buffer).buffer)];
};

describe("transforms, beside torchvision's", () => {
  for (const { code, text, runs } of cases) {
    it(code, () => {
      for (const [way, space] of Object.entries(WAYS)) {
        const transform = made(code, space);
        if (text !== undefined) expect(transform.toString(), way).to.equal(text);
        // How arguments are read does not depend on the seed. Two seeds are used, so that chance does not hide a wrong probability.
        for (const { dtype, seed, images, next } of runs.filter(({ seed }) => space === T || seed < 2)) {
          const told = `${way}, ${dtype}, seed ${seed}`;
          torch.manualSeed(seed);
          const result = transform(dtype === "f" ? numbers : bytes);
          const list: readonly Tensor[] = Array.isArray(result) ? result : [result as Tensor];
          expect(torch.randint(0, 2 ** 31 - 1, [1]).item(), `${told}: the next word`).to.equal(next);
          expect(list.map((image) => [...image.sizes]), told).to.deep.equal(images.map((image) => image.shape)); // prettier-ignore
          list.forEach((image, i) => expectEqual(image, images[i]!, SUMS.test(code), told));
        }
      }
    });
  }
});

function expectEqual(image: Tensor, wanted: Image, areSums: boolean, told: string): void {
  const isBytes = image.dtype === torch.uint8;
  const right = expected(wanted, isBytes);
  const distances = pixelsOf(image).map((pixel, k) => Math.abs(pixel - right[k]!));
  const farthest = Math.max(...distances);
  if (!isBytes) {
    expect(farthest, told).to.be.at.most(areSums ? 1e-5 : 2e-6);
    return;
  }
  expect(farthest, told).to.be.at.most(areSums ? 1 : 0);
  // Rare enough to be rounding.
  expect(distances.filter((distance) => distance > 0).length, told).to.be.at.most(distances.length / 200);
}
