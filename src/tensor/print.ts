/**
 * A tensor's text, equal to PyTorch's `repr` character for character.
 *
 * The rules are those of torch/_tensor_str.py of PyTorch 2.13: one number format for the whole tensor, chosen from the elements
 * that will be seen; rows filled up to the line width; then the suffixes, each on a new line if it would not fit.
 */
import type { DType, TypedArray } from "../shape/index.ts";
import { fixed, scientific } from "./number-format.ts";
import { getPrintoptions, type PrintOptions } from "./print-options.ts";

/** What printing needs to know about a tensor. */
export interface Printable {
  readonly sizes: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
  readonly memory: { host(): TypedArray };
  readonly dtype: DType;
  readonly requiresGrad: boolean;
  readonly gradFn: { name(): string } | null;
}

/** Part of a tensor: the rest of its shape from `dim` on, at one place of its storage. */
interface View {
  readonly tensor: Printable;
  readonly data: TypedArray;
  readonly dim: number;
  readonly offset: number;
}

/** Writes one element, padded to the width of the column. */
interface Column {
  readonly width: number;
  readonly write: (value: number | bigint) => string;
}

const PREFIX = "tensor(";

/**
 * The text of `t` as PyTorch's `repr` gives it.
 *
 * ```ts
 * formatTensor(torch.tensor([1, 2.5])); // tensor([1.0000, 2.5000])
 * ```
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.set_printoptions.html
 */
export function formatTensor(t: Printable): string {
  const options = getPrintoptions();
  return addSuffixes(PREFIX + contents(t, options), suffixes(t, options), options.linewidth);
}

/** The text of a Parameter: a line that says so, then the tensor. */
export function formatParameter(t: Printable): string {
  return `Parameter containing:\n${formatTensor(t)}`;
}

const count = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

function contents(t: Printable, options: PrintOptions): string {
  const numel = count(t.sizes);
  if (numel === 0) return "[]";
  const whole: View = { tensor: t, data: t.memory.host(), dim: 0, offset: t.offset };
  const edge = numel > options.threshold ? options.edgeitems : Infinity;
  const seen: (number | bigint)[] = [];
  visitSeen(whole, edge, (value) => seen.push(value));
  const column = t.dtype.isFloatingPoint
    ? floatColumn(seen as number[], options)
    : textColumn(seen, t.dtype.name === "bool" ? (value) => (value ? "True" : "False") : String);
  return t.sizes.length === 0
    ? column.write(whole.data[whole.offset]!)
    : block(whole, PREFIX.length, edge, column, options);
}

const sizeOf = ({ tensor, dim }: View): number => tensor.sizes[dim]!;

const child = (view: View, i: number): View => ({
  ...view,
  dim: view.dim + 1,
  offset: view.offset + i * view.tensor.strides[view.dim]!,
});

/** The indices of a dimension that are shown: its head and, after the dots, its tail; no tail if it is shown whole. */
const shown = (size: number, edge: number): { readonly head: number; readonly tail: number } =>
  size > 2 * edge ? { head: edge, tail: size - edge } : { head: size, tail: size };

function visitSeen(view: View, edge: number, visit: (value: number | bigint) => void): void {
  if (view.dim === view.tensor.sizes.length) {
    visit(view.data[view.offset]!);
    return;
  }
  const size = sizeOf(view);
  const { head, tail } = shown(size, edge);
  for (let i = 0; i < head; i++) visitSeen(child(view, i), edge, visit);
  for (let i = tail; i < size; i++) visitSeen(child(view, i), edge, visit);
}

function textColumn(values: readonly (number | bigint)[], text: (value: number | bigint) => string): Column {
  const width = values.reduce<number>((longest, value) => Math.max(longest, text(value).length), 1);
  return { width, write: (value) => text(value).padStart(width) };
}

function floatColumn(values: readonly number[], { precision, sciMode }: PrintOptions): Column {
  const decisive = values.filter((value) => Number.isFinite(value) && value !== 0);
  const isWhole = decisive.every(Number.isInteger);
  const max = decisive.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const min = decisive.reduce((least, value) => Math.min(least, Math.abs(value)), Infinity);
  const isWide = decisive.length > 0 && (sciMode ?? (max / min > 1000 || max > 1e8 || min < 1e-4));
  const text = (value: number): string => {
    if (isWide) return scientific(value, precision);
    if (!isWhole) return fixed(value, precision);
    return fixed(value, 0) + (Number.isFinite(value) ? "." : "");
  };
  const width = decisive.reduce((longest, value) => Math.max(longest, text(value).length), 1);
  return { width, write: (value) => text(Number(value)).padStart(width) };
}

function block(view: View, indent: number, edge: number, column: Column, options: PrintOptions): string {
  const size = sizeOf(view);
  const below = view.tensor.sizes.length - view.dim - 1;
  if (below === 0) return row(view, indent, edge, column, options);
  const { head, tail } = shown(size, edge);
  const parts: string[] = [];
  for (let i = 0; i < head; i++) parts.push(block(child(view, i), indent + 1, edge, column, options));
  if (head < size) parts.push("...");
  for (let i = tail; i < size; i++) parts.push(block(child(view, i), indent + 1, edge, column, options));
  return `[${parts.join("," + "\n".repeat(below) + " ".repeat(indent + 1))}]`;
}

function row(view: View, indent: number, edge: number, column: Column, { linewidth }: PrintOptions): string {
  const size = sizeOf(view);
  const perLine = Math.max(1, Math.floor((linewidth - indent) / (column.width + 2)));
  const write = (i: number): string => column.write(child(view, i).data[child(view, i).offset]!);
  const { head, tail } = shown(size, edge);
  const items: string[] = [];
  for (let i = 0; i < head; i++) items.push(write(i));
  if (edge === 0) items.push("...");
  else if (head < size) items.push(" ...");
  for (let i = tail; i < size; i++) items.push(write(i));
  const lines: string[] = [];
  for (let i = 0; i < items.length; i += perLine) lines.push(items.slice(i, i + perLine).join(", "));
  return `[${lines.join(",\n" + " ".repeat(indent + 1))}]`;
}

const pythonTuple = (shape: readonly number[]): string =>
  shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;

function suffixes(t: Printable, { edgeitems }: PrintOptions): string[] {
  const isEmpty = count(t.sizes) === 0;
  const found: string[] = [];
  if (isEmpty ? t.sizes.length !== 1 : edgeitems === 0) found.push(`size=${pythonTuple(t.sizes)}`);
  // The dtypes that the text itself implies; an empty tensor has no text to imply them.
  const told = isEmpty ? ["float32"] : ["float32", "int64", "bool"];
  if (!told.includes(t.dtype.name)) found.push(`dtype=${t.dtype.toString()}`);
  if (t.gradFn) found.push(`grad_fn=<${t.gradFn.name()}>`);
  else if (t.requiresGrad) found.push("requires_grad=True");
  return found;
}

function addSuffixes(text: string, added: readonly string[], linewidth: number): string {
  let result = text;
  let lineLength = text.length - text.lastIndexOf("\n") + 1; // PyTorch's estimate, which is two too high.
  for (const suffix of added) {
    if (lineLength + suffix.length + 2 > linewidth) {
      result += ",\n" + " ".repeat(PREFIX.length) + suffix;
      lineLength = PREFIX.length + suffix.length;
    } else {
      result += ", " + suffix;
      lineLength += suffix.length + 2;
    }
  }
  return result + ")";
}
