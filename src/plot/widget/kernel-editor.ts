/**
 * Edits a layer's kernel; the notebook's kernel recomputes the output. O and C output and input channels, H and W
 * height and width.
 */
import { Conv2d } from "../../nn/conv.ts";
import { keyword, required, signature } from "../../shape/index.ts";
import { noGrad } from "../../tensor/autograd/index.ts";
import { Tensor, tensor } from "../../tensor/index.ts";
import { language } from "../../data/language.ts";
import { symmetric, scaleOf } from "../anatomy/convolution.ts";
import { numberGrid, planeImage, planeSize, sign } from "../anatomy/drawing.ts";
import { signedColors } from "../color-maps.ts";
import { oneImage, tableOf } from "../interactive/common.ts";
import * as is from "../kinds.ts";
import { Picture } from "../picture.ts";
import { svgDocument, text } from "../svg.ts";
import { extent, short, valuesOf } from "../values.ts";
import { say, wordsOf } from "../words.ts";
import { esmOf } from "./esm.ts";
import { Widget } from "./widget.ts";

export interface KernelEditorOptions {
  /** The output channel whose kernel is edited first. */
  readonly channel?: number | undefined;
  /** The input channel whose kernel is edited first. */
  readonly input?: number | undefined;
  /** What is drawn for the layer's output [1, O, H, W]; by default the output itself. */
  readonly after?: ((output: Tensor) => Tensor) | undefined;
}

const editorSignature = signature("plot.kernelEditor", {
  conv: required(is.kind("Conv2d", (value): value is Conv2d => value instanceof Conv2d)),
  image: required(is.tensor),
  channel: keyword(is.int, 0),
  input: keyword(is.int, 0),
  after: keyword(is.callable<(output: Tensor) => Tensor>(), undefined),
});

/** How many numbers of a kernel a person can be expected to edit. */
const mostFields = 49;

interface EditorState {
  readonly [name: string]: unknown;
  readonly channel: number;
  readonly input: number;
  /** The kernel of the selected channels, row by row. */
  readonly kernel: readonly number[];
  readonly kernelSize: readonly number[];
  readonly channels: readonly number[];
  readonly image: Uint8Array;
  readonly imageSize: readonly number[];
  readonly imageRange: readonly number[];
  readonly output: Uint8Array;
  readonly outputSize: readonly number[];
  readonly error: string;
  /** Increases with each message to the page. */
  readonly answer: number;
}

const bytesOf = (numbers: ArrayLike<number>): Uint8Array => new Uint8Array(Float32Array.from(numbers).buffer);

/**
 * The numbers of a layer's kernel in input fields: whenever one is changed, the notebook's kernel recomputes
 * `conv(image)` and the page draws it. The layer itself changes: the next cell computes with the new numbers. Without
 * the widget manager it is a still picture.
 * @param image [C, H, W] or [1, C, H, W]
 * @throws {RangeError} for an image that the layer does not accept, channels that it does not have, or a kernel of more
 * than 49 numbers
 * @example
 * plot.kernelEditor(new nn.Conv2d(1, 2, 3), torch.rand(1, 8, 8), { channel: 1 }).state.kernelSize // [3, 3]
 */
export function kernelEditor(conv: Conv2d, image: Tensor, options?: KernelEditorOptions): Widget<EditorState>;
export function kernelEditor(
  options: { readonly conv: Conv2d; readonly image: Tensor } & KernelEditorOptions,
): Widget<EditorState>;
export function kernelEditor(...given: unknown[]): Widget<EditorState> {
  const { conv, image, after = (output: Tensor) => output, ...first } = editorSignature.read(given);
  const one = oneImage("kernelEditor", image);
  const [kH, kW] = conv.kernelSize as unknown as readonly [number, number];
  const perGroup = conv.inChannels / conv.groups;
  if (one.C !== conv.inChannels)
    throw new RangeError(
      `kernelEditor: expected image [${conv.inChannels}, H, W] for this layer, got [${image.shape.join(", ")}]`,
    );
  if (kH * kW > mostFields)
    throw new RangeError(`kernelEditor: expected a kernel of at most ${mostFields} numbers, got [${kH}, ${kW}]`);
  const inside = (name: string, value: number, count: number): void => {
    if (value < 0 || value >= count)
      throw new RangeError(`kernelEditor: expected ${name} from 0 to ${count - 1}, got ${value}`);
  };
  inside("channel", first.channel, conv.outChannels);
  inside("input", first.input, perGroup);

  const kernelAt = (channel: number, input: number): number[] =>
    (conv.weight.detach().at(channel, input).tolist() as number[][]).flat();
  const seen = (channel: number, input: number): number =>
    Math.floor(channel / (conv.outChannels / conv.groups)) * perGroup + input;
  const planeOf = (channel: number, input: number): Partial<EditorState> => {
    const plane = valuesOf(one.tensor.at(seen(channel, input))).data;
    return { image: bytesOf(plane) };
  };
  function computed(channel: number): Partial<EditorState> {
    const made = noGrad(() => after(conv(one.tensor.unsqueeze(0))));
    if (!(made instanceof Tensor) || made.dim() !== 4 || made.shape[1]! <= channel)
      throw new RangeError(
        `kernelEditor: expected maps [1, O, H, W] from after, got ${made instanceof Tensor ? `[${made.shape.join(", ")}]` : typeof made}`,
      );
    const map = made.at(0, channel);
    return { output: bytesOf(valuesOf(map.detach()).data), outputSize: [...map.shape], error: "" };
  }

  const begin = { channel: first.channel, input: first.input, kernel: kernelAt(first.channel, first.input) };
  const state = {
    ...begin,
    kernelSize: [kH, kW],
    channels: [conv.outChannels, perGroup],
    imageSize: [one.H, one.W],
    imageRange: extent(one.data),
    ...planeOf(first.channel, first.input),
    ...computed(first.channel),
    answer: 0,
    words: wordsOf("kernel-editor"),
    language: language(),
    signed: tableOf(signedColors),
    gray: tableOf("gray"),
  } as unknown as EditorState;

  const editor: Widget<EditorState> = new Widget<EditorState>({
    esm: esmOf("kernel-editor"),
    state,
    still: drawStill,
    onChange: changed,
  });
  return editor;

  function changed(changes: Partial<EditorState>): void {
    const { channel, input, kernel } = editor.state;
    const answer = editor.state.answer + 1;
    try {
      if (changes.channel !== undefined || changes.input !== undefined) {
        inside("channel", channel, conv.outChannels);
        inside("input", input, perGroup);
        editor.set({ kernel: kernelAt(channel, input), ...planeOf(channel, input), ...computed(channel), answer });
        return;
      }
      if (kernel.length !== kH * kW || !kernel.every(Number.isFinite))
        throw new RangeError(`expected ${kH * kW} finite numbers, got ${kernel.join(", ")}`);
      noGrad(() =>
        conv.weight.at(channel, input).copy_(
          tensor(kernel as number[])
            .float()
            .view(kH, kW),
        ),
      );
      editor.set({ ...computed(channel), answer });
    } catch (error) {
      // `after` is the learner's code; its errors are shown beside the fields.
      editor.set({ error: String((error as Error).message ?? error), answer });
    }
  }

  function drawStill(): Picture {
    const { channel, input, outputSize } = editor.state;
    const weight = conv.weight.detach();
    const kernel = weight.at(channel, input).tolist() as number[][];
    const plane = one.tensor.at(seen(channel, input)).tolist() as number[][];
    const values = new Float32Array(editor.state.output.slice().buffer);
    const [rows = 0, columns = 0] = outputSize;
    const output = Array.from({ length: rows }, (_, y) => Array.from(values.subarray(y * columns, (y + 1) * columns)));
    const cell = { width: 52, height: 28 };
    const [side, top] = [180, 44];
    const kernelX = 12 + planeSize(plane, side).w + 36;
    const outX = kernelX + kW * cell.width + 40;
    const alt = say("kernel-editor", "alt", {
      channel,
      input,
      low: short(extent(values)[0]),
      high: short(extent(values)[1]),
    });
    const [width, height] = [outX + planeSize(output, side).w + 12, top + Math.max(side, kH * cell.height) + 14];
    const head = (x: number, words: string): string => text(x, 26, words, { weight: "bold" });
    const svg = svgDocument(
      width,
      height,
      alt,
      head(12, say("kernel-editor", "input", { number: seen(channel, input) })),
      planeImage(plane, scaleOf(one.data), 12, top, side),
      sign(kernelX - 18, top + side / 2 - 6, "×"),
      numberGrid(kernel, symmetric(valuesOf(weight).data), kernelX, top + side / 2 - (kH * cell.height) / 2, cell),
      sign(outX - 20, top + side / 2 - 6, "→"),
      head(outX, say("kernel-editor", "output", { number: channel })),
      planeImage(output, extent(values)[0] < 0 ? symmetric(values) : scaleOf(values), outX, top, side),
    );
    return Picture.ofSvg(svg, width, height, alt);
  }
}
