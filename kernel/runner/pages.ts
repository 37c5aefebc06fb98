/**
 * The top-level names of the user, as properties of page objects (kernel/language/pages.ts). A name that has no value yet is an
 * accessor: reading it throws as JavaScript would, writing it makes it a plain property. So what a cell that failed or was
 * stopped half-way has done stays done, and what it has not reached is not defined.
 */
import type { Binding } from "../language/types.ts";

export type Page = Record<string, unknown>;

export class Pages {
  readonly #pages: Page[] = [];
  /** Names of the running cell that its declarations have not reached. */
  #pending = new Set<string>();
  /** Names that some cell declares: a write goes to the page, not to a global of the same name. */
  readonly #declared = new Set<string>();
  /** What every cell finds without import, such as `kernel`. */
  readonly #ambient: Readonly<Record<string, unknown>>;

  constructor(ambient: Readonly<Record<string, unknown>> = {}) {
    this.#ambient = ambient;
  }

  page(index: number): Page {
    while (this.#pages.length <= index) this.#pages.push({});
    return this.#pages[index]!;
  }

  /** Makes room for the names of a cell that is about to run. */
  open(bindings: readonly Binding[]): void {
    this.#pending = new Set();
    const grown = new Set<Page>();
    for (const { name, page: index, kind } of bindings) {
      const page = this.page(index);
      if (!Object.hasOwn(page, name)) {
        this.#hole(page, name);
        grown.add(page);
      }
      if (kind === "free") continue;
      this.#declared.add(name);
      if (!isHole(page, name)) continue;
      if (kind === "var") define(page, name, undefined);
      else this.#pending.add(name);
    }
    for (const page of grown) toFastMode(page);
  }

  /** `typeof name` of a name that may not exist. */
  typeOf(page: Page, name: string): string {
    if (!isHole(page, name) || this.#pending.has(name)) return typeof page[name];
    return typeof this.#elsewhere(name);
  }

  has(name: string): boolean {
    return this.#pages.some((page) => Object.hasOwn(page, name) && !isHole(page, name));
  }

  get(name: string): unknown {
    return this.#pages.find((page) => Object.hasOwn(page, name) && !isHole(page, name))?.[name];
  }

  /** All names that have a value. */
  names(): string[] {
    return this.#pages.flatMap((page) => Object.keys(page).filter((name) => !isHole(page, name)));
  }

  #elsewhere(name: string): unknown {
    return name in this.#ambient ? this.#ambient[name] : (globalThis as Record<string, unknown>)[name];
  }

  #hole(page: Page, name: string): void {
    Object.defineProperty(page, name, {
      configurable: true,
      enumerable: true,
      get: () => {
        if (this.#pending.has(name)) throw new ReferenceError(`Cannot access '${name}' before initialization`);
        if (name in this.#ambient || name in globalThis) return this.#elsewhere(name);
        throw new ReferenceError(`${name} is not defined`);
      },
      set: (value: unknown) => {
        if (!this.#declared.has(name) && name in globalThis) (globalThis as Record<string, unknown>)[name] = value;
        else {
          this.#pending.delete(name);
          define(page, name, value);
          toFastMode(page);
        }
      },
    });
  }
}

function define(page: Page, name: string, value: unknown): void {
  Object.defineProperty(page, name, { value, writable: true, enumerable: true, configurable: true });
}

function isHole(page: Page, name: string): boolean {
  return Object.getOwnPropertyDescriptor(page, name)?.get !== undefined;
}

/**
 * V8 moves an object into a hash table when an accessor becomes a value, and back into its fast mode when the object becomes a
 * prototype that is looked through; loops over its properties are 20 times slower in between. A test times it.
 */
function toFastMode(page: Page): void {
  Child.prototype = page;
  // Looked at through a child, as V8 does it for prototypes that are in use.
  new Child().missing;
  Child.prototype = {};
}

// A function and not a class, whose prototype could not be replaced.
const Child = function () {} as unknown as { new (): { readonly missing?: unknown }; prototype: object };
