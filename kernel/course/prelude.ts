/**
 * The cell that a grader runs before the first answer. It sets `check`'s judge and saves the built-ins, so that each test finds them as
 * they were. What it saves is in a closure that no later cell can reach.
 */

/** What the judge sends about a comparison. If `got` and `expected` are both numbers, these follow as buffers. */
export interface SentRecord {
  readonly task: string;
  readonly kind: string;
  readonly passed: boolean;
  readonly why: string;
  readonly rtol: number;
  readonly atol: number;
  readonly got: SentValue;
  readonly expected: SentValue;
}

export type SentValue =
  | { readonly kind: "nothing" }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "numbers"; readonly shape: readonly number[] };

/** More numbers than this are not transferred; their check is judged where it ran. */
const MOST_NUMBERS = 250_000;

/** The module of both ends of a test that is run apart: TypeScript in a checkout, JavaScript in a package. */
const END = new URL(`./apart/end${import.meta.url.slice(-3)}`, import.meta.url).href;

/**
 * The first character of what one end writes to the other. A question from an answer's own `prompt` begins differently, and nobody answers
 * it.
 */
export const TALK = "\u0001";

/** The global through which the grader's own cells reach the session's end. */
export const endName = (nonce: string): string => `${nonce}end`;

/**
 * The prelude's source. `nonce` names the message type of records and the global that restores the built-ins; both are random, and
 * the global can neither be changed nor deleted.
 */
export const preludeOf = (nonce: string, student: string, side: "judge" | "student"): string => `{
  process.env.CONVKERNEL_STUDENT = ${JSON.stringify(student)};
  const { broadcast } = jupyter;
  const { defineProperty, getOwnPropertyDescriptor } = Object;
  const { ownKeys } = Reflect;
  const library = await import("convkernel").catch(() => undefined);
  const valueOf = (v) => v.kind === "numbers" ? { kind: v.kind, shape: v.shape } : v;
  library?.check?.[Symbol.for("convkernel.judge")]((r) => {
    const { got, expected } = r;
    const carried = got.kind === "numbers" && expected.kind === "numbers" && got.values.length <= ${MOST_NUMBERS};
    const buffers = carried ? [new Uint8Array(got.values.buffer), new Uint8Array(expected.values.buffer)] : [];
    void broadcast(${JSON.stringify(nonce)}, { task: r.task, kind: r.kind, passed: r.passed, why: r.why, rtol: r.rtol, atol: r.atol,
      got: valueOf(got), expected: valueOf(expected) }, { buffers });
  });
  const ends = await import(${JSON.stringify(END)});
  const ask = prompt;
  if (library !== undefined)
    defineProperty(globalThis, ${JSON.stringify(endName(nonce))}, {
      value: ends.${side}sEnd(library, (text) => ask(${JSON.stringify(TALK)} + text)),
    });
  const assert = (await import("node:assert")).default;
  const roots = { Object, "Object.prototype": Object.prototype, "Function.prototype": Function.prototype, Array,
    "Array.prototype": Array.prototype, "String.prototype": String.prototype, Number, "Number.prototype": Number.prototype, Math, JSON,
    Reflect, Promise, "Promise.prototype": Promise.prototype, "Map.prototype": Map.prototype, "Set.prototype": Set.prototype,
    "RegExp.prototype": RegExp.prototype, "Error.prototype": Error.prototype, console, assert, "assert.strict": assert.strict };
  for (const name of ["Float32Array", "Float64Array", "Int32Array", "Uint8Array", "BigInt64Array"])
    roots[name + ".prototype"] = Object.getPrototypeOf(globalThis[name].prototype);
  if (library !== undefined) {
    roots["Tensor.prototype"] = library.Tensor.prototype;
    for (const [name, value] of Object.entries(library.nn))
      if (typeof value === "function" && value.prototype) roots["nn." + name + ".prototype"] = value.prototype;
  }
  const kept = [];
  for (const [name, root] of Object.entries(roots))
    for (const key of ownKeys(root)) {
      const descriptor = getOwnPropertyDescriptor(root, key);
      if (descriptor.configurable || descriptor.writable) kept[kept.length] = { root, key, descriptor, name: name + "." + String(key) };
    }
  const same = (a, b) => a !== undefined && a.value === b.value && a.get === b.get && a.set === b.set;
  defineProperty(globalThis, ${JSON.stringify(nonce)}, { value: () => {
    let changed = "";
    for (let i = 0; i < kept.length; i++) {
      const { root, key, descriptor, name } = kept[i];
      if (same(getOwnPropertyDescriptor(root, key), descriptor)) continue;
      changed += (changed === "" ? "" : ", ") + name;
      try { defineProperty(root, key, descriptor) } catch {}
    }
    return changed;
  } });
  void 0;
}`;

/** Source of a cell that puts the built-ins back; its value is the list of those that had been changed. */
export const restoreBuiltins = (nonce: string): string => `globalThis[${JSON.stringify(nonce)}]()`;

/** Makes `check` speak the language of the submitted notebook, because the student reads its messages. */
export const speakPrelude = (language: string): string =>
  `{ process.env.CONVKERNEL_LANG = ${JSON.stringify(language)}; (await import("convkernel").catch(() => ({}))).setLanguage?.(); }`;
