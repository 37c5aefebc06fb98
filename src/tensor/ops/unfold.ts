/**
 * Patches of images, and images from patches. B batch, C channels, H and W height and width, K kernel sizes, L number
 * of patches.
 */
import { formatShape } from "../../shape/index.ts";
import { defineGradient } from "../autograd/gradient.ts";
import type { Tensor } from "../tensor.ts";
import { withOperands } from "./operands.ts";

export type UnfoldSize = number | readonly number[];
export type UnfoldOptions = {
  kernelSize: UnfoldSize;
  dilation?: UnfoldSize;
  padding?: UnfoldSize;
  stride?: UnfoldSize;
};

type Layout = {
  readonly image: readonly number[];
  readonly kernel: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly padding: readonly [number, number];
  readonly stride: readonly [number, number];
  /** How many patches there are vertically and horizontally. */
  readonly blocks: readonly [number, number];
};

const unfoldRule = defineGradient<Layout>("Im2ColBackward0", (node, grad) => [patchesToImage(grad, node.context)]);
const foldRule = defineGradient<Layout>("Col2ImBackward0", (node, grad) => [imageToPatches(grad, node.context)]);

/**
 * Every patch that a convolution sees, as columns: [B, C, H, W] to [B, C * K * K, L].
 * See https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.unfold.html.
 *
 * @throws RangeError in torch's words if no patch fits.
 */
export function unfold(input: Tensor, options: UnfoldOptions): Tensor {
  if (input.sizes.length === 3) return unfold(input.unsqueeze(0), options).squeeze(0);
  if (input.sizes.length !== 4) {
    throw new RangeError(
      "Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, " +
        `but got: ${formatShape(input.sizes)}`,
    );
  }
  return imageToPatches(input, layoutOf(input.sizes, options));
}

/** Adds patches [B, C * K * K, L] up at their places in an image of `outputSize`: the gradient of `unfold`. */
export function fold(input: Tensor, outputSize: UnfoldSize, options: UnfoldOptions): Tensor {
  if (input.sizes.length === 2) return fold(input.unsqueeze(0), outputSize, options).squeeze(0);
  const [height, width] = two(outputSize);
  const kernel = two(options.kernelSize);
  const channels = input.sizes[1]! / (kernel[0] * kernel[1]);
  if (!Number.isInteger(channels)) {
    throw new RangeError(
      "Expected size of input's dimension 1 to be divisible by the product of kernel_size, " +
        `but got input.size(1)=${input.sizes[1]} and kernel_size=(${kernel.join(", ")}).`,
    );
  }
  const layout = layoutOf([input.sizes[0]!, channels, height, width], options);
  const count = layout.blocks[0] * layout.blocks[1];
  if (count !== input.sizes[2]) {
    throw new RangeError(
      `Given output_size=(${height}, ${width}), ${describe(layout)}, expected size of input's dimension 2 ` +
        `to match the calculated number of sliding blocks ${layout.blocks.join(" * ")} = ${count}, ` +
        `but got input.size(2)=${input.sizes[2]}.`,
    );
  }
  return patchesToImage(input, layout);
}

function imageToPatches(image: Tensor, layout: Layout): Tensor {
  const { kernel, blocks } = layout;
  const [batch, channels] = image.sizes as [number, number];
  const output = image.detach().newZeros([batch, channels * kernel[0] * kernel[1], blocks[0] * blocks[1]]);
  const to = output.memory.hostForWrite() as Float32Array;
  withOperands([image], (x) => {
    const from = x.storage.host() as Float32Array;
    forEachElement(layout, (pixel, column) => (to[column] = from[pixel]!));
  });
  return unfoldRule.record(output, [image], [], layout);
}

function patchesToImage(patches: Tensor, layout: Layout): Tensor {
  const output = patches.detach().newZeros([...layout.image]);
  const to = output.memory.hostForWrite() as Float32Array;
  withOperands([patches], (x) => {
    const from = x.storage.host() as Float32Array;
    forEachElement(layout, (pixel, column) => (to[pixel]! += from[column]!));
  });
  output.memory.settle();
  return foldRule.record(output, [patches], [], layout);
}

/** Calls `visit` with the position of a pixel and its place among the patches; padding is skipped. */
function forEachElement(layout: Layout, visit: (pixel: number, column: number) => void): void {
  const { image, kernel, dilation, padding, stride, blocks } = layout;
  const [batch, channels, height, width] = image as [number, number, number, number];
  let column = 0;
  for (let plane = 0; plane < batch * channels; plane++) {
    for (let tap = 0; tap < kernel[0] * kernel[1]; tap++) {
      const top = Math.floor(tap / kernel[1]) * dilation[0] - padding[0];
      const left = (tap % kernel[1]) * dilation[1] - padding[1];
      for (let block = 0; block < blocks[0] * blocks[1]; block++, column++) {
        const row = top + Math.floor(block / blocks[1]) * stride[0];
        const at = left + (block % blocks[1]) * stride[1];
        if (row >= 0 && row < height && at >= 0 && at < width) visit((plane * height + row) * width + at, column);
      }
    }
  }
}

function layoutOf(image: readonly number[], options: UnfoldOptions): Layout {
  const [kernel, dilation, padding, stride] = [
    two(options.kernelSize),
    two(options.dilation ?? 1),
    two(options.padding ?? 0),
    two(options.stride ?? 1),
  ];
  const blocks = [0, 1].map((d) => {
    const reach = dilation[d]! * (kernel[d]! - 1) + 1;
    return Math.floor((image[d + 2]! + 2 * padding[d]! - reach) / stride[d]!) + 1;
  }) as [number, number];
  if (blocks.some((n) => n < 1)) {
    const { stride: _, ...others } = { kernel, dilation, padding, stride };
    throw new RangeError(
      `Given input with spatial size ${show(image.slice(2))}, ${describe(others)}, calculated shape of the array of sliding blocks as ${show(blocks)}, ` +
        "but its components must be at least one.",
    );
  }
  return { image, kernel, dilation, padding, stride, blocks };
}

function show(values: readonly number[]): string {
  return `(${values.join(", ")})`;
}

/** The settings as torch lists them in messages. */
function describe({
  kernel,
  dilation,
  padding,
  stride,
}: Omit<Layout, "image" | "blocks" | "stride"> & Partial<Layout>): string {
  const text = `kernel_size=${show(kernel)}, dilation=${show(dilation)}, padding=${show(padding)}`;
  return stride === undefined ? text : `${text}, stride=${show(stride)}`;
}

function two(value: UnfoldSize): [number, number] {
  return typeof value === "number" ? [value, value] : [value[0]!, value[1]!];
}
