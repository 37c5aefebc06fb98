/**
 * What `open` does for every data set with a training and a test half: gets the files from wherever possible, or uses a
 * fallback.
 */
import type { Tensor } from "../tensor/index.ts";
import { obtain } from "./archive.ts";
import type { Source } from "./fetch/addresses.ts";
import { dataFolder } from "./fetch/folder.ts";
import type { ImageDataset } from "./image-dataset.ts";
import { Missing, type Bundle } from "./supply.ts";
import type { VisionOptions } from "./vision-dataset.ts";

/** A dataset that can replace one that is unavailable. */
export interface Fallback {
  new <X = Tensor, Y = number>(options: VisionOptions<X, Y>): ImageDataset<X, Y>;
}

/** The arguments of an `open`, after reading. */
interface Read extends Source {
  readonly root: string | URL | null;
  readonly train: boolean;
  readonly transform: unknown;
  readonly targetTransform: unknown;
  readonly fallback: Fallback | undefined;
}

/**
 * Calls `make` with the folder that then contains the files. If they cannot be had, the fallback is used, after one
 * line that gives the reason.
 */
export async function openSplit<X, Y>(
  name: string,
  { root, fallback, ...source }: Read,
  bundles: readonly Bundle[],
  make: (root: string, options: VisionOptions<X, Y>) => ImageDataset<X, Y>,
): Promise<ImageDataset<X, Y>> {
  const { train } = source;
  const { transform, targetTransform } = source as VisionOptions<X, Y>;
  const options = { train, transform, targetTransform };
  try {
    const found = await obtain(name, bundles, dataFolder(root), { ...source, isPatient: fallback === undefined });
    return make(found.root, options);
  } catch (error) {
    if (!(error instanceof Missing) || fallback === undefined) throw error;
    console.log(`${name}: ${error.brief}.`);
    return new fallback(options);
  }
}
