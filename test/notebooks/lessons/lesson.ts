/** What the test of a lesson is told besides the notebook itself. */

/** A task for the learner. */
export interface Exercise {
  /** The code cell that the learner fills in, and the one that checks it. */
  readonly answer: string;
  readonly check: string;
  /** Code in place of the answer's cell. */
  readonly right: string;
  /** Six answers that learners give, each of which `check` has another sentence for. */
  readonly wrong: readonly string[];
  /** What must not stand anywhere in the notebook. */
  readonly secret: RegExp;
}

export interface Lesson {
  /** The notebook's name without its ending. */
  readonly name: string;
  /** Numbers of the text and the expressions, in terms of the notebook's variables, that give them when it has run. */
  readonly claims: Readonly<Record<string, string>>;
  /** Ranges of the text that stand for several seeds: the row of `test/fixtures/lessons/seeds.json` that lies in each. */
  readonly ranges?: Readonly<Record<string, string>>;
  /** Numbers that were measured on photographs: the row of `test/fixtures/lessons/photographs.json` that each is. */
  readonly photographs?: Readonly<Record<string, string>>;
  /** Variables of the notebook that hold rows of that file: `photographs` has `{ base: [...] }` for "photographs: base, validation". */
  readonly measured?: readonly string[];
  /** What is exchanged in the code so that it does not take minutes. Claims hold for the small settings too. */
  readonly small?: readonly (readonly [from: string, to: string])[];
  readonly exercises: readonly Exercise[];
}
