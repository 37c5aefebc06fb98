/** The notebook around the helpers, where there is one: its only call, by the name it has in Deno's kernel too. */

export type HostDisplay = (
  value: unknown,
  options: { readonly raw?: boolean; readonly display_id: string; readonly update?: boolean },
) => unknown;

interface Host {
  readonly jupyter?: { readonly display?: HostDisplay };
  readonly Deno?: { readonly jupyter?: { readonly display?: HostDisplay } };
}

/**
 * Shows a value under a name, so that it can be replaced; undefined in plain Node.
 * @see https://docs.deno.com/api/deno/~/Deno.jupyter.display
 */
export function hostDisplay(): HostDisplay | undefined {
  const host = globalThis as Host;
  return host.jupyter?.display ?? host.Deno?.jupyter?.display;
}
