/**
 * Input for user code: asks the client that runs the cell, on the stdin socket, one question at a time.
 * Reference: https://jupyter-client.readthedocs.io/en/stable/messaging.html#messages-on-the-stdin-router-dealer-channel
 */
import { randomUUID } from "node:crypto";
import type { Incoming, Send } from "./protocol.ts";

interface Question {
  readonly id: string;
  readonly answer: (value: string | null) => void;
}

/** The request whose client is asked. */
type Asked = Pick<Incoming, "header" | "identities">;

export class Input {
  readonly #send: Send;
  #pending: Question | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #generation = 0;

  constructor(send: Send) {
    this.#send = send;
  }

  /** Asks the client of this request; null if the question was cancelled. Questions asked at the same time are put one after another. */
  ask(request: Asked, content: { readonly prompt: string; readonly password: boolean }): Promise<string | null> {
    const generation = this.#generation;
    const answer = this.#last.then(() => (generation === this.#generation ? this.#ask(request, content) : null));
    // A question that could not be asked must not block the next ones.
    this.#last = answer.catch(() => null);
    return answer;
  }

  /** Takes an `input_reply`. A reply to no open question is stale and is dropped. */
  reply(message: Incoming): void {
    const asked = message.parentHeader.msg_id;
    // jupyter_client's own `input` leaves the parent empty.
    if (this.#pending === undefined || (asked !== undefined && asked !== this.#pending.id)) return;
    const value = message.content["value"];
    this.#settle(typeof value === "string" ? value : null);
  }

  /** Answers the open question, and those waiting behind it, with null: the cell was interrupted or has ended. */
  cancel(): void {
    this.#generation++;
    this.#settle(null);
  }

  #ask(request: Asked, content: object): Promise<string | null> {
    const id = randomUUID();
    const { promise, resolve } = Promise.withResolvers<string | null>();
    this.#pending = { id, answer: resolve };
    this.#send({
      channel: "stdin",
      type: "input_request",
      content,
      parent: request.header,
      identities: request.identities,
      id,
    });
    return promise;
  }

  #settle(value: string | null): void {
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.answer(value);
  }
}
