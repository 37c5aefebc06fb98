/**
 * The top-level names of the user, as properties of page objects (contract/page-table.ts). A name that has no value yet is an
 * accessor of the page's prototype: reading it throws as JavaScript would, writing it gives the page a property. So if a cell fails or is
 * stopped half-way, what it has done stays done, and names it has not reached are not defined.
 */
import { NAMES_A_PAGE } from "../contract/page-table.ts";
import type { Binding } from "../contract/language.ts";

// Cells may replace globals, so those needed here are saved before any cell runs.
const { create, defineProperty, getPrototypeOf, hasOwn, keys } = Object;
const NativeSet = Set;
const root = globalThis as unknown as Record<string, unknown>;
/**
 * Globals that the kernel and packages rely on: an assignment without a declaration creates a user variable instead of replacing one of
 * them.
 */
const GLOBALS: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(root));

/** The name that V8 gives a page in its messages: "Cannot assign to read only property 'x' of object '[object $$page]'". */
const PAGE_NAME = "$$page";

export type Page = Record<string, unknown>;

export class Pages {
  readonly #pages: Page[] = [];
  /** Names of the running cell whose declarations have not run yet. */
  #pending = new NativeSet<string>();
  /** Names that some cell declares: writes to them go to the page, not to a global of the same name. */
  readonly #declared = new Set<string>();
  /** What every cell can use without an import, such as `kernel`. */
  readonly #ambient: Readonly<Record<string, unknown>>;

  constructor(ambient: Readonly<Record<string, unknown>> = {}) {
    this.#ambient = ambient;
  }

  page(index: number): Page {
    while (this.#pages.length <= index) this.#pages.push(createPage());
    return this.#pages[index]!;
  }

  /** Makes room for the names of a cell that is about to run. */
  open(bindings: readonly Binding[]): void {
    this.#pending = new NativeSet();
    for (const { name, page: index, kind, hint } of bindings) {
      const page = this.page(index);
      if (hasOwn(page, name)) {
        // Any cell may redeclare the name of a constant.
        if (kind !== "free") defineProperty(page, name, unlocked);
        continue;
      }
      const holes = getPrototypeOf(page) as object;
      if (!hasOwn(holes, name)) this.#dig(holes, page, name, hint);
      if (kind === "free") continue;
      this.#declared.add(name);
      if (kind === "var") define(page, name, undefined);
      else this.#pending.add(name);
    }
  }

  /** The declaration of a constant has run: from now on assignments to it throw, in every cell. */
  fix(page: Page, name: string): void {
    defineProperty(page, name, locked);
  }

  /** `typeof` for a name that may not exist. */
  typeOf(page: Page, name: string): string {
    if (hasOwn(page, name) || this.#pending.has(name)) return typeof page[name];
    return typeof this.#elsewhere(name);
  }

  get(name: string): unknown {
    return this.#pages.find((page) => hasOwn(page, name))?.[name];
  }

  /** @throws TypeError where the name is a constant */
  set(name: string, value: unknown): boolean {
    const page = this.#pages.find((each) => hasOwn(each, name));
    if (page !== undefined) page[name] = value;
    return page !== undefined;
  }

  has(name: string): boolean {
    return this.#pages.some((page) => hasOwn(page, name));
  }

  /** All names that have a value. */
  names(): string[] {
    return this.#pages.flatMap((page) => keys(page));
  }

  #elsewhere(name: string): unknown {
    return name in this.#ambient ? this.#ambient[name] : root[name];
  }

  #dig(holes: object, page: Page, name: string, hint: string | undefined): void {
    defineProperty(holes, name, {
      configurable: true,
      get: () => {
        if (this.#pending.has(name)) throw new ReferenceError(`Cannot access '${name}' before initialization`);
        if (name in this.#ambient || name in root) return this.#elsewhere(name);
        throw new ReferenceError(`${name} is not defined${hint === undefined ? "" : `. In TypeScript: ${hint}`}`);
      },
      set: (value: unknown) => {
        if (!this.#declared.has(name) && !GLOBALS.has(name) && name in root) root[name] = value;
        else {
          this.#pending.delete(name);
          define(page, name, value);
        }
      },
    });
  }
}

/**
 * An object with in-object room for all its names, which V8 reserves by counting the assignments in a constructor. Adding properties to it
 * keeps it in fast mode, with unboxed numbers, so loops over them take twice as long as over locals rather than twenty times. A test times
 * this.
 */
function createPage(): Page {
  const slots = Array.from({ length: NAMES_A_PAGE }, (_, index) => `this._${index} = 0;`);
  // Each page gets its own constructor, because V8 takes the room away after several instances that do not use it.
  // oxlint-disable-next-line typescript/no-implied-eval -- its text is made here
  const Reserved = new Function("fill", `if (fill) { ${slots.join(" ")} }`) as unknown as {
    new (fill: boolean): Page;
    prototype: object;
  };
  Reserved.prototype = defineProperty(create(null) as object, Symbol.toStringTag, { value: PAGE_NAME });
  return new Reserved(false);
}

// The prototypes are null, so that fields user code puts on Object.prototype do not count as theirs.
const unlocked = { __proto__: null, writable: true };
const locked = { __proto__: null, writable: false };

/** One shared descriptor: with a fresh literal V8 would turn integers into floats after the first float. */
const descriptor = { value: undefined as unknown, writable: true, enumerable: true, configurable: true };

function define(page: Page, name: string, value: unknown): void {
  descriptor.value = value;
  defineProperty(page, name, descriptor);
  descriptor.value = undefined;
}
