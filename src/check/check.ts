/**
 * `check`: says whether an answer is right and, if not, what is wrong with it; never what would be right.
 *
 * A pass prints a line, a failure throws a CheckError of one sentence in the reader's language. Everything used is
 * captured and frozen when the library is loaded, so a cell that patches built-ins or tensors cannot turn a wrong
 * answer into a right one here. Long because all kinds of checks share those captured functions.
 */
import { userInfo } from "node:os";
import { inspect as nodeInspect } from "node:util";
import type { Module } from "../nn/module.ts";
import { Tensor } from "../tensor/index.ts";
import { examine } from "./arguments.ts";
import { CheckError } from "./check-error.ts";
import { agrees, countDifferences, firstDifference, firstUnfinite, sameShape, type Tolerance } from "./compare.ts";
import { language, type Language } from "../data/language.ts";
import { note, outcomes, setJudge, settle } from "./ledger.ts";
import { convolution, recognise, reduction, type Mistake } from "./mistakes.ts";
import { numberRelation, relationOf, shapeRelation } from "./relations.ts";
import { fitsSecret, makeSecret } from "./secret.ts";
import { normalisationFault, trainingFault, type TrainingEvidence } from "./training.ts";
import { placeOf, shapeText, valueOf, type Numbers, type Value } from "./value.ts";
import { say, type Key } from "./words.ts";

const print = console.log.bind(console);
const { abs } = Math;

/** The options that every check has. */
export interface SayOption {
  /** The teacher's own sentence, shown instead of ours. */
  readonly say?: string;
}

export interface CloseCheck extends SayOption, Partial<Tolerance> {
  /** Wrong answers to recognise: `check.convolution(...)`, `check.reduction(...)`, or the task's own. */
  readonly mistakes?: readonly Mistake[];
  /** If every number is off by the same amount, says by how much. */
  readonly reveal?: "offset";
}

export interface CountCheck extends SayOption {
  /** How many biases the count includes, so that a count without them is recognised. */
  readonly biases?: number;
}

/** What a check found: nothing (it passed), or a sentence. */
interface Finding {
  readonly kind: string;
  readonly why: string | null;
  readonly got: Value;
  readonly expected: Value;
  readonly tolerance: Tolerance;
}

const exact: Tolerance = { rtol: 0, atol: 0 };
const nothing: Value = { kind: "nothing" };

/**
 * A function without parameters is called here, so that its error counts as a finding of this check and no other.
 * Layers are functions too.
 */
const isThunk = (answer: unknown): answer is () => unknown =>
  typeof answer === "function" && answer.length === 0 && !("forward" in answer);

type Answer = { readonly value: Value; readonly why: string | null };

function answerOf(given: unknown): Answer {
  try {
    const answer = isThunk(given) ? given() : given;
    if (answer instanceof Promise) return { value: nothing, why: say("promise") };
    const value = valueOf(answer);
    return { value, why: value.kind === "nothing" ? say(isThunk(given) ? "nothing" : "notWritten") : null };
  } catch (error) {
    return { value: nothing, why: say("threw", { error: messageOf(error) }) };
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

const textOf = (value: Value): string =>
  value.kind === "text"
    ? JSON.stringify(value.text)
    : value.kind === "nothing"
      ? "undefined"
      : value.shape.length === 0
        ? String(value.values[0])
        : shapeText(value.shape);

/** The same, with small arrays written out: for what the learner gave. */
const answerText = (value: Value): string =>
  value.kind === "numbers" && value.shape.length === 1 && value.values.length <= 8
    ? shapeText([...value.values])
    : textOf(value);

function finding(
  kind: string,
  given: unknown,
  wanted: unknown,
  tolerance: Tolerance,
  judge: (got: Value, wanted: Value) => string | null,
): Finding {
  const { value: got, why } = answerOf(given);
  const expected = valueOf(wanted);
  return { kind, got, expected, tolerance, why: why ?? judge(got, expected) };
}

function wrongShape(got: readonly number[], expected: readonly number[]): string | null {
  if (sameShape(got, expected)) return null;
  const key = shapeRelation(got, expected);
  const hint = key === null ? say("shapeOther", { wanted: expected.length }) : say(key);
  return say("shape", { got: shapeText(got), hint });
}

/** The shape of a tensor, or a list of sizes. Either way, the sizes are recorded. */
function shapeFinding(given: unknown, wanted: readonly number[]): Finding {
  const { value, why } = answerOf(given);
  const expected = valueOf(wanted);
  const found = (text: string | null, got: Value): Finding => ({
    kind: "shape",
    got,
    expected,
    tolerance: exact,
    why: text,
  });
  if (why !== null) return found(why, nothing);
  if (value.kind !== "numbers") return found(say("notNumbers", { got: textOf(value) }), value);
  // A list of sizes also counts as an answer: `conv(x).shape`.
  const isSizes = value.dtype === null && value.shape.length === 1;
  const sizes = isSizes ? [...value.values] : value.shape;
  return found(notSizes(value, sizes, wanted) ?? wrongShape(sizes, wanted), valueOf(sizes));
}

/** Something that holds numbers but is neither a shape nor a list of sizes. */
function notSizes(value: Numbers, sizes: readonly number[], wanted: readonly number[]): string | null {
  const isPlain = value.dtype === null;
  if (isPlain && value.shape.length === 0 && wanted.length > 0) return say("shapeNumber", { got: value.values[0]! });
  if (sizes.some((size) => !(Number.isInteger(size) && size >= 0))) return say("shapeSizes", { got: shapeText(sizes) });
  const holdsSizes = !isPlain && value.shape.length === 1 && wanted.length > 1 && value.values.length === wanted.length;
  return holdsSizes ? say("shapeInTensor", { got: shapeText(value.shape) }) : null;
}

function closeFinding(given: unknown, wanted: unknown, options: CloseCheck): Finding {
  const tolerance = { rtol: options.rtol ?? 1e-5, atol: options.atol ?? 1e-6 };
  return finding("close", given, wanted, tolerance, (got, expected) => {
    if (expected.kind !== "numbers")
      throw new TypeError(`check.close: expected must be a tensor or numbers, got ${textOf(expected)}`);
    if (got.kind !== "numbers") return say("notNumbers", { got: textOf(got) });
    if (agrees(got, expected, tolerance)) return null;
    if (got.values.length === 0 && expected.values.length > 0) return say("empty");
    const known = recognise(options.mistakes ?? [], (answer) => agrees(got, answer, tolerance));
    if (known !== null && !sameShape(got.shape, expected.shape)) return say(known);
    if (known !== null) return got.values.length === 1 ? oneNumber(got, known) : say("relation", { hint: say(known) });
    return wrongShape(got.shape, expected.shape) ?? wrongNumbers(got, expected, tolerance, options.reveal);
  });
}

/** That it is wrong, to the precision of a float32, and why. */
function oneNumber({ values }: Numbers, hint: Key | null): string {
  const number = Number(values[0]!.toPrecision(7));
  return say("oneNumber", { got: number }) + (hint === null ? "" : ` ${say(hint)}`);
}

function wrongNumbers(got: Numbers, expected: Numbers, tolerance: Tolerance, reveal?: "offset"): string {
  const odd = firstUnfinite(got, expected);
  if (odd >= 0) {
    const bad = String(got.values[odd]);
    return got.shape.length === 0
      ? say("oneUnfinite", { got: bad })
      : say("unfinite", { place: placeOf(got.shape, odd), got: bad });
  }
  const relation = relationOf(got, expected, tolerance);
  if (relation !== null && reveal === "offset" && relation.startsWith("offset") && relation !== "offsetChannel")
    return say("relation", {
      hint: say("offsetBy", { offset: Number((got.values[0]! - expected.values[0]!).toPrecision(4)) }),
    });
  if (relation !== null && got.values.length > 1) return say("relation", { hint: say(relation) });
  if (got.values.length === 1) {
    const hint = relation ?? numberRelation(got.values[0]!, expected.values[0]!);
    return oneNumber(got, hint === "negated" ? "negatedOne" : hint);
  }
  return say("differs", {
    count: countDifferences(got, expected, tolerance),
    total: got.values.length,
    place: placeOf(got.shape, firstDifference(got, expected, tolerance)),
  });
}

function countFinding(given: unknown, wanted: number, { biases }: CountCheck): Finding {
  return finding("count", given, wanted, exact, (got) => {
    if (got.kind === "numbers" && got.values.length === 0) return say("empty");
    if (got.kind !== "numbers" || got.values.length !== 1) return say("countWhole", { got: answerText(got) });
    const number = got.values[0]!;
    if (number === wanted) return null;
    if (!Number.isInteger(number)) return say("countWhole", { got: number });
    if (biases !== undefined && wanted - number === biases) return say("countNoBias", { got: number });
    if (abs(wanted - number) === 1) return say(biases === undefined ? "countOne" : "countOneBias", { got: number });
    if (number === 0) return say("countNone");
    if (number > wanted && number % wanted === 0) return say("countMultiple", { got: number });
    if (number > 1 && number < wanted && wanted % number === 0) return say("countPart", { got: number });
    return say("count", { got: number, direction: say(number > wanted ? "tooMany" : "tooFew") });
  });
}

function equalFinding(given: unknown, wanted: unknown): Finding {
  return finding("equal", given, wanted, exact, (got, expected) => {
    if (got.kind === "numbers" && expected.kind === "numbers" && agrees(got, expected, exact)) return null;
    if (got.kind === "text" && expected.kind === "text") {
      if (got.text === expected.text) return null;
      const plain = (text: string): string => text.toLowerCase().replace(/\s+/g, "");
      if (plain(got.text) === plain(expected.text)) return say("equalCase", { got: textOf(got) });
    }
    return say("equal", { got: answerText(got) });
  });
}

function throwsFinding(run: () => unknown, pattern: RegExp | string): Finding {
  const expected = valueOf(String(pattern));
  try {
    run();
  } catch (error) {
    const message = messageOf(error);
    const fits = typeof pattern === "string" ? message.includes(pattern) : pattern.test(message);
    const why = fits ? null : say("throwsOther", { error: message });
    return { kind: "throws", got: valueOf(fits ? String(pattern) : message), expected, tolerance: exact, why };
  }
  return { kind: "throws", got: nothing, expected, tolerance: exact, why: say("throwsNothing") };
}

const verdict = (kind: string, why: string | null): Finding => ({
  kind,
  got: valueOf(why === null ? "fine" : why),
  expected: valueOf("fine"),
  tolerance: exact,
  why,
});

function normalisedFinding(given: unknown, like: unknown): Finding {
  const { value, why } = answerOf(given);
  const other = like === undefined ? undefined : valueOf(like);
  if (why !== null) return verdict("normalised", why);
  if (value.kind !== "numbers" || value.shape.length !== 4)
    return verdict("normalised", say("notNumbers", { got: textOf(value) }));
  return verdict("normalised", normalisationFault(value, other?.kind === "numbers" ? other : undefined));
}

/** Reports to the judge, and returns the sentence of a failure. */
function sentence(task: string, { kind, why, got, expected, tolerance }: Finding, own?: string): string | null {
  const said = why === null ? null : (own ?? why);
  note({ task, kind, passed: why === null, why: said ?? "", got, expected, ...tolerance });
  return said;
}

/** Treats a whole task as one check: prints that it passed, or throws. */
function conclude(task: string, found: Finding, own?: string): void {
  checkTask(task);
  const why = sentence(task, found, own);
  const hadFailed = settle(task, why === null);
  if (why !== null) throw new CheckError(task, say("failed", { task, why }));
  print(say(hadFailed ? "passesAgain" : "passes", { task }));
}

function checkTask(task: unknown): asserts task is string {
  if (typeof task !== "string" || task === "")
    throw new TypeError(`check: expected the task's name first, got ${nodeInspect(task, { depth: 0 })}`);
}

/** The checks inside `check.points`: like those of `check`, but with the name of a part in place of the task's. */
export interface PartChecks {
  shape(part: string, got: unknown, expected: readonly number[], options?: SayOption): void;
  close(part: string, got: unknown, expected: unknown, options?: CloseCheck): void;
  count(part: string, got: unknown, expected: number, options?: CountCheck): void;
  equal(part: string, got: unknown, expected: unknown, options?: SayOption): void;
  throws(part: string, run: () => unknown, pattern: RegExp | string, options?: SayOption): void;
  training(part: string, evidence: TrainingEvidence, options?: SayOption): void;
  normalised(part: string, pictures: unknown, options?: SayOption & { readonly like?: Tensor }): void;
  secret(part: string, got: unknown, secret: string, options?: SayOption & { readonly digits?: number }): void;
  /** Passes if the condition holds. */
  that(part: string, condition: unknown, options?: SayOption): void;
}

type Done = (name: string, found: Finding, own?: string) => void;

/** All checks, given where their findings go. */
function checksTo(done: Done): PartChecks {
  const checked =
    <A, B = undefined, C = undefined>(
      kind: Parameters<typeof examine>[0],
      find: (a: A, b: B, c: C) => { readonly found: Finding; readonly own: string | undefined },
    ) =>
    (name: string, ...args: readonly unknown[]): void => {
      checkTask(name);
      examine(kind, args);
      // By their places: spreading them would use an iterator that a cell can patch.
      const { found, own } = find(args[0] as A, args[1] as B, args[2] as C);
      done(name, found, own);
    };
  const said = (found: Finding, options: SayOption = {}) => ({ found, own: options.say });
  return {
    shape: checked("shape", (got, expected: readonly number[], o?: SayOption) => said(shapeFinding(got, expected), o)),
    close: checked("close", (got, expected, o: CloseCheck | undefined = {}) => said(closeFinding(got, expected, o), o)),
    count: checked("count", (got, expected: number, o: CountCheck | undefined = {}) =>
      said(countFinding(got, expected, o), o),
    ),
    equal: checked("equal", (got, expected, o?: SayOption) => said(equalFinding(got, expected), o)),
    throws: checked("throws", (run: () => unknown, pattern: RegExp | string, o?: SayOption) =>
      said(throwsFinding(run, pattern), o),
    ),
    training: checked("training", (evidence: TrainingEvidence, o?: SayOption) =>
      said(verdict("training", trainingFault(evidence)), o),
    ),
    normalised: checked("normalised", (pictures, o?: SayOption & { readonly like?: Tensor }) =>
      said(normalisedFinding(pictures, o?.like), o),
    ),
    secret: checked("secret", (got, secret: string, o?: SayOption & { readonly digits?: number }) =>
      said(secretFinding(got, secret, o?.digits ?? 4), o),
    ),
    that: checked("that", (condition, o?: SayOption) => said(thatFinding(condition), o)),
  };
}

function secretFinding(given: unknown, secret: string, digits: number): Finding {
  const { value, why } = answerOf(given);
  if (why !== null) return verdict("secret", why);
  return verdict("secret", fitsSecret(value, secret, digits) ? null : say("equal", { got: answerText(value) }));
}

function thatFinding(condition: unknown): Finding {
  const { value, why } = answerOf(condition);
  const holds = value.kind === "numbers" && value.values.length === 1 && value.values[0] !== 0;
  return verdict("that", why ?? (holds ? null : say("doesNotHold")));
}

/** How many checks are missing from the cell that is running. */
let waiting = 0;

/**
 * States how many more checks run when a cell is graded, for cells of which students have only a part; `check.points`
 * then prints this too. `convkernel course release` writes the call.
 *
 * @throws RangeError for anything but a count.
 * @example
 * check.later(2)
 */
function later(count: number): void {
  if (!Number.isSafeInteger(count) || count < 0)
    throw new RangeError(
      `check.later: expected how many checks, a whole number from 0, got ${nodeInspect(count, { depth: 0 })}`,
    );
  waiting = count;
}

/**
 * Partial credit: every check inside counts the same. Prints what passed and why the others did not, and returns the
 * points.
 *
 * @example
 * check.points("q3", 4, (c) => {
 *   c.count("numbers", 448, 448);
 *   c.shape("shape", torch.ones(2, 3), [2, 3]);
 * }) // 4
 */
function points(task: string, max: number, run: (c: PartChecks) => void, ...surplus: readonly unknown[]): number {
  checkTask(task);
  examine("points", [max, run, ...surplus]);
  const count = waiting;
  waiting = 0;
  const parts: { readonly name: string; readonly why: string | null }[] = [];
  const add = (name: string, why: string | null): void => {
    parts[parts.length] = { name, why };
  };
  try {
    run(Object.freeze(checksTo((name, found, own) => add(name, sentence(task, found, own)))));
  } catch (error) {
    add("", say("threw", { error: messageOf(error) }));
  }
  let passed = 0;
  for (let i = 0; i < parts.length; i++) if (parts[i]!.why === null) passed++;
  const got = parts.length === 0 ? 0 : Math.round((max * passed * 100) / parts.length) / 100;
  settle(task, passed === parts.length && passed > 0);
  const lines = parts.map(({ name, why }) =>
    why === null ? say("part", { mark: "+", name }) : say("partFailed", { mark: "-", name, why }),
  );
  const total = parts.length;
  const head =
    count === 0 ? say("points", { task, got, max }) : say("pointsSoFar", { task, passed, total, count, got, max });
  print([head, ...lines].join("\n"));
  return got;
}

/** A task's hints: in one language, or by language. */
export type Hints = readonly string[] | Readonly<Partial<Record<Language, readonly string[]>>>;

const hints = new Map<string, { readonly texts: Hints; next: number }>();

/** In the reader's language; if the notebook has no hints in it, in a language that it has. */
const hintsIn = (texts: Hints): readonly string[] =>
  Array.isArray(texts)
    ? (texts as readonly string[])
    : ((texts as Readonly<Record<string, readonly string[]>>)[language()] ?? Object.values(texts)[0] ?? []);

/**
 * Shows the next hint of a task; if texts are given, stores them as the task's hints instead. Texts by language are for
 * notebooks in several languages.
 *
 * @throws TypeError for texts that are not a list, in any language.
 * @example
 * check.hint("q2", ["Which shape has the kernel?", "Sum over three dimensions."])
 * check.hint("q2");
 * check.hint("q3", { en: ["Count the biases."], ko: ["편향을 세어 보세요."] });
 */
function hint(task: string, texts?: Hints, ...surplus: readonly unknown[]): void {
  checkTask(task);
  examine("hint", texts === undefined && surplus.length === 0 ? [] : [texts, ...surplus]);
  if (texts !== undefined) {
    const lists = Array.isArray(texts) ? [texts] : Object.values(texts ?? {});
    if (
      lists.length === 0 ||
      !lists.every((list) => Array.isArray(list) && list.every((text) => typeof text === "string"))
    )
      throw new TypeError(
        `check.hint: expected a list of texts, or { en: [...], ko: [...] }, got ${nodeInspect(texts, { depth: 1 })}`,
      );
    hints.set(task, { texts, next: 0 });
    return;
  }
  const known = hints.get(task);
  const all = known === undefined ? [] : hintsIn(known.texts);
  if (known === undefined || all.length === 0) return print(say("noHint", { task }));
  const total = all.length;
  if (known.next >= total) return print(say("lastHint", { task, text: all[total - 1]! }));
  const text = all[known.next++]!;
  print(say("hint", { task, number: known.next, total, text }));
}

/** A table of what passes so far. */
function summary(...surplus: readonly unknown[]): void {
  if (surplus.length > 0) throw new TypeError(`check.summary() takes no arguments, got ${surplus.length}`);
  const all = outcomes();
  if (all.length === 0) return print(say("summaryNone"));
  const width = Math.max(...all.map(({ task }) => task.length));
  const lines = all.map(
    ({ task, passed }) => `${task.padEnd(width)}  ${say(passed ? "summaryPassed" : "summaryFailed")}`,
  );
  const passed = all.filter((outcome) => outcome.passed).length;
  print([say("summaryHead", { passed, total: all.length }), ...lines].join("\n"));
}

/**
 * A different seed for every student, the same on every machine: with it tasks differ but are equally hard.
 *
 * @param student a name; by default the one known to the grader or to JupyterHub, else the system's user
 * @example
 * torch.manualSeed(check.seed("kim"))
 */
function seed(student?: string): number {
  // A grader's name takes precedence: with a friend's name a student would get the friend's numbers.
  const { CONVKERNEL_STUDENT, JUPYTERHUB_USER } = process.env;
  const name = CONVKERNEL_STUDENT || (student ?? JUPYTERHUB_USER ?? userInfo().username);
  checkTask(name);
  let state = 0x811c9dc5; // FNV-1a
  for (const byte of new TextEncoder().encode(name.normalize("NFC"))) state = Math.imul(state ^ byte, 0x01000193) >>> 0;
  return state;
}

/** The type of `check`. */
export interface Check extends PartChecks {
  points: typeof points;
  later: typeof later;
  hint: typeof hint;
  summary: typeof summary;
  seed: typeof seed;
  makeSecret: typeof makeSecret;
  convolution: typeof convolution;
  reduction: typeof reduction;
  /** For graders. */
  readonly [judgeSymbol]: typeof setJudge;
}

/** The symbol under which a grader finds the function that sets its judge. */
export const judgeSymbol: unique symbol = Symbol.for("convkernel.judge") as typeof judgeSymbol;

export const check: Check = Object.freeze({
  ...checksTo(conclude),
  points,
  later,
  hint,
  summary,
  seed,
  makeSecret,
  convolution,
  reduction,
  [judgeSymbol]: setJudge,
});

export type { Mistake, Module };
