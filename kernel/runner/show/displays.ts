/** Shows values: the one way from user code to display_data, update_display_data and clear_output. */
import type { DisplayContent } from "../../contract/runner.ts";
import type { Channel } from "../channel.ts";
import { asKernel } from "../pristine.ts";
import { cellContext } from "../stop/context.ts";
import { formatValue } from "./format.ts";
import type { Formatted } from "./format.ts";

export interface DisplayTarget {
  readonly displayId?: string | undefined;
  /** Replaces what was shown under `displayId` instead of adding a new output. */
  readonly update?: boolean | undefined;
}

export class Displays {
  readonly #channel: Channel;
  readonly #pending = new Set<Promise<void>>();

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  /** Formats and shows a value; at once if its formatter is synchronous. */
  show(value: unknown, target: DisplayTarget = {}): Promise<void> {
    return asKernel(() => this.#show(value, target));
  }

  #show(value: unknown, target: DisplayTarget): Promise<void> {
    const { parent } = cellContext();
    const formatted = formatValue(value);
    if (!(formatted instanceof Promise)) {
      this.#send(parent, formatted, target);
      return Promise.resolve();
    }
    const shown = formatted.then((content) => this.#send(parent, content, target));
    this.#pending.add(shown);
    return shown.finally(() => this.#pending.delete(shown));
  }

  /** Shows a finished bundle. */
  send(content: Formatted, target: DisplayTarget = {}): void {
    this.#send(cellContext().parent, content, target);
  }

  clear(wait: boolean): void {
    this.#channel.send({ kind: "clear", parent: cellContext().parent, wait });
  }

  /** Resolves when all displays begun so far have been shown. */
  async settled(): Promise<void> {
    if (this.#pending.size > 0) await Promise.allSettled(this.#pending);
  }

  #send(parent: string, formatted: Formatted, { displayId, update }: DisplayTarget): void {
    const content: DisplayContent = {
      ...formatted,
      transient: displayId === undefined ? {} : { display_id: displayId },
    };
    this.#channel.send({ kind: update === true ? "update" : "display", parent, content });
  }
}
