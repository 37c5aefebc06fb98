/** What names stand for, in nested blocks. */
import type { Kind } from "./kinds.ts";

export class Scope {
  readonly names = new Map<string, Kind>();
  readonly #above: Scope | undefined;
  readonly globals = new Set<string>();

  constructor(above?: Scope) {
    this.#above = above;
  }

  get(name: string): Kind | undefined {
    return this.names.get(name) ?? this.#above?.get(name);
  }

  /** Putting something into a list or dict changes its kind where it was created. */
  grow(name: string, kind: Kind): void {
    if (this.names.has(name) || this.#above === undefined) this.names.set(name, kind);
    else this.#above.grow(name, kind);
  }

  set(name: string, kind: Kind): void {
    if (this.globals.has(name) && this.#above !== undefined) this.#above.set(name, kind);
    // An unknown kind does not contradict a known one.
    else if (kind.is !== "any" || !this.names.has(name)) this.names.set(name, kind);
  }
}
