/**
 * What a cell asks of the front end with its reply: a page of text beside the notebook, a next cell.
 * Reference: https://jupyter-client.readthedocs.io/en/stable/messaging.html#payloads-deprecated
 */
import type { MimeBundle } from "../../contract/runner.ts";

export type Payload =
  | { readonly source: "page"; readonly data: MimeBundle; readonly start: number }
  | { readonly source: "set_next_input"; readonly text: string; readonly replace: boolean };

export class Payloads {
  #payloads: Payload[] = [];

  /** Of several pages or next inputs of one cell the last counts, as in IPython. */
  add(payload: Payload): void {
    this.#payloads = [...this.#payloads.filter((earlier) => earlier.source !== payload.source), payload];
  }

  clear(): void {
    this.#payloads = [];
  }

  take(): readonly Payload[] {
    const payloads = this.#payloads;
    this.#payloads = [];
    return payloads;
  }
}
