/** The arguments that data sets share, in torchvision's order, and those of `open`, which are only given by name. */
import { keyword, optional } from "../shape/index.ts";
import * as is from "../tensor/kinds.ts";
import type { Tensor } from "../tensor/index.ts";
import type { Source } from "./fetch/addresses.ts";
import type { Fallback } from "./open.ts";
import type { VisionOptions } from "./vision-dataset.ts";

const isPath = (value: unknown): value is string | URL =>
  (typeof value === "string" && value !== "" && !value.includes("\0")) || value instanceof URL;
const isOnline = (value: unknown): boolean => /^(https?|ftp):/.test(String(value));

export const folder = is.kind("path of a folder", (value): value is string | URL => isPath(value) && !isOnline(value), {
  explain: (value) => (isOnline(value) ? "{ mirror: URL } names where to fetch from" : undefined),
});
const address = is.kind("path or URL", isPath);

export const transformArguments = {
  transform: optional(is.orNull(is.callable<(image: Tensor) => unknown>()), null),
  targetTransform: optional(is.orNull(is.callable<(label: number) => unknown>()), null),
};

export const splitArguments = {
  root: optional(is.orNull(folder), null),
  train: optional(is.bool, true),
  ...transformArguments,
  download: optional(is.bool, false),
};

export const openFilesArguments = {
  ...splitArguments,
  fallback: keyword(
    is.kind("class of a data set", (value): value is Fallback => typeof value === "function"),
    undefined,
  ),
  mirror: keyword(is.either(address, is.listOf(address)), undefined),
  timeout: keyword(
    is.where(is.number, "a number of seconds above 0", (seconds) => seconds > 0),
    30,
  ),
};

/** For a data set with a single archive. */
export const openArguments = { ...openFilesArguments, archive: keyword(address, undefined) };

/** The options of a data set with a training and a test half. */
export interface SplitOptions<X = Tensor, Y = number> extends VisionOptions<X, Y> {
  readonly root?: string | URL | null | undefined;
  readonly download?: boolean | undefined;
}

/** The options of `open`. */
export interface OpenOptions<X = Tensor, Y = number> extends SplitOptions<X, Y>, Omit<Source, "isPatient"> {
  /** What to use if the files are missing and cannot be fetched. */
  readonly fallback?: Fallback | undefined;
}
