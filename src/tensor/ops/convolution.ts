/**
 * Convolution and its two gradients: the gradients of each operation are the other two, so gradients of gradients work.
 * x [B, C, H, W], w [O, C / G, K, K], y [B, O, H, W]; with only one spatial dimension, they are run as images of height
 * 1.
 */
import { backend, type ConvGeometry, type Storage } from "../../backend/index.ts";
import { noGrad } from "../autograd/grad-mode.ts";
import { defineGradient } from "../autograd/gradient.ts";
import { dense, done } from "../dense.ts";
import { fromStorage, Tensor } from "../tensor.ts";
import { shaped, withOperands } from "./operands.ts";
import { pad } from "./pad.ts";

type Sizes = readonly number[];
type Context = { readonly geometry: ConvGeometry };

const forwardRule = defineGradient<Context>("ConvolutionBackward0", (node, gy) => {
  const [x, w, whole] = node.savedOrNull();
  const { geometry } = node.context;
  return [
    node.needs(0) && convolveInputGrad(gy, w!, null, x!.sizes, geometry),
    node.needs(1) && convolveWeightGrad(gy, x!, w!.sizes, geometry, whole),
    node.needs(2) && biasGrad(gy),
  ];
});

/** Also the gradient rule of a transposed convolution, whose bias is added to its output. */
const inputGradRule = defineGradient<Context>("ConvolutionBackward0", (node, gx) => {
  const [gy, w] = node.saved();
  const frame = framing(gx.sizes, w!.sizes, gy!.sizes, node.context.geometry);
  const image = frame === null ? gx : pad(gx, sidesOf(frame.pads, 1));
  const { geometry } = frame ?? node.context;
  return [
    node.needs(0) && convolve(image, w!, null, gy!.sizes, geometry),
    node.needs(1) && convolveWeightGrad(gy!, image, w!.sizes, geometry),
    node.needs(2) && biasGrad(gx),
  ];
});

const weightGradRule = defineGradient<Context>("ConvolutionBackwardBackward0", (node, gw) => {
  const [gy, x] = node.saved();
  const { geometry } = node.context;
  return [
    node.needs(0) && convolve(x!, gw, null, gy!.sizes, geometry),
    node.needs(1) && convolveInputGrad(gy!, gw, null, x!.sizes, geometry),
  ];
});

const biasRule = defineGradient<Sizes>("ConvolutionBackwardBackward0", (node, gb) => {
  const channels = node.context.map((size, d) => (d === 1 ? size : 1));
  return [gb.view(...channels).expand(...node.context)];
});

/** [before, after] for each spatial dimension, and the padding that remains once that border has been added. */
type Framing = { readonly pads: readonly (readonly [number, number])[]; readonly geometry: ConvGeometry };

/**
 * If a transposed convolution's output padding is not smaller than the stride, there may be room for more windows than
 * outputs. The image is then padded so that exactly the windows of `outputSizes` fit into it; null if they already do.
 */
function framing(inputSizes: Sizes, weightSizes: Sizes, outputSizes: Sizes, geometry: ConvGeometry): Framing | null {
  const dims = inputSizes.length - 2;
  let fits = true;
  const pads = inputSizes.slice(2).map((size, d) => {
    const at = geometry.stride.length - dims + d;
    const [stride, padding] = [geometry.stride[at]!, geometry.padding[at]!];
    const reach = geometry.dilation[at]! * (weightSizes[d + 2]! - 1) + 1;
    if (Math.floor((size + 2 * padding - reach) / stride) + 1 !== outputSizes[d + 2]) fits = false;
    return [padding, (outputSizes[d + 2]! - 1) * stride + reach - size - padding] as const;
  });
  return fits ? null : { pads, geometry: { ...geometry, padding: [0, 0] } };
}

const sidesOf = (pads: Framing["pads"], sign: 1 | -1): number[] =>
  pads.toReversed().flatMap(([before, after]) => [sign * before, sign * after]);

/** y with the size `outputSizes`. */
export function convolve(
  x: Tensor,
  w: Tensor,
  bias: Tensor | null,
  outputSizes: Sizes,
  geometry: ConvGeometry,
): Tensor {
  const image = dense(x);
  const y = withOperands([w, bias], (ws, b) =>
    backend().conv2d(shaped(image, images(x.sizes)), shaped(ws, images(w.sizes)), b, geometry),
  );
  // The filter's gradient reads a view's copy again, if the device holds it in its own layout; x itself keeps track of
  // in-place changes.
  const whole = image.storage !== x.memory && w.requiresGrad ? new Tensor(image.storage, x.sizes) : null;
  const result = forwardRule.record(fromStorage(y, outputSizes), [x, w, bias], [x, w, whole], { geometry });
  done(image, x);
  return result;
}

/** The gradient for x with the size `inputSizes`, plus `bias` [C] if there is one. */
export function convolveInputGrad(
  gy: Tensor,
  w: Tensor,
  bias: Tensor | null,
  inputSizes: Sizes,
  geometry: ConvGeometry,
): Tensor {
  const frame = framing(inputSizes, w.sizes, gy.sizes, geometry);
  const gx =
    frame === null ? inputGradOf(gy, w, bias, inputSizes, geometry) : framedInputGrad(gy, w, bias, frame, inputSizes);
  return inputGradRule.record(fromStorage(gx, inputSizes), [gy, w, bias], [gy, w], { geometry });
}

/** The gradient for the padded image, with the padding removed again. */
function framedInputGrad(
  gy: Tensor,
  w: Tensor,
  bias: Tensor | null,
  { pads, geometry }: Framing,
  inputSizes: Sizes,
): Storage {
  const framed = inputSizes.map((size, d) => (d < 2 ? size : size + pads[d - 2]![0] + pads[d - 2]![1]));
  const whole = fromStorage(inputGradOf(gy, w, null, framed, geometry), framed);
  const inner = noGrad(() => pad(whole, sidesOf(pads, -1)));
  whole.memory.release();
  if (bias === null) return inner.memory;
  const sum = withOperands([bias], (b) => backend().biasAdd({ storage: inner.memory, shape: images(inputSizes) }, b));
  inner.memory.release();
  return sum;
}

function inputGradOf(gy: Tensor, w: Tensor, bias: Tensor | null, inputSizes: Sizes, geometry: ConvGeometry): Storage {
  const shape = images(inputSizes);
  return withOperands([gy, w, bias], (gys, ws, b) => {
    const plain = backend().conv2dInputGrad(
      shaped(gys, images(gy.sizes)),
      shaped(ws, images(w.sizes)),
      shape,
      geometry,
    );
    if (bias === null) return plain;
    const sum = backend().biasAdd({ storage: plain, shape }, b);
    plain.release();
    return sum;
  });
}

/** `whole` is a dense copy of x, if there is one. */
function convolveWeightGrad(
  gy: Tensor,
  x: Tensor,
  weightSizes: Sizes,
  geometry: ConvGeometry,
  whole: Tensor | null = null,
): Tensor {
  const gw = withOperands([gy, whole ?? x], (gys, xs) =>
    backend().conv2dWeightGrad(
      shaped(gys, images(gy.sizes)),
      shaped(xs, images(x.sizes)),
      images(weightSizes),
      geometry,
    ),
  );
  return weightGradRule.record(fromStorage(gw, weightSizes), [gy, x], [gy, x], { geometry });
}

function biasGrad(gy: Tensor): Tensor {
  const gb = withOperands([gy], (gys) => backend().biasGrad(gys));
  return biasRule.record(fromStorage(gb, [gy.sizes[1]!]), [gy], [], gy.sizes);
}

/** [B, C, L] as [B, C, 1, L]. */
function images(sizes: Sizes): Sizes {
  return sizes.length === 3 ? [sizes[0]!, sizes[1]!, 1, sizes[2]!] : sizes;
}
