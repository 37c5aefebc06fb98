import { optional, signature } from "../shape/index.ts";
import * as is from "../shape/kinds.ts";

/** The options of `setPrintoptions`: torch's names in camelCase. */
export interface PrintOptions {
  /** Digits after the point. */
  readonly precision: number;
  /** Tensors with more elements than this are summarised. */
  readonly threshold: number;
  /** Elements shown at each end of a summarised dimension. */
  readonly edgeitems: number;
  /** Characters per line. */
  readonly linewidth: number;
  /** Scientific notation always (true), never (false), or when the numbers need it (null). */
  readonly sciMode: boolean | null;
}

type Profile = "default" | "short" | "full";

const PROFILES: Readonly<Record<Profile, Omit<PrintOptions, "sciMode">>> = {
  default: { precision: 4, threshold: 1000, edgeitems: 3, linewidth: 80 },
  short: { precision: 2, threshold: 1000, edgeitems: 2, linewidth: 80 },
  full: { precision: 4, threshold: Infinity, edgeitems: 3, linewidth: 80 },
};

const isCount = (value: number): boolean => value === Infinity || (Number.isInteger(value) && value >= 0);
const count = is.orNull(is.where(is.number, "int of at least 0, or Infinity", isCount));
const printSignature = signature("torch.setPrintoptions", {
  precision: optional(is.orNull(is.where(is.int, "int from 0 to 20", (value) => value >= 0 && value <= 20)), null),
  threshold: optional(count, null),
  edgeitems: optional(count, null),
  linewidth: optional(count, null),
  profile: optional(is.orNull(is.oneOf("default", "short", "full")), null),
  sciMode: optional(is.orNull(is.bool), null),
});
const getSignature = signature("torch.getPrintoptions", {});

let current: PrintOptions = { ...PROFILES.default, sciMode: null };

/**
 * Changes how tensors print; options that are not given stay as they are, except `sciMode`, which returns to automatic.
 *
 * ```ts
 * setPrintoptions({ precision: 2 });
 * String(torch.tensor([1.12345])); // tensor([1.12])
 * ```
 * @throws TypeError naming an option that is unknown or of the wrong kind.
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.set_printoptions.html
 */
export function setPrintoptions(options: Partial<PrintOptions> & { readonly profile?: Profile | null }): void;
export function setPrintoptions(
  precision?: number | null,
  threshold?: number | null,
  edgeitems?: number | null,
  linewidth?: number | null,
  profile?: Profile | null,
  sciMode?: boolean | null,
): void;
export function setPrintoptions(...given: unknown[]): void {
  const { profile, sciMode, ...named } = printSignature.read(given);
  const changed = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== null));
  current = { ...current, ...(profile && PROFILES[profile]), ...changed, sciMode };
}

/** The current options; pass them to `setPrintoptions` to restore them. */
export function getPrintoptions(): PrintOptions;
export function getPrintoptions(...given: unknown[]): PrintOptions {
  getSignature.read(given);
  return { ...current };
}
