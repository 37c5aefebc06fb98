/**
 * What a cell's reply asks the front end to do: show a page of text beside the notebook, or insert a next cell.
 * Reference: https://jupyter-client.readthedocs.io/en/stable/messaging.html#payloads-deprecated
 */
import type { MimeBundle } from "../../contract/runner.ts";

export type Payload =
  | { readonly source: "page"; readonly data: MimeBundle; readonly start: number }
  | { readonly source: "set_next_input"; readonly text: string; readonly replace: boolean };

export class Payloads {
  #payloads: Payload[] = [];

  /** If a cell makes several pages or next inputs, the last one counts, as in IPython. */
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
