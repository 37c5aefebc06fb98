/** Something that is made at its first use, and again only if making it failed. */
export class Lazy<T> {
  readonly #make: () => Promise<T>;
  #made: Promise<T> | undefined;

  constructor(make: () => Promise<T>) {
    this.#make = make;
  }

  get(): Promise<T> {
    this.#made ??= this.#make().catch((error: unknown) => {
      this.#made = undefined;
      throw error;
    });
    return this.#made;
  }

  /** Hands the thing to `close` if it was ever made. */
  async close(close: (made: T) => unknown): Promise<void> {
    const made = this.#made;
    if (made !== undefined) await close(await made);
  }
}
