import { expect } from "chai";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { gunzipSync } from "node:zlib";
import { dtypes, type DTypeName, type TypedArray } from "../../../src/shape/index.ts";
import { fixed, scientific } from "../../../src/tensor/number-format.ts";
import { getPrintoptions, setPrintoptions, type PrintOptions } from "../../../src/tensor/print-options.ts";
import { formatParameter, formatTensor, type Printable } from "../../../src/tensor/print.ts";

interface Extra {
  readonly order?: readonly number[];
  readonly options?: Readonly<Record<string, never>>;
  readonly grad?: string;
  readonly leaf?: boolean;
  readonly parameter?: boolean;
}
type Case = readonly [dtype: DTypeName, shape: readonly number[], base64: string, extra: Extra, text: string];

const fixture = new URL("../../fixtures/print.json.gz", import.meta.url);
const cases = JSON.parse(gunzipSync(readFileSync(fixture)).toString()) as readonly Case[];

const contiguous = (shape: readonly number[]): number[] =>
  shape.map((_, dim) => shape.slice(dim + 1).reduce((product, size) => product * size, 1));

/** The stored values, repeated over the whole shape. */
const stored = (dtype: DTypeName, shape: readonly number[], base64: string): TypedArray => {
  const bytes = Uint8Array.from(Buffer.from(base64, "base64")).buffer;
  const whole = dtypes[dtype].array(shape.reduce((product, size) => product * size, 1));
  const pattern = new (whole.constructor as new (buffer: ArrayBuffer) => TypedArray)(bytes);
  for (let i = 0; i < whole.length; i++) whole[i] = pattern[i % pattern.length]!;
  return whole;
};

const printable = ([dtype, shape, base64, extra]: Case): Printable => {
  const order = extra.order ?? shape.map((_, dim) => dim);
  const strides = contiguous(shape);
  const data = stored(dtype, shape, base64);
  return {
    sizes: order.map((dim) => shape[dim]!),
    strides: order.map((dim) => strides[dim]!),
    offset: 0,
    memory: { host: () => data },
    dtype: dtypes[dtype],
    requiresGrad: Boolean(extra.grad ?? extra.leaf ?? extra.parameter),
    gradFn: extra.grad === undefined ? null : { name: () => extra.grad as string },
  };
};

const camelCase = (options: Readonly<Record<string, never>>): Partial<PrintOptions> =>
  Object.fromEntries(Object.entries(options).map(([name, value]) => [name === "sci_mode" ? "sciMode" : name, value]));

const text = (one: Case): string => {
  const { options, parameter } = one[3];
  if (options) setPrintoptions(camelCase(options));
  return parameter ? formatParameter(printable(one)) : formatTensor(printable(one));
};

describe("formatTensor", () => {
  afterEach(() => setPrintoptions({ profile: "default" }));

  for (const [area, belongs] of Object.entries<(one: Case) => boolean>({
    "plain tensors": ([, , , extra]) => Object.keys(extra).length === 0,
    "tensors under print options": ([, , , extra]) => extra.options !== undefined && !extra.leaf && !extra.parameter,
    "views in another order": ([, , , extra]) => extra.order !== undefined,
    "tensors with gradients, leaves and parameters": ([, , , extra]) =>
      extra.grad !== undefined || extra.leaf === true || extra.parameter === true,
  })) {
    const chosen = cases.filter(belongs);
    it(`prints ${area} as PyTorch does, in ${chosen.length} cases`, () => {
      expect(chosen.length).to.be.above(40);
      for (const one of chosen) {
        setPrintoptions({ profile: "default" });
        expect(text(one), JSON.stringify(one.slice(0, 4))).to.equal(one[4]);
      }
    });
  }

  it("reads only the elements that it shows", () => {
    let reads = 0;
    const data = new Proxy(new Float32Array(10_000_000), {
      get: (array, key) => {
        reads += 1;
        return array[Number(key)];
      },
    });
    const t: Printable = {
      sizes: [10_000_000],
      strides: [1],
      offset: 0,
      memory: { host: () => data },
      dtype: dtypes.float32,
      requiresGrad: false,
      gradFn: null,
    };
    expect(formatTensor(t)).to.equal("tensor([0., 0., 0.,  ..., 0., 0., 0.])");
    expect(reads).to.equal(12); // six to choose the format, six to write
  });
});

describe("setPrintoptions", () => {
  afterEach(() => setPrintoptions({ profile: "default" }));

  it("keeps what is not named, and sets sciMode back to automatic", () => {
    setPrintoptions({ precision: 2, sciMode: true });
    setPrintoptions({ edgeitems: 1 });
    expect(getPrintoptions()).to.deep.equal({
      precision: 2,
      threshold: 1000,
      edgeitems: 1,
      linewidth: 80,
      sciMode: null,
    });
  });

  it("comes back to options that were read", () => {
    setPrintoptions({ profile: "full", sciMode: false });
    const before = getPrintoptions();
    setPrintoptions({ profile: "short" });
    setPrintoptions(before);
    expect(getPrintoptions()).to.deep.equal(before);
  });

  it("names the profiles that it knows", () => {
    expect(() => setPrintoptions({ profile: "long" as "short" })).to.throw(
      TypeError,
      `argument 'profile' must be one of "default", "short", "full" or null, not "long"`,
    );
  });
});

describe("Python's number formats", () => {
  it("take the even digit on a tie, where JavaScript rounds away from zero", () => {
    expect([0.125, 0.375, -0.125, 2.5, 3.5].map((x) => fixed(x, x % 1 === 0.5 ? 0 : 2))).to.deep.equal([
      "0.12",
      "0.38",
      "-0.12",
      "2",
      "4",
    ]);
    expect([12345, 12355, 9.5].map((x) => scientific(x, x > 10 ? 3 : 0))).to.deep.equal([
      "1.234e+04",
      "1.236e+04",
      "1e+01",
    ]);
  });

  it("write large numbers in full and exponents with two digits or more", () => {
    expect([fixed(1e22, 1), scientific(1e-5, 4), scientific(-1e100, 1)]).to.deep.equal([
      "10000000000000000000000.0",
      "1.0000e-05",
      "-1.0e+100",
    ]);
  });
});
