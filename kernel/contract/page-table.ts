/**
 * Where the top-level names of a notebook live: each is a property of a page, an object that V8 keeps in its fast mode. A name
 * stays on its page for the kernel's whole life, so a function of an earlier cell sees what later cells do to it.
 */

/** How many names a page holds: far fewer than the hundred or so at which V8 takes an object out of fast mode. */
export const NAMES_A_PAGE = 40;

/** The allocation of names to pages, as the compiler knows it. */
export class PageTable {
  readonly #pageOf = new Map<string, number>();

  /** The page of a name, or undefined if no cell has mentioned it. */
  find(name: string): number | undefined {
    return this.#pageOf.get(name);
  }

  /** The page of a name, which is given a place now if it has none. */
  place(name: string): number {
    let page = this.#pageOf.get(name);
    if (page === undefined) {
      page = Math.floor(this.#pageOf.size / NAMES_A_PAGE);
      this.#pageOf.set(name, page);
    }
    return page;
  }

  clear(): void {
    this.#pageOf.clear();
  }
}
