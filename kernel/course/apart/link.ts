/** Connects two cells that talk: each receives what the other writes, and one of them is always waiting. */
import { TALK } from "../prelude.ts";
import type { Asked } from "../session.ts";

type Resolve = (text: string | null) => void;

/** More than any honest value needs, but not too much for the judge's process to hold. */
const MOST = 2 ** 27;

export class Link {
  #judge: Resolve | undefined;
  #student: Resolve | undefined;
  /** The judge's question, while the student's process is not ready yet. */
  #waiting: string | undefined;
  #gone: string | undefined;
  #over = false;

  /** @param gone why the student's process cannot answer from the start */
  constructor(gone?: string) {
    this.#gone = gone;
  }

  readonly fromJudge: Asked = (text) => {
    if (!text.startsWith(TALK)) return Promise.resolve(null);
    if (this.#gone !== undefined) return Promise.resolve(farewell(this.#gone));
    return new Promise((resolve) => {
      this.#judge = resolve;
      const question = text.slice(TALK.length);
      if (this.#student === undefined) this.#waiting = question;
      else this.#answerStudent(question);
    });
  };

  readonly fromStudent: Asked = (text) => {
    if (!text.startsWith(TALK)) return Promise.resolve(null);
    if (this.#over) return Promise.resolve("");
    if (text.length > MOST) {
      this.lost("what came of the answer is too large");
      return Promise.resolve("");
    }
    return new Promise((resolve) => {
      this.#student = resolve;
      const answer = text.slice(TALK.length);
      if (this.#waiting !== undefined) {
        const question = this.#waiting;
        this.#waiting = undefined;
        this.#answerStudent(question);
      } else if (answer !== "") this.#answerJudge(answer);
    });
  };

  /** The judge has no more questions. */
  end(): void {
    this.#over = true;
    this.#answerStudent("");
  }

  /** The student's process can no longer answer. */
  lost(why: string): void {
    this.#gone ??= why;
    this.#answerJudge(farewell(this.#gone));
  }

  #answerJudge(text: string): void {
    const resolve = this.#judge;
    this.#judge = undefined;
    resolve?.(text);
  }

  #answerStudent(text: string): void {
    const resolve = this.#student;
    this.#student = undefined;
    resolve?.(text);
  }
}

const farewell = (why: string): string => JSON.stringify({ op: "gone", why });
