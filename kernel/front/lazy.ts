/** A value that is created at its first use, and created again only if the last attempt failed. */
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

  /** Passes the value to `use` if it has been created. */
  async ifMade(use: (made: T) => unknown): Promise<void> {
    const made = await this.#made?.catch(() => undefined);
    if (made !== undefined) await use(made);
  }
}
