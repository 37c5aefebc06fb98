/** What a lesson's test needs to know besides the notebook itself. */

/** A task for the learner. */
export interface Exercise {
  /** The code cell that the learner fills in, and the one that checks it. */
  readonly answer: string;
  readonly check: string;
  /** Code that replaces the answer's cell. */
  readonly right: string;
  /** Six answers that learners give, for each of which `check` has a different sentence. */
  readonly wrong: readonly string[];
  /** What must not appear anywhere in the notebook. */
  readonly secret: RegExp;
}

export interface Lesson {
  /** The notebook's name without its ending. */
  readonly name: string;
  /** Numbers in the text, and the expressions, in terms of the notebook's variables, that give them once it has run. */
  readonly claims: Readonly<Record<string, string>>;
  /** Ranges in the text that cover several seeds: for each the row of `test/fixtures/lessons/seeds.json` that lies in it. */
  readonly ranges?: Readonly<Record<string, string>>;
  /** Numbers that were measured on photographs: for each its row in `test/fixtures/lessons/photographs.json`. */
  readonly photographs?: Readonly<Record<string, string>>;
  /** Variables of the notebook that hold rows of that file: `photographs` has `{ base: [...] }` for "photographs: base, validation". */
  readonly measured?: readonly string[];
  /** Replacements in the code that keep it from taking minutes. Claims hold for the small settings too. */
  readonly small?: readonly (readonly [from: string, to: string])[];
  readonly exercises: readonly Exercise[];
}
