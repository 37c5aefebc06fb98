/**
 * What a Jupyter server lets through before it drops messages: 1,000 messages and 1 MB of stream data a second, measured over 3 s starting
 * again after each idle (jupyter_server, `ZMQChannelsWebsocketConnection._limit_rate`).
 */

/**
 * We use nine tenths of what the server allows, and a window half as long again as its 3 s: it counts messages when it reads them, so a
 * burst that it reads late moves closer to the next one.
 */
const WINDOW_MS = 4500;
const MAX_MESSAGES = 2700;
const MAX_BYTES = 2_700_000;
/** Kept free for messages that end a cell and must not wait behind its flood of output. */
const RESERVED_MESSAGES = 100;
const RESERVED_BYTES = 100_000;
export interface Clock {
  now(): number;
  later(run: () => void, ms: number): void;
}

export const realClock: Clock = {
  now: () => performance.now(),
  later: (run, ms) => void setTimeout(run, ms),
};

/** Counts what was sent. */
export class ServerLimit {
  readonly #clock: Clock;
  readonly #sent: { readonly at: number; readonly bytes: number }[] = [];
  #bytes = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds until a message with this many bytes of text may be sent. */
  wait(bytes: number, urgent = false): number {
    const now = this.#clock.now();
    while (this.#sent.length > 0 && this.#sent[0]!.at <= now - WINDOW_MS) this.#bytes -= this.#sent.shift()!.bytes;
    const messages = MAX_MESSAGES + (urgent ? RESERVED_MESSAGES : 0);
    const most = MAX_BYTES + (urgent ? RESERVED_BYTES : 0);
    const fits = this.#sent.length < messages && (bytes === 0 || this.#bytes + bytes <= most);
    return fits || this.#sent.length === 0 ? 0 : this.#sent[0]!.at + WINDOW_MS - now;
  }

  count(bytes: number): void {
    this.#sent.push({ at: this.#clock.now(), bytes });
    this.#bytes += bytes;
  }

  /** An idle was sent, after which the server starts its count again. */
  reset(): void {
    this.#sent.length = 0;
    this.#bytes = 0;
  }
}
