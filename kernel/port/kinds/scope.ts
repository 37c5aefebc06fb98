/** What names stand for, block in block. */
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

  /** What is put into a list or a dict changes it where it was made. */
  grow(name: string, kind: Kind): void {
    if (this.names.has(name) || this.#above === undefined) this.names.set(name, kind);
    else this.#above.grow(name, kind);
  }

  set(name: string, kind: Kind): void {
    if (this.globals.has(name) && this.#above !== undefined) this.#above.set(name, kind);
    // What is not known tells nothing against what is.
    else if (kind.is !== "any" || !this.names.has(name)) this.names.set(name, kind);
  }
}
