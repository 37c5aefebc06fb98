/** Fills in the placeholders of a sentence: `{name}`. */
export const fill = (sentence: string, parts: Readonly<Record<string, string | number>> = {}): string =>
  sentence.replace(/\{(\w+)\}/g, (hole, name: string) => String(parts[name] ?? hole));
