/** `predict`: a guess is written down before the result is seen, and stays in the notebook. */
import { comparing, examineOptions } from "./arguments.ts";
import { agrees, type Tolerance } from "./compare.ts";
import { valueOf, type Value } from "./value.ts";
import { say } from "./words.ts";

const print = console.log.bind(console);

interface Guess {
  readonly question: string;
  readonly value: Value;
  readonly text: string;
}

const guesses = new Map<string, Guess>();
/** Questions whose answer was requested once without a guess, and held back. */
const covered = new Set<string>();
let latest: Guess | undefined;

const exact: Tolerance = { rtol: 1e-5, atol: 1e-8 };

function textOf(value: Value): string {
  if (value.kind === "nothing") return "undefined";
  if (value.kind === "text") return value.text;
  const numbers = Array.from(value.values, (number) => String(Number(number.toPrecision(6))));
  if (value.shape.length === 0) return numbers[0]!;
  return value.values.length <= 12 ? `[${numbers.join(", ")}]` : `[${numbers.slice(0, 6).join(", ")}, ...]`;
}

/**
 * Records a guess. If it is left out or `undefined`, prints a reminder to guess first, and continues.
 *
 * @param question in words; it names the guess
 * @param guess a number, a text, sizes: the same kind of value that `predict.check` will receive
 * @example
 * predict("shape of conv(x)", [1, 16, 32, 32])
 */
function write(question: string, guess?: unknown, ...surplus: readonly unknown[]): void {
  if (typeof question !== "string")
    throw new TypeError(`predict: expected the question in words first, got ${typeof question}`);
  if (surplus.length > 0) throw new TypeError(`predict(question, guess) takes 2 arguments, got ${surplus.length + 2}`);
  const value = valueOf(guess);
  latest = { question, value, text: textOf(value) };
  guesses.set(question, latest);
  if (value.kind !== "nothing") covered.delete(question);
  print(value.kind === "nothing" ? say("guessFirst") : say("guessed", { guess: latest.text }));
}

/**
 * Compares the last guess, or the guess for the question that is named, with the result. Numbers count as right within
 * a thousandth of a percent; `within` allows more (0.1 is a tenth). Without a guess the answer is held back once, and
 * shown when it is requested again.
 *
 * @example
 * predict("numbers in the layer", 448)
 * predict.check(448);
 */
function compare(
  answer: unknown,
  options: { readonly question?: string; readonly within?: number } = {},
  ...surplus: readonly unknown[]
): void {
  if (surplus.length > 0)
    throw new TypeError(`predict.check(answer, options) takes 2 arguments, got ${surplus.length + 2}`);
  examineOptions("predict.check", options, Object.keys(comparing), comparing);
  const { question, within } = options;
  const guess = question === undefined ? latest : guesses.get(question);
  if (guess === undefined) throw new Error(say("noPrediction"));
  const right = valueOf(answer);
  const parts = { guess: guess.text, answer: textOf(right) };
  if (guess.value.kind === "nothing") {
    const isAskedAgain = covered.has(guess.question);
    covered.add(guess.question);
    return print(isAskedAgain ? say("guessNone", parts) : say("guessKept"));
  }
  print(
    say(
      fits(guess.value, right, within) ? "guessRight" : away(guess.value, right) === null ? "guessWrong" : "guessClose",
      {
        ...parts,
        percent: away(guess.value, right) ?? "",
      },
    ),
  );
}

function fits(guess: Value, right: Value, within?: number): boolean {
  if (guess.kind === "numbers" && right.kind === "numbers")
    return agrees(guess, right, within === undefined ? exact : { rtol: within, atol: 0 });
  if (guess.kind !== "text" || right.kind !== "text") return false;
  return guess.text.trim().toLowerCase() === right.text.trim().toLowerCase();
}

/** By how many percent one number differs from another; null if a percentage would mean nothing. */
function away(guess: Value, right: Value): string | null {
  if (guess.kind !== "numbers" || right.kind !== "numbers") return null;
  const [a, b] = [guess.values[0]!, right.values[0]!];
  if (guess.shape.length > 0 || right.shape.length > 0 || !Number.isFinite(a / b)) return null;
  const percent = Math.abs(a / b - 1) * 100;
  return percent > 999 ? null : String(Number(percent.toPrecision(2)));
}

/** The type of `predict`: a function with `check`. */
export interface Predict {
  (question: string, guess?: unknown): void;
  check: typeof compare;
}

export const predict: Predict = Object.freeze(Object.assign(write, { check: compare }));
