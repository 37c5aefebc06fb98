/** `torchvision.utils.make_grid`. N is the number of pictures, C their channels, H and W their height and width. */
import { full, stack, type Tensor } from "../tensor/index.ts";

interface GridOptions {
  /** Pictures per row. */
  readonly nrow?: number;
  /** Pixels between pictures. */
  readonly padding?: number;
  /** Scales the values to the range from 0 to 1. */
  readonly normalize?: boolean;
  readonly padValue?: number;
}

/**
 * Puts pictures [N, C, H, W], or a list of [C, H, W], side by side into one; pictures with one channel get three. A
 * single picture stays as it is.
 *
 * @throws RangeError if `nrow` is below 1.
 * @see https://docs.pytorch.org/vision/0.24/generated/torchvision.utils.make_grid.html
 * @example
 * makeGrid(torch.zeros(4, 1, 8, 8), { nrow: 2, padding: 1 }).shape; // torch.Size([3, 19, 19])
 */
export function makeGrid(
  pictures: Tensor | readonly Tensor[],
  row: number | GridOptions = {},
  options: GridOptions = {},
): Tensor {
  const given = typeof row === "number" ? { nrow: row, ...options } : row;
  const { nrow = 8, padding = 2, normalize = false, padValue = 0 } = given;
  if (!(nrow >= 1)) throw new RangeError(`makeGrid: expected nrow to be 1 or more, got ${nrow}`);
  const whole = colored(Array.isArray(pictures) ? stack(pictures as Tensor[], 0) : (pictures as Tensor));
  const batch = normalize ? normalized(whole) : whole;
  const [N, C, H, W] = batch.shape as readonly number[];
  if (N === 1) return batch.squeeze(0);
  const across = Math.min(nrow, N!);
  const [height, width] = [H! + padding, W! + padding];
  const size = [C!, height * Math.ceil(N! / across) + padding, width * across + padding];
  const grid = full(size, padValue, { dtype: batch.dtype });
  for (let i = 0; i < N!; i++) {
    const [y, x] = [Math.floor(i / across), i % across];
    const place = grid.narrow(1, y * height + padding, H!).narrow(2, x * width + padding, W!);
    place.copy_(batch.at(i));
  }
  return grid;
}

/** As a batch with three colour channels. */
function colored(pictures: Tensor): Tensor {
  const batch = [2, 3].includes(pictures.dim()) ? pictures.reshape(1, -1, ...pictures.shape.slice(-2)) : pictures;
  return batch.size(1) === 1 ? batch.expand(-1, 3, -1, -1) : batch;
}

function normalized(batch: Tensor): Tensor {
  const [low, high] = [Number(batch.min().item()), Number(batch.max().item())];
  return batch.sub(low).div(Math.max(high - low, 1e-5));
}
