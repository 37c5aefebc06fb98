/** Questions to the runner that may stay without an answer: it may be busy, or gone. */
import type { FromRunner, ToRunner } from "../contract/pipe-protocol.ts";
import type { RunnerProcess } from "./runner-process.ts";

const PATIENCE_MS = 300;

type Kind = "comms" | "members" | "describe";
type Answer<K extends Kind> = Extract<FromRunner, { readonly kind: K }>;
/** What a question of this kind says beside its kind and number. */
type Details<K extends Kind> = Omit<Extract<ToRunner, { readonly kind: K }>, "kind" | "id">;

export class RunnerQuestions {
  #last = 0;
  readonly #open = new Map<number, (answer: Answer<Kind> | undefined) => void>();

  /** Undefined where no answer came in time. */
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
