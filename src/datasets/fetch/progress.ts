/** One line on stdout that is overwritten as bytes arrive, however many requests that takes. */

/** The rate covers only the last seconds, so that it shows when a transfer has become slow. */
const WINDOW_MS = 10_000;
const EVERY_MS = 500;
/** Bytes that arrived in less than this say nothing about the rate. */
const FIRST_MS = 200;

export class Progress {
  readonly #name: string;
  readonly #clock: () => number;
  readonly #write: (text: string) => void;
  /** The bytes fetched by this run, at some moments in the window. */
  #samples: { readonly at: number; readonly bytes: number }[];
  #fetched = 0;
  #done = 0;
  #total: number | undefined;
  #shown = -Infinity;
  #width = 0;

  constructor(
    name: string,
    write: (text: string) => void = (text) => void process.stdout.write(text),
    clock: () => number = () => performance.now(),
  ) {
    this.#name = name;
    this.#write = write;
    this.#clock = clock;
    this.#samples = [{ at: clock(), bytes: 0 }];
  }

  /** A request begins: how many bytes there are already, and how many there will be. */
  begin(done: number, total: number | undefined): void {
    this.#done = done;
    this.#total = total ?? this.#total;
  }

  add(bytes: number): void {
    this.#done += bytes;
    this.#fetched += bytes;
    const now = this.#clock();
    if (now - this.#shown < EVERY_MS) return;
    this.#samples.push({ at: now, bytes: this.#fetched });
    while (this.#samples.length > 2 && now - this.#samples[1]!.at > WINDOW_MS) this.#samples.shift();
    this.show(this.#line(now));
    this.#shown = now;
  }

  /** Overwrites the line. */
  show(text: string): void {
    this.#write(`\r${text.padEnd(this.#width)}`);
    this.#width = text.length;
  }

  /** Ends the line, if there is one. */
  end(): void {
    if (this.#fetched > 0) this.show(this.#line(this.#clock()));
    if (this.#width > 0) this.#write("\n");
    this.#width = 0;
    this.#shown = -Infinity;
  }

  /** Bytes per second over the last seconds; undefined as long as it is unknown. */
  rate(): number | undefined {
    const now = this.#clock();
    const first = this.#samples[0]!;
    return now - first.at < FIRST_MS ? undefined : ((this.#fetched - first.bytes) * 1000) / (now - first.at);
  }

  /** The seconds left at this rate. */
  left(): number | undefined {
    const rate = this.rate();
    return rate && this.#total !== undefined ? (this.#total - this.#done) / rate : undefined;
  }

  #line(now: number): string {
    const rate = this.rate();
    const left = this.left();
    const share =
      this.#total === undefined
        ? size(this.#done)
        : `${Math.floor((100 * this.#done) / Math.max(1, this.#total))}% of ${size(this.#total)}`;
    return [
      `${this.#name}: ${share}`,
      ...(rate ? [`${size(rate)}/s`] : []),
      ...(left !== undefined && left > 0 && now - this.#samples[0]!.at >= 1000 ? [`${duration(left)} left`] : []),
    ].join(", ");
  }
}

/** A number of bytes for people: `73 kB`, `170.5 MB`. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} bytes`;
  return bytes < 999_500 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** A number of seconds for people: `40 s`, `25 min`, `1 h 10 min`. */
export function duration(seconds: number): string {
  if (seconds < 99.5) return `${Math.ceil(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
