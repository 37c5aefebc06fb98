/** A sentence with its holes filled: `{name}`. */
export const fill = (sentence: string, parts: Readonly<Record<string, string | number>> = {}): string =>
  sentence.replace(/\{(\w+)\}/g, (hole, name: string) => String(parts[name] ?? hole));
