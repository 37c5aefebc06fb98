/**
 * The notebook as TypeScript sees it: one module per cell, taken from a pool, each beginning with one header line that
 * brings in the names of earlier cells. Text only: no files, no server.
 *
 * Every module imports from one hub, always with the same line, so that a new cell changes the contents of one file and not the module
 * graph, which takes milliseconds instead of a new program. A module that the hub does not list is not part of the program; a cell that
 * needs it brings it back, together with everything it depends on.
 */
import { outline, type CellName, type CellOutline } from "./outline.ts";
import { guessNames, words } from "./words.ts";

/** How many modules one pool has. A notebook with more cells whose names are in use gets further pools of this size. */
export const poolSize = 64;

/**
 * Up to this number, the hub lists all modules of a notebook. Every check takes the server a few microseconds for each listed module, so in
 * larger notebooks the hub lists only modules in use: those for the next cells, and those that recent cells have needed.
 */
const mostListed = 4 * poolSize;

/** For how many further cells a module stays listed after it was used. */
const listedFor = 3 * poolSize;

/** With fewer free modules than this, a search for them is not worthwhile. */
const fewFree = poolSize / 4;

/** Modules by number, in order; a change makes a new list. */
export type Modules = readonly number[];

/** The modules that the hub lists at first. */
export const firstModules: Modules = Array.from({ length: poolSize }, (_, slot) => slot);

/** The document into which completion and inspection write the unfinished cell. */
export const editFile = "__edit__.ts";

/** The document in which a copy of a cell is checked (probe.ts). */
export const probeFile = "__probe__.ts";

/** The document that re-exports the modules as `c0`, `c1`, ... */
export const hubFile = "__cells__.ts";

export const cellFile = (slot: number): string => `__cell${slot}__.ts`;
export const isCellFile = (name: string): boolean => /^__cell\d+__\.ts$/u.test(name);

export const hubText = (modules: Modules): string =>
  modules.map((slot) => `export * as c${slot} from "./__cell${slot}__";\n`).join("");

/**
 * The line with which every module begins: imports the modules of these slots, each by name. Importing the whole hub would make TypeScript
 * look at all of its modules in every check.
 */
export const hubImport = (slots: Iterable<number> = []): string =>
  `import { ${Array.from(slots, (slot) => `c${slot} as ${cellName(slot)}`).join(", ")} } from "./__cells__";`;

const cellName = (slot: number): string => `__cell${slot}`;

/** Whether a name is one that the header itself uses. */
export const isCellName = (name: string): boolean => /^__cell\d+$/u.test(name);

/** The line that the server shows below the declaration of a name that an earlier cell declares. */
export const withoutAlias = (text: string): string => text.replace(/\nimport \S+ = __cell\d+\.\S+(?=\n```|$)/u, "");

export interface Change {
  readonly file: string;
  readonly text: string;
  /** Angle brackets are JSX. */
  readonly jsx: boolean;
}

/** A cell placed in a module. Its own text starts on line 1 (0-based) of the file. */
export interface PlacedCell extends Change {
  readonly outline: CellOutline;
  /** Names of earlier cells that the cell declares again. */
  readonly redeclared: ReadonlySet<string>;
  /** Names that exist because the cell assigns them, though nothing declares them. */
  readonly undeclared: ReadonlySet<string>;
}

interface Slot {
  readonly source: string;
  /** Slots whose names the cell uses. */
  readonly uses: ReadonlySet<number>;
}

export interface VisibleName extends CellName {
  readonly slot: number;
}

export interface Notebook {
  /** Names that the next cell sees. */
  readonly visible: ReadonlyMap<string, VisibleName>;
  /** Modules that the hub lists. */
  readonly modules: Modules;
  /** Puts a cell into a free module without making its names visible; undefined if it does not parse. */
  place(source: string, n: number): PlacedCell | undefined;
  /** Makes the cell's names visible and returns the documents that change. */
  commit(source: string, n: number): readonly Change[];
  /** Names that the user can see, including those of the running cell. */
  known(): ReadonlyMap<string, VisibleName>;
  /** The cell that declares a known name. */
  sourceOf(name: VisibleName): string;
  /** The unfinished cell, with every known name in its header; the names that it uses have their types. */
  edit(source: string): Change;
  reset(): void;
}

/** The line that declares a name for a later cell. */
function declaration({ name, binding, slot }: VisibleName): string {
  const cell = cellName(slot);
  switch (binding) {
    case "alias":
      return `import ${name} = ${cell}.${name};`;
    case "any":
      return `declare let ${name}: any;`;
    case "let":
    case "const":
      return `declare ${binding} ${name}: typeof ${cell}.${name};`;
  }
}

/** The modules that names come from. */
const slotsOf = (names: readonly VisibleName[]): ReadonlySet<number> =>
  new Set(names.filter(({ binding }) => binding !== "any").map(({ slot }) => slot));

/** `#!` is allowed only at the start of a file. The comment has the same length. */
const withoutHashbang = (source: string): string => source.replace(/^#!/u, "//");

/** The names that a cell leaves behind. */
function namesOf({ source, slot, cell }: Pending): VisibleName[] {
  const declared = cell.outline.names.map((name) => ({ ...name, slot }));
  const made = [...cell.undeclared].map((name) => ({
    name,
    binding: "any" as const,
    offset: source.indexOf(name),
    exported: false,
    slot,
  }));
  return [...declared, ...made];
}

interface Pending {
  readonly source: string;
  readonly n: number;
  readonly slot: number;
  readonly cell: PlacedCell;
}

export function createNotebook(): Notebook {
  const visible = new Map<string, VisibleName>();
  const slots = new Map<number, Slot>();
  let size = poolSize;
  let free: number[] = [...firstModules];
  let modules: Modules = firstModules;
  const listed = new Set<number>(modules);
  let turn = 0;
  /** For each module, the number of the last cell that used it. */
  const lastUse = new Map<number, number>();
  let pending: Pending | undefined;

  /** These modules and all that they need, directly or indirectly. */
  function withNeeded(wanted: Iterable<number>): Set<number> {
    const found = new Set(wanted);
    // Iterating over a set includes members added meanwhile. Recursion would not do: chains of cells may be thousands long.
    for (const slot of found) for (const used of slots.get(slot)?.uses ?? []) found.add(used);
    return found;
  }

  /** A changed list makes the server build a new program. */
  function list(wanted: ReadonlySet<number>): void {
    if (wanted.isSubsetOf(listed) && listed.size === modules.length) return;
    for (const slot of wanted) listed.add(slot);
    modules = [...listed].sort((a, b) => a - b);
  }

  /** Removes modules from the hub that have not been used for a long time. */
  function listAnew(): void {
    const recent = [...lastUse].filter(([, at]) => at > turn - listedFor).map(([slot]) => slot);
    const wanted = withNeeded(size <= mostListed ? Array(size).keys() : [...free, ...recent]);
    for (const slot of listed) if (!wanted.has(slot)) listed.delete(slot);
    list(wanted);
  }

  function freeSlot(): number {
    if (pending !== undefined) return pending.slot;
    if (free.length === 0) findFree();
    return free.shift()!;
  }

  let cursor = 0;
  function findFree(): void {
    const taken = withNeeded(Array.from(visible.values(), ({ slot }) => slot));
    // Taken in rotation, so that a module that was just freed keeps its text as long as possible.
    const inTurn = Array.from({ length: size }, (_, step) => (cursor + step) % size);
    free = inTurn.filter((slot) => !taken.has(slot)).slice(0, poolSize);
    if (free.length < fewFree) {
      free.push(...Array.from({ length: poolSize }, (_, k) => size + k));
      size += poolSize;
    }
    cursor = free.at(-1)! + 1;
    for (const slot of free) {
      slots.delete(slot);
      lastUse.delete(slot);
    }
    listAnew();
  }

  function header(source: string, brought: readonly VisibleName[]): string {
    // TypeScript heeds these comments only at the head of a file.
    const pragmas =
      source.match(/\/\*(?:(?!\*\/)[^])*?@jsx[^]*?\*\//gu)?.map((comment) => comment.replaceAll("\n", " ")) ?? [];
    return [...pragmas, hubImport(slotsOf(brought)), ...brought.map(declaration)].join(" ");
  }

  const known = (): ReadonlyMap<string, VisibleName> =>
    pending === undefined
      ? visible
      : new Map([...visible, ...namesOf(pending).map((name) => [name.name, name] as const)]);

  function place(source: string, n: number): PlacedCell | undefined {
    const shape = outline(source);
    if (shape === undefined) return undefined;
    const slot = freeSlot();
    turn++;
    const own = new Set(shape.names.map(({ name }) => name));
    const used = words(source);
    const brought = [...used].flatMap((name) => (own.has(name) ? [] : (visible.get(name) ?? [])));
    const needed = slotsOf(brought);
    list(withNeeded(needed));
    for (const used of [slot, ...needed]) lastUse.set(used, turn);
    const head = header(source, brought);
    const exports = shape.names
      .filter(({ exported }) => !exported)
      .map(({ name }) => name)
      .join(", ");
    const text = `${head}\n${withoutHashbang(source)}\nexport { ${exports} };\n`;
    const redeclared = new Set([...own].filter((name) => visible.has(name)));
    const undeclared = new Set([...shape.assigned].filter((name) => !visible.has(name) && !(name in globalThis)));
    const cell = { file: cellFile(slot), text, jsx: shape.jsx, outline: shape, redeclared, undeclared };
    pending = { source, n, slot, cell };
    return cell;
  }

  return {
    visible,
    get modules() {
      return modules;
    },
    place,
    commit(source, n) {
      const placed = pending?.source === source && pending.n === n ? [] : [place(source, n)];
      const current = pending;
      if (current === undefined || placed.includes(undefined)) return [];
      pending = undefined;
      const { slot, cell } = current;
      const used = words(source);
      const uses = new Set<number>();
      for (const name of used) {
        const from = cell.redeclared.has(name) ? undefined : visible.get(name)?.slot;
        if (from !== undefined) uses.add(from);
      }
      for (const name of cell.outline.changed) {
        const changed = visible.get(name);
        // A class or function that was assigned another value is no longer what its cell declares. A constant refuses assignment.
        if (changed !== undefined && changed.binding === "alias") visible.set(name, { ...changed, binding: "any" });
      }
      for (const name of namesOf(current)) visible.set(name.name, name);
      slots.set(slot, { source, uses });
      return placed.length === 0 ? [] : [cell];
    },
    known,
    sourceOf: ({ slot }) => (pending?.slot === slot ? pending : slots.get(slot))?.source ?? "",
    edit(source) {
      const shape = outline(source);
      const own = new Set(shape?.names.map(({ name }) => name) ?? guessNames(source));
      const used = words(source);
      const others = [...known().values()].filter(({ name }) => !own.has(name));
      list(withNeeded(slotsOf(others.filter(({ name }) => used.has(name)))));
      // The other names are there only to be offered; their types are not needed.
      const brought = others.map((name) => (listed.has(name.slot) ? name : { ...name, binding: "any" as const }));
      const text = `${header(source, brought)}\n${withoutHashbang(source)}`;
      return { file: editFile, text, jsx: shape?.jsx ?? /<\/|\/>/u.test(source) };
    },
    reset() {
      visible.clear();
      slots.clear();
      lastUse.clear();
      pending = undefined;
    },
  };
}
