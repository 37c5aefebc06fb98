/** Random programs of expressions over NumPy's arrays. */
import { Dice } from "./random-programs.ts";

const SHAPES: readonly (readonly number[])[] = [[3], [4], [2, 3], [3, 4], [4, 3], [2, 3, 4], [1, 3], [3, 1]];
const DTYPES = ["float64", "float64", "float64", "int64", "int64", "float32", "uint8", "bool"] as const;

interface Variable {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
}

/** A program of so many printed lines; each line may fail, which is printed as the error's class. */
export function numpyProgram(seed: number, lines = 8): string {
  const dice = new Dice(seed);
  const pick = <T>(list: readonly T[]): T => list[dice.roll(list.length)]!;
  const out = ["import numpy as np", `np.random.seed(${seed})`];
  const variables: Variable[] = [];
  for (let i = 0; i < 4; i++) {
    const [shape, dtype] = [pick(SHAPES), pick(DTYPES)];
    const size = `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
    const made =
      dtype === "bool"
        ? `np.random.rand(${shape.join(", ")}) > 0.5`
        : dtype === "int64"
          ? `np.random.randint(-9, 10, size=${size})`
          : dtype === "uint8"
            ? `np.random.randint(0, 256, size=${size}).astype(np.uint8)`
            : dtype === "float32"
              ? `np.random.randn(${shape.join(", ")}).astype(np.float32)`
              : `np.round(np.random.randn(${shape.join(", ")}) * ${pick([1, 10, 1000])}, ${pick([1, 3, 6])})`;
    variables.push({ name: `v${i}`, shape, dtype });
    out.push(`v${i} = ${made}`);
  }
  const float = `(v0 * 1.0)`;
  const number = (): string => pick(["2", "-1", "0.5", "3.0", "10"]);
  const axis = (v: Variable): string => String(dice.roll(v.shape.length));
  const place = (n: number): string => pick([String(dice.roll(n)), `:${1 + dice.roll(n)}`, "::2", "::-1", ":", "-1"]);
  const one = (): string => {
    const v = pick(variables);
    const { name } = v;
    const isNumeric = v.dtype !== "bool";
    const x = isNumeric ? name : `(${name} * 1)`;
    const n = v.shape[0]!;
    return pick([
      () => `${x} ${pick(["+", "-", "*"])} ${number()}`,
      () => `${x} / ${pick(["2", "4", "8.0"])}`,
      () => `${x} ${pick(["//", "%"])} ${pick(["2", "3", "2.5"])}`,
      () => `${x} ** 2`,
      () => `${name} ${pick([">", "<", "==", ">=", "!="])} ${pick(["0", "1", "0.5"])}`,
      () =>
        `${x}.${pick(["sum", "max", "min", "mean", "argmax", "argmin", "cumsum"])}(${pick(["", `axis=${axis(v)}`])})`,
      () => `np.${pick(["sum", "mean", "max"])}(${x}, axis=${axis(v)}, keepdims=True)`,
      () => `np.${pick(["std", "var"])}(${x}${pick(["", `, axis=${axis(v)}`, ", ddof=1"])}).round(6)`,
      () => `np.${pick(["abs", "sign", "square", "floor", "ceil"])}(${x})`,
      () => `np.${pick(["sqrt", "log1p"])}(np.abs(${x} * 1.0)).round(5)`,
      () => `np.maximum(${x}, ${number()})`,
      () => `np.where(${name} > 0, ${x}, ${number()})`,
      () => `np.clip(${x}, 0, 5)`,
      () => `${name}.T.shape, ${name}.reshape(-1).shape, ${name}.ndim, ${name}.dtype`,
      () => `${name}[${v.shape.map((size) => place(size)).join(", ")}]`,
      () => `${name}[${place(n)}]`,
      () => `${name}[np.arange(${n}) % 2 == 0]`,
      () => `${name}[[0, -1]]`,
      () => `${x}[${x} > 1]`,
      () => `np.sort(${x}, axis=-1)`,
      () => `np.argsort(${x}.ravel(), kind="stable")`,
      () => `np.unique(${x})`,
      () => `np.concatenate([${name}, ${name}], axis=${axis(v)})`,
      () => `np.stack([${name}, ${name}]).shape`,
      () => `np.vstack([${name}, ${name}])`,
      () => `np.hstack([${name}, ${name}]).shape`,
      () => `np.pad(${x}, 1)`,
      () => `np.roll(${name}, 1)`,
      () => `np.flip(${name}, 0)`,
      () => `np.tile(${name}, 2)`,
      () => `np.repeat(${name}, 2)`,
      () => `np.expand_dims(${name}, ${axis(v)}).shape`,
      () => `${x}.astype(${pick(["int", "float", "np.float32", "np.uint8"])})`,
      () => `${name}.any(), ${name}.all(), np.count_nonzero(${name})`,
      () => `np.nonzero(${name})[0]`,
      () => `np.median(${x}), np.percentile(${x}, 30).round(6)`,
      () => `${x}.tolist()`,
      () => `repr(${name})`,
      () => `[${x}.max(), ${x}.sum()]`,
      () => `${float} ${pick(["+", "*", "-"])} ${x}`,
      () =>
        `${x} ${pick(["+", "-", "*", ">", "<="])} ${pick(variables.map((each) => (each.dtype === "bool" ? `(${each.name} * 1)` : each.name)))}`,
      () => `np.linalg.norm(${x}).round(5)`,
      () => `np.outer(${x}, [1, 2]).shape`,
      () => `(${x} @ ${x}.T).round(3)`,
      () => `np.array_equal(${name}, ${name}.copy()), np.allclose(${x}, ${x} + 1e-12)`,
      () => `float(${x}.max()), int(${x}.min())`,
      () => `f"{${x}.mean():.3f} {${x}.max()}"`,
      () => `len(${name}), ${name}.size`,
      () => `np.cumsum(${x}, axis=${axis(v)})`,
      () => `np.bincount(np.abs(${x}).astype(int).ravel() % 5)`,
      () => `np.linspace(0, ${number()}, ${2 + dice.roll(5)})`,
      () => `np.arange(${dice.roll(3)}, ${4 + dice.roll(30)}, ${pick(["1", "2", "0.5"])})`,
      () => `np.eye(3)[np.abs(${x}).astype(int).ravel() % 3]`,
      () => `np.isnan(${x} / ${x}.max()).sum()`,
      () => `np.swapaxes(np.atleast_2d(${name}), 0, 1).shape`,
    ])();
  };
  const change = (): string => {
    const v = pick(variables.filter(({ dtype }) => dtype === "float64").concat(variables.slice(0, 1)));
    return pick([
      () => `${v.name}[0] = 1`,
      () => `${v.name}[${v.name} > 2] = 0`,
      () => `${v.name}[..., -1] = ${v.name}[..., 0]`,
      () => `${v.name} = ${v.name} * 1.0; ${v.name} += 1.5`,
      () => `${v.name} = ${v.name} * 1.0; ${v.name}[::2] *= 3`,
    ])();
  };
  for (let i = 0; i < lines; i++) {
    if (dice.roll(4) === 0) out.push(change());
    out.push("try:", `    print(${one()})`, "except Exception as error:", '    print("failed")');
  }
  return out.join("\n");
}
