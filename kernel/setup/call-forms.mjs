/**
 * Writes the most usual ways to call a class or function out in its built declaration. In the sources it says
 * `(...given: Calls.Conv2d)`, a type that holds them all (`src/shape/signature.ts`); of such a list TypeScript's
 * messages and editors' hints make a riddle, of overloads they speak clearly.
 */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** @typedef {{ label: string, name: string }} Place */
/** @typedef {{ all: string, constant: string | undefined, options: string | undefined, required: Place[], others: Place[], isByPlace: boolean }} Stated */

/** @param {string | undefined} text a tuple such as `[input: "input"]` @returns {Place[]} */
const placesOf = (text = "") =>
  [...text.matchAll(/(\w+): "(\w+)"/g)].map(([, label, name]) => ({
    label: /** @type {string} */ (label),
    name: /** @type {string} */ (name),
  }));

/** @param {string} text a built `calls.d.ts` @returns {Map<string, Stated>} what it states of each callable */
function readCalls(text) {
  const types = text.matchAll(
    /^export type (\w+) = Calls(ByPlace|InFull)?<(\w+), (?:(\w+), )?(\[[^\]]*\])(?:, (\[[^\]]*\]))?>;/gm,
  );
  const constants = new Map(
    [...text.matchAll(/^export interface (\w+) extends Named<typeof (\w+)\.arguments>/gm)].map(([, all, constant]) => [
      all,
      constant,
    ]),
  );
  return new Map(
    [...types].map(([, callable, kind, all, options, required, others]) => [
      /** @type {string} */ (callable),
      {
        all: /** @type {string} */ (all),
        constant: constants.get(all),
        options,
        required: placesOf(required),
        others: placesOf(others),
        isByPlace: kind !== undefined,
      },
    ]),
  );
}

/**
 * What a caller may write for each argument, from the declaration of the signature: the second parameter of `Argument`.
 *
 * @param {string} text a built declaration @param {string | undefined} constant the signature's name @returns {Map<string, string>}
 */
function typesOf(text, constant) {
  const start = text.indexOf(` const ${constant}: `);
  const own = text.slice(start, text.indexOf("\n}>;", start));
  /** @type {Map<string, string>} */
  const types = new Map();
  if (start < 0) return types;
  for (const { 0: found, 1: name, index } of own.matchAll(
    /^ {4}(?:readonly )?(\w+): (?:import\("[^"]*"\)\.)?Argument</gm,
  )) {
    const parts = [""];
    let depth = 0;
    for (const [token] of own.slice(index + found.length).matchAll(/"[^"]*"|=>|[^]/g)) {
      if (">)]}".includes(token) && depth-- === 0) break;
      if ("<([{".includes(token)) depth++;
      if (token === "," && depth === 0) parts.push("");
      else parts[parts.length - 1] += token;
    }
    types.set(/** @type {string} */ (name), /** @type {string} */ (parts[1]).trim());
  }
  return types;
}

/**
 * The parameter lists, the usual one first. TypeScript reports what does not fit the last one that takes as many
 * arguments, so those whose message would mislead come early; an array or a tensor in place of the options is one.
 *
 * @param {string} callable @param {Stated} stated @param {Map<string, string>} types of the arguments @returns {string[]}
 */
function formsOf(callable, { all, options, required, others, isByPlace }, types) {
  /** @param {readonly Place[]} places @param {string} mark */
  const list = (places, mark = "") =>
    places.map(({ label, name }) => `${label}${mark}: ${types.get(name) ?? `Calls.${all}["${name}"]`}`);
  /** @param {number} count the first so many by position */
  const fewer = (count) => {
    const named = `{ ${list(required.slice(count)).join("; ")} }`;
    return [
      ...list(required.slice(0, count)),
      `options: ${options === undefined ? named : `${named} & Calls.${options}`}`,
    ];
  };
  const byPlace = [...list(required), ...list(others, "?")];
  /** @param {string} mark */
  const withOptions = (mark) => [...list(required), `options${mark}: Calls.${options}`];
  const forms = [
    isByPlace ? byPlace : withOptions("?"),
    [`...given: Calls.${callable}`],
    ...(required.length > 0 ? [[`options: Calls.${all}`]] : []),
    byPlace,
    ...[2, 1].filter((less) => required.length > less).map((less) => fewer(required.length - less)),
    ...(options === undefined ? [] : [withOptions("")]),
  ];
  return forms.map((form) => form.join(", ")).filter((form, at, texts) => at === 0 || form !== texts[0]);
}

/** @param {string} folder of built files */
export function writeCallForms(folder) {
  /** @type {Map<string, Map<string, Stated>>} */
  const known = new Map();
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".d.ts"),
  )) {
    const path = join(folder, file);
    const text = readFileSync(path, "utf8");
    if (!text.includes("...given: Calls.")) continue;
    const calls = join(dirname(path), "calls.d.ts");
    const stated = known.get(calls) ?? readCalls(readFileSync(calls, "utf8"));
    known.set(calls, stated);
    const written = text.replace(
      /^( *[^\n(]*\()\.\.\.given: Calls\.(\w+)(\)[^\n]*)$/gm,
      (line, before, callable, after) => {
        const found = stated.get(callable);
        return found === undefined
          ? line
          : formsOf(callable, found, typesOf(text, found.constant))
              .map((form) => before + form + after)
              .join("\n");
      },
    );
    writeFileSync(path, written);
  }
}
