/** What `setPrintoptions` sets; torch's names in camelCase. */
export interface PrintOptions {
  /** Digits after the point. */
  readonly precision: number;
  /** Tensors of more elements than this are summarised. */
  readonly threshold: number;
  /** Elements shown at either end of a summarised dimension. */
  readonly edgeitems: number;
  /** Characters to a line. */
  readonly linewidth: number;
  /** Scientific notation always (true), never (false), or where the numbers ask for it (null). */
  readonly sciMode: boolean | null;
}

type Profile = "default" | "short" | "full";

const PROFILES: Readonly<Record<Profile, Omit<PrintOptions, "sciMode">>> = {
  default: { precision: 4, threshold: 1000, edgeitems: 3, linewidth: 80 },
  short: { precision: 2, threshold: 1000, edgeitems: 2, linewidth: 80 },
  full: { precision: 4, threshold: Infinity, edgeitems: 3, linewidth: 80 },
};

let current: PrintOptions = { ...PROFILES.default, sciMode: null };

/**
 * Changes how tensors print; what is not named stays, except `sciMode`, which every call without it sets back to automatic.
 *
 * ```ts
 * setPrintoptions({ precision: 2 });
 * String(torch.tensor([1.12345])); // tensor([1.12])
 * ```
 * @throws RangeError for an unknown profile.
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.set_printoptions.html
 */
export function setPrintoptions(options: Partial<PrintOptions> & { readonly profile?: Profile }): void {
  const { profile, sciMode = null, ...named } = options;
  if (profile !== undefined && !(profile in PROFILES)) {
    throw new RangeError(`setPrintoptions: expected profile "default", "short" or "full", got "${profile}"`);
  }
  const given = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
  current = { ...current, ...(profile && PROFILES[profile]), ...given, sciMode };
}

/** The options in force; give them to `setPrintoptions` to come back to them. */
export function getPrintoptions(): PrintOptions {
  return { ...current };
}
