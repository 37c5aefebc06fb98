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

  /** Hands the thing to `use` if it was ever made. */
  async ifMade(use: (made: T) => unknown): Promise<void> {
    const made = await this.#made?.catch(() => undefined);
    if (made !== undefined) await use(made);
  }
}
