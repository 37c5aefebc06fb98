/** Questions to the runner, which may go unanswered because it is busy or gone. */
import type { FromRunner, ToRunner } from "../contract/pipe-protocol.ts";
import type { RunnerProcess } from "./runner-process.ts";

const PATIENCE_MS = 300;

type Kind = "comms" | "members" | "describe";
type Answer<K extends Kind> = Extract<FromRunner, { readonly kind: K }>;
/** The fields of a question of this kind, apart from its kind and number. */
type Details<K extends Kind> = Omit<Extract<ToRunner, { readonly kind: K }>, "kind" | "id">;

export class RunnerQuestions {
  #last = 0;
  readonly #open = new Map<number, (answer: Answer<Kind> | undefined) => void>();

  /** Resolves to the answer, or to undefined if none came in time. */
  async ask<K extends Kind>(runner: RunnerProcess, kind: K, details: Details<K>): Promise<Answer<K> | undefined> {
    const id = ++this.#last;
    const { promise, resolve } = Promise.withResolvers<Answer<Kind> | undefined>();
    const timer = setTimeout(() => {
      runner.abandon(id);
      resolve(undefined);
    }, PATIENCE_MS);
    this.#open.set(id, resolve);
    runner.send({ kind, id, ...details } as unknown as ToRunner);
    const answer = await promise;
    clearTimeout(timer);
    this.#open.delete(id);
    return answer as Answer<K> | undefined;
  }

  answered(answer: Answer<Kind>): void {
    this.#open.get(answer.id)?.(answer);
  }

  /** The runner has gone. */
  giveUp(): void {
    for (const resolve of this.#open.values()) resolve(undefined);
  }
}
