/**
 * Sampling images and volumes at the points of a grid: x [B, C, (D,) H, W], grid [B, (D,) H, W, 2 or 3] of coordinates
 * from -1 to 1, width first.
 */
import { formatShape } from "../../shape/index.ts";
import { composite } from "../autograd/composite.ts";
import { linspace, ones } from "../create.ts";
import type { Tensor } from "../tensor.ts";
import { stack } from "./join.ts";
import { checkTensor } from "./operands.ts";

export type SampleMode = "bilinear" | "nearest" | "bicubic";
export type SamplePadding = "zeros" | "border" | "reflection";
export type GridSampleOptions = { mode?: SampleMode; paddingMode?: SamplePadding; alignCorners?: boolean };
type Settings = { readonly mode: SampleMode; readonly paddingMode: SamplePadding; readonly alignCorners: boolean };

/** Coordinates between -1 and 1 as positions along a dimension of `size`. */
function positions(places: Tensor, size: number, alignCorners: boolean): Tensor {
  if (alignCorners) return places.add(1).mul((size - 1) / 2);
  return places.add(1).mul(size).sub(1).div(2);
}

/** Reflected at both edges as often as needed. */
function reflected(at: Tensor, size: number, alignCorners: boolean): Tensor {
  const [low, span] = alignCorners ? [0, size - 1] : [-0.5, size];
  if (span === 0) return at.mul(0);
  const beyond = at.sub(low).abs();
  const turns = beyond.detach().div(span).floor();
  const rest = beyond.sub(turns.mul(span));
  const isBack = turns.remainder(2).eq(1);
  return rest
    .neg()
    .add(span)
    .where(isBack, rest)
    .add(low)
    .clamp(0, size - 1);
}

function bounded(at: Tensor, size: number, { paddingMode, alignCorners }: Settings): Tensor {
  if (paddingMode === "border") return at.clamp(0, size - 1);
  return paddingMode === "reflection" ? reflected(at, size, alignCorners) : at;
}

/** The elements of x at whole positions [B, n] of each spatial dimension; zero outside. */
function elementsAt(x: Tensor, whole: readonly Tensor[]): Tensor {
  const [B, C] = x.sizes as [number, number];
  const spatial = x.sizes.slice(2);
  let flat: Tensor | undefined;
  let inside: Tensor | undefined;
  whole.forEach((at, d) => {
    const size = spatial[d]!;
    const isIn = at.ge(0).logicalAnd(at.lt(size));
    inside = inside === undefined ? isIn : inside.logicalAnd(isIn);
    const place = at
      .nanToNum()
      .clamp(0, size - 1)
      .long();
    flat = flat === undefined ? place : flat.mul(size).add(place);
  });
  const count = flat!.sizes[1]!;
  const index = flat!.unsqueeze(1).expand([B, C, count]);
  return x.reshape([B, C, -1]).gather(2, index).mul(inside!.unsqueeze(1).to(x.dtype));
}

function sampled([x, grid]: readonly (Tensor | null)[], settings: Settings): Tensor {
  const spatial = x!.sizes.slice(2);
  const [B, ...rest] = grid!.sizes as [number, ...number[]];
  const out = rest.slice(0, -1);
  const flatGrid = grid!.reshape([B, -1, spatial.length]);
  const raw = spatial.map((size, d) =>
    positions(flatGrid.select(2, spatial.length - 1 - d), size, settings.alignCorners),
  );
  const shaped = (y: Tensor): Tensor => y.view([B, x!.sizes[1]!, ...out]);
  if (settings.mode === "bicubic") return shaped(cubic(x!, raw, settings));
  const at = raw.map((place, d) => bounded(place, spatial[d]!, settings));
  if (settings.mode === "nearest")
    return shaped(
      elementsAt(
        x!,
        at.map((place) => place.detach().round()),
      ),
    );
  const low = at.map((place) => place.detach().floor());
  const parts = at.map((place, d) => place.sub(low[d]!));
  let sum: Tensor | undefined;
  for (let corner = 0; corner < 2 ** spatial.length; corner++) {
    let weight: Tensor | undefined;
    const whole = spatial.map((_, d) => {
      const isHigh = ((corner >> d) & 1) === 1;
      const part = isHigh ? parts[d]! : parts[d]!.rsub(1);
      weight = weight === undefined ? part : weight.mul(part);
      return isHigh ? low[d]!.add(1) : low[d]!;
    });
    const term = elementsAt(x!, whole).mul(weight!.unsqueeze(1));
    sum = sum === undefined ? term : sum.add(term);
  }
  return shaped(sum!);
}

/** Weights of the four neighbours, as tensors. */
function cubicWeights(t: Tensor): Tensor[] {
  const A = -0.75;
  const near = (x: Tensor): Tensor =>
    x
      .mul(A + 2)
      .sub(A + 3)
      .mul(x)
      .mul(x)
      .add(1);
  const far = (x: Tensor): Tensor =>
    x
      .mul(A)
      .sub(5 * A)
      .mul(x)
      .add(8 * A)
      .mul(x)
      .sub(4 * A);
  return [far(t.add(1)), near(t), near(t.rsub(1)), far(t.rsub(2))];
}

function cubic(x: Tensor, [row, column]: readonly Tensor[], settings: Settings): Tensor {
  const [H, W] = x.sizes.slice(2) as [number, number];
  const [top, left] = [row!.detach().floor(), column!.detach().floor()];
  const [down, across] = [cubicWeights(row!.sub(top)), cubicWeights(column!.sub(left))];
  let sum: Tensor | undefined;
  for (let i = 0; i < 4; i++)
    for (let j = 0; j < 4; j++) {
      const at = [bounded(top.add(i - 1), H, settings), bounded(left.add(j - 1), W, settings)];
      const term = elementsAt(x, at).mul(down[i]!.mul(across[j]!).unsqueeze(1));
      sum = sum === undefined ? term : sum.add(term);
    }
  return sum!;
}

const images = composite<Settings>("GridSampler2DBackward0", sampled);
const volumes = composite<Settings>("GridSampler3DBackward0", sampled);

/**
 * The values of `input` at the points that `grid` names, from (-1, -1), the upper left, to (1, 1).
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.grid_sample.html.
 *
 * @throws RangeError in torch's words for shapes or modes that do not fit.
 */
export function gridSample(input: Tensor, grid: Tensor, options: GridSampleOptions = {}): Tensor {
  checkTensor("grid_sample", input);
  checkTensor("grid_sample", grid, "grid");
  const { mode = "bilinear", paddingMode = "zeros", alignCorners = false } = options;
  if (!["bilinear", "nearest", "bicubic"].includes(mode))
    throw new RangeError(
      `nn.functional.grid_sample(): expected mode to be 'bilinear', 'nearest' or 'bicubic', but got: '${mode}'`,
    );
  if (!["zeros", "border", "reflection"].includes(paddingMode))
    throw new RangeError(
      "nn.functional.grid_sample(): expected padding_mode to be 'zeros', 'border', or 'reflection', " +
        `but got: '${paddingMode}'`,
    );
  const dims = input.dim() - 2;
  if (input.sizes[0] !== grid.sizes[0])
    throw new RangeError(
      "grid_sampler(): expected grid and input to have same batch size, but got input with sizes " +
        `${formatShape(input.sizes)} and grid with sizes ${formatShape(grid.sizes)}`,
    );
  if (grid.sizes.at(-1) !== dims)
    throw new RangeError(
      `grid_sampler(): expected grid to have size ${dims} in last dimension, but got grid with sizes ${formatShape(grid.sizes)}`,
    );
  if ((dims !== 2 && dims !== 3) || grid.dim() !== dims + 2)
    throw new RangeError(
      "grid_sampler(): expected 4D or 5D input and grid with same number of dimensions, but got input with sizes " +
        `${formatShape(input.sizes)} and grid with sizes ${formatShape(grid.sizes)}`,
    );
  if (dims === 3 && mode === "bicubic")
    throw new RangeError("grid_sampler(): bicubic interpolation only supports 4D input");
  return (dims === 2 ? images : volumes)([input, grid], { mode, paddingMode, alignCorners });
}

type Affine = { readonly sizes: readonly number[]; readonly alignCorners: boolean };
const affine = composite<Affine>("AffineGridGeneratorBackward0", ([theta], { sizes, alignCorners }) => {
  const [B, , ...spatial] = sizes as [number, number, ...number[]];
  const { dtype } = theta!;
  const axes = spatial.map((n) => {
    if (n <= 1) return linspace(0, 0, n, { dtype });
    const line = linspace(-1, 1, n, { dtype });
    return alignCorners ? line : line.mul((n - 1) / n);
  });
  const coordinates = axes.map((line, d) => line.view(spatial.map((_, i) => (i === d ? -1 : 1))).expand(spatial));
  const base = stack([...coordinates.toReversed(), ones(spatial, { dtype })], -1);
  const flat = base.reshape([1, -1, spatial.length + 1]).expand([B, -1, -1]);
  return flat.bmm(theta!.transpose(1, 2)).view([B, ...spatial, spatial.length]);
});

/**
 * The grid of an affine map `theta` [B, 2, 3] (or [B, 3, 4]), for `gridSample` to an output of `size` [B, C, (D,) H, W].
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.affine_grid.html.
 *
 * @throws RangeError in torch's words for shapes that do not fit.
 */
export function affineGrid(theta: Tensor, size: readonly number[], alignCorners = false): Tensor {
  checkTensor("affine_grid", theta, "theta");
  if (!theta.dtype.isFloatingPoint)
    throw new TypeError(`Expected theta to have floating point type, but got ${theta.dtype.toString()}`);
  const dims = size.length - 2;
  if (dims !== 2 && dims !== 3)
    throw new RangeError(
      "affine_grid only supports 4D and 5D sizes, for 2D and 3D affine transforms, respectively. " +
        `Got size ${formatShape(size)}.`,
    );
  if (theta.dim() !== 3 || theta.sizes[1] !== dims || theta.sizes[2] !== dims + 1)
    throw new RangeError(
      `Expected a batch of ${dims}D affine matrices of shape Nx${dims}x${dims + 1} for size ${formatShape(size)}. ` +
        `Got ${theta.shape.toString()}.`,
    );
  return affine([theta], { sizes: size, alignCorners });
}
