const told = new Set<string>();

/** Says a warning in torch's words on stderr; each text once in a process, as in Python. */
export function warn(text: string): void {
  if (told.has(text)) return;
  told.add(text);
  console.warn(`UserWarning: ${text}`);
}
