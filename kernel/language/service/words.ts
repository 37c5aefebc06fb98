/** Finds names in text that may not parse. */

const word = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*`;
const allWords = new RegExp(word, "gu");
const declaration = new RegExp(
  String.raw`\b(?:let|const|var|function\*?|class|enum|interface|type|namespace)\s+(${word})`,
  "gu",
);
const importList = /\bimport\s+(?:type\s+)?([^"'();]*?)\s+from\b/gu;
const importedName = new RegExp(String.raw`(${word})\s*(?=,|\}|$)`, "gu");

/** Every word that could be a name. */
export function words(source: string): ReadonlySet<string> {
  return new Set(source.match(allWords));
}

/** Names that an unfinished cell seems to declare. */
export function guessNames(source: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [, name] of source.matchAll(declaration)) names.add(name!);
  for (const [, list] of source.matchAll(importList)) {
    for (const [, name] of list!.matchAll(importedName)) names.add(name!);
  }
  return names;
}
