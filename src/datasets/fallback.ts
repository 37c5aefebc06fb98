import type { Tensor } from "../tensor/index.ts";
import type { ImageDataset } from "./image-dataset.ts";
import { Missing } from "./supply.ts";
import type { VisionOptions } from "./vision-dataset.ts";

/** A dataset that can stand in for one that cannot be had. */
export interface Fallback {
  new <X = Tensor, Y = number>(options: VisionOptions<X, Y>): ImageDataset<X, Y>;
}

/** What `open` gives, or, where the files cannot be had, what stands in, after the reason in one line. */
export async function orFallback<X, Y>(
  name: string,
  fallback: Fallback | undefined,
  options: VisionOptions<X, Y>,
  open: () => Promise<ImageDataset<X, Y>>,
): Promise<ImageDataset<X, Y>> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof Missing) || fallback === undefined) throw error;
    console.warn(`${name}: ${error.brief}.`);
    return new fallback(options);
  }
}
