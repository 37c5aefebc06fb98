/**
 * Decides where `const` and `let` go. Python's names belong to their function, TypeScript's to their block: a name is declared where it is
 * first assigned if all its uses are in the same block, otherwise before the statement that contains them all.
 */
import type { Statement } from "../python/tree.ts";
import { bodiesOf, headOf, namesIn, readBy, targetNames, walrusIn } from "../python/walk.ts";

/** One step down: a block, and which of its statements. */
interface Step {
  readonly block: readonly Statement[];
  readonly i: number;
}

interface Occurrence {
  readonly path: readonly Step[];
  /** "late": used in a function, which runs later. */
  readonly does: "assigns" | "changes" | "loops" | "reads" | "late" | "binds";
}

/** Whether `x += y` becomes a method call, so that `x` remains the same object. */
type IsInPlace = (statement: Statement) => boolean;

export interface Declarations {
  /** For each statement, the names that its own assignment or loop declares. */
  readonly at: ReadonlyMap<Statement, ReadonlyMap<string, "const" | "let">>;
  /** For each statement, the names that are declared before it. */
  readonly before: ReadonlyMap<Statement, readonly string[]>;
}

/**
 * For the body of a function, whose parameters are `known`; or for a notebook, whose statements are those of all its cells in order, and
 * where earlier cells have defined what is `known`. There `cellOf` gives a statement's cell, and a cell may redeclare a name that no
 * function uses.
 */
export function placeDeclarations(
  body: readonly Statement[],
  known: ReadonlySet<string>,
  isInPlace: IsInPlace,
  cellOf?: ReadonlyMap<Statement, number>,
): Declarations {
  const found = new Map<string, Occurrence[]>();
  const globals = new Set<string>();
  collect(body, [], found, globals, isInPlace);
  const place = new Placing(cellOf, new Set(changedFromWithin(body)));
  for (const [name, occurrences] of found) {
    if (globals.has(name)) continue;
    if (known.has(name)) {
      // A cell declares anew what it assigns first; what it reads or changes first remains the earlier cell's.
      const own = cellOf === undefined ? [] : withoutOwnReads(occurrences);
      if (own.length > 0 && isDirect(own, 0)) place.name(name, own);
      continue;
    }
    // A function or a class declares itself.
    if (occurrences.some(({ does }) => does === "binds")) continue;
    if (occurrences.every(({ does }) => does === "reads" || does === "late")) continue;
    place.name(name, occurrences);
  }
  return place;
}

function collect(
  block: readonly Statement[],
  above: readonly Step[],
  found: Map<string, Occurrence[]>,
  globals: Set<string>,
  isInPlace: IsInPlace = () => false,
): void {
  for (const [i, statement] of block.entries()) {
    const path = [...above, { block, i }];
    const add = (names: readonly string[], does: Occurrence["does"]): void => {
      for (const name of names) {
        if (!found.has(name)) found.set(name, []);
        found.get(name)!.push({ path, does });
      }
    };
    for (const each of headOf(statement)) {
      add(namesIn(each), "reads");
      add(walrusIn(each), "changes");
    }
    switch (statement.kind) {
      case "assign":
        for (const target of statement.targets) {
          add(readBy(target), "reads");
          add(targetNames(target), statement.value === undefined ? "reads" : "assigns");
        }
        break;
      case "augment":
        if (!isInPlace(statement)) add(targetNames(statement.target), "changes");
        break;
      case "for":
        add(readBy(statement.target), "reads");
        add(targetNames(statement.target), "loops");
        break;
      case "with":
        for (const { target } of statement.items) if (target !== undefined) add(targetNames(target), "assigns");
        break;
      case "function":
      case "class":
        add([statement.name], "binds");
        add(usedIn(statement), "late");
        break;
      case "import":
        add(
          statement.names.map(({ as }) => as),
          "binds",
        );
        break;
      case "scope":
        for (const name of statement.names) globals.add(name);
        break;
      default:
    }
    for (const inner of bodiesOf(statement)) collect(inner, path, found, globals, isInPlace);
  }
}

/** Without what the first statement reads: in `x = x + 1` that is the earlier cell's `x`, in TypeScript too. */
function withoutOwnReads(occurrences: readonly Occurrence[]): readonly Occurrence[] {
  const first = occurrences[0]!.path[0]!.i;
  return occurrences.filter(({ path, does }) => !(path.length === 1 && path[0]!.i === first && does === "reads"));
}

/** Names that functions change by `global` or `nonlocal`. */
function changedFromWithin(body: readonly Statement[]): string[] {
  return body.flatMap((statement) => {
    if (statement.kind === "scope") return statement.names;
    const inner = statement.kind === "function" || statement.kind === "class" ? [statement.body] : bodiesOf(statement);
    return inner.flatMap((block) => changedFromWithin(block));
  });
}

/** Outer names that a function or class uses. */
export function usedIn(statement: Extract<Statement, { kind: "function" | "class" }>): readonly string[] {
  const used = new Map<string, Occurrence[]>();
  const globals = new Set<string>();
  collect(statement.body, [], used, globals);
  const own = new Set(statement.kind === "function" ? statement.parameters.map(({ name }) => name) : []);
  const isOwn = (occurrences: readonly Occurrence[]): boolean =>
    occurrences.some(({ does }) => does !== "reads" && does !== "late");
  return [...used]
    .filter(([name, each]) => globals.has(name) || (!own.has(name) && !isOwn(each)))
    .map(([name]) => name);
}

class Placing implements Declarations {
  readonly at = new Map<Statement, Map<string, "const" | "let">>();
  readonly before = new Map<Statement, string[]>();
  readonly #cellOf: ReadonlyMap<Statement, number> | undefined;
  readonly #changed: ReadonlySet<string>;

  constructor(cellOf: ReadonlyMap<Statement, number> | undefined, changed: ReadonlySet<string>) {
    this.#cellOf = cellOf;
    this.#changed = changed;
  }

  name(name: string, occurrences: readonly Occurrence[]): void {
    this.#place(name, occurrences, 0);
  }

  /** All of the occurrences are in one block, `level` steps down. */
  #place(name: string, occurrences: readonly Occurrence[], level: number): void {
    const isLate = occurrences.some(({ does, path }) => does === "late" && path.length === level + 1);
    const groups: Occurrence[][] = [];
    for (const each of occurrences.filter(({ does }) => does !== "late")) {
      const last = groups.at(-1)?.[0];
      if (last?.path[level]!.i === each.path[level]!.i) groups.at(-1)!.push(each);
      else groups.push([each]);
    }
    if (groups.length === 0) return;
    const direct = groups.findIndex((group) => isDirect(group, level));
    const nested = direct < 0 ? groups : groups.slice(0, direct);
    // Each loop or branch has its own declaration, unless the name is used outside.
    const areFree = nested.every((group) => this.#isFree(group, level));
    if (!areFree || (isLate && direct < 0)) {
      this.#declareBefore(name, groups[0]![0]!.path[level]!);
      return;
    }
    for (const group of nested) this.#inner(name, group, level);
    if (direct < 0) return;
    const kept = groups.slice(direct).filter((group, i, all) => {
      // A loop that declares the name itself follows the assignment, and the name is not read after it.
      const next = all[i + 1]?.[0];
      const isNext = next === undefined || startsAnew(next);
      const isOwn = i > 0 && !isLate && !isDirect(group, level) && isNext && isContained(group, level);
      if (isOwn) this.#inner(name, group, level);
      return !isOwn;
    });
    for (const segment of this.#segments(kept, level, isLate)) {
      const changes = segment.flat().filter(({ does }) => does !== "reads").length;
      this.#declareAt(
        name,
        segment[0]!.find(({ does }) => does === "assigns")!.path[level]!,
        changes > 1 || this.#changed.has(name) ? "let" : "const",
      );
    }
  }

  /** A notebook cell may redeclare a name that it assigns before reading it. */
  #segments(groups: readonly Occurrence[][], level: number, isLate: boolean): Occurrence[][][] {
    const segments: Occurrence[][][] = [];
    let cell: number | undefined;
    for (const group of groups) {
      const step = group[0]!.path[level]!;
      const its = this.#cellOf?.get(step.block[step.i]!);
      if (segments.length === 0 || (its !== cell && !isLate && isDirect(group, level))) segments.push([]);
      segments.at(-1)!.push(group);
      cell = its;
    }
    return segments;
  }

  /** Whether all uses in one statement can share a declaration inside it. */
  #isFree(group: readonly Occurrence[], level: number): boolean {
    const first = group[0]!;
    const own = group.filter(({ path }) => path.length === level + 1);
    if (own.some(({ does }) => does === "loops")) return own.every(({ does }) => does === "loops");
    if (own.length > 0) return false;
    return first.does === "assigns" || first.does === "loops" || first.path.length > level + 2;
  }

  #inner(name: string, group: readonly Occurrence[], level: number): void {
    const loop = group.find(({ path, does }) => path.length === level + 1 && does === "loops");
    if (loop !== undefined) {
      const changes = group.filter(({ does }) => does !== "reads" && does !== "late").length;
      this.#declareAt(name, loop.path[level]!, changes > 1 ? "let" : "const");
      return;
    }
    // By block, because one branch does not see another's declarations.
    const blocks = new Map<readonly Statement[], Occurrence[]>();
    for (const each of group) {
      const { block } = each.path[level + 1]!;
      blocks.set(block, [...(blocks.get(block) ?? []), each]);
    }
    const starts = [...blocks.values()].every((each) => each[0]!.does !== "reads" && each[0]!.does !== "changes");
    if (starts) for (const each of blocks.values()) this.#place(name, each, level + 1);
    else this.#declareBefore(name, group[0]!.path[level]!);
  }

  #declareAt(name: string, { block, i }: Step, word: "const" | "let"): void {
    const statement = block[i]!;
    if (!this.at.has(statement)) this.at.set(statement, new Map());
    this.at.get(statement)!.set(name, word);
  }

  #declareBefore(name: string, { block, i }: Step): void {
    const statement = block[i]!;
    this.before.set(statement, [...(this.before.get(statement) ?? []), name]);
  }
}

/** Whether all uses in one statement come after an assignment in the same block of it. */
function isContained(group: readonly Occurrence[], level: number): boolean {
  const own = group.filter(({ path }) => path.length === level + 1);
  if (own.length > 0) return own.every(({ does }) => does === "loops");
  const blocks = new Map<readonly Statement[], Occurrence[]>();
  for (const each of group) {
    const { block } = each.path[level + 1]!;
    blocks.set(block, [...(blocks.get(block) ?? []), each]);
  }
  return [...blocks.values()].every((inner) => {
    const { i } = inner[0]!.path[level + 1]!;
    const first = inner.filter(({ path }) => path[level + 1]!.i === i);
    return isDirect(first, level + 1) || (first.length === inner.length && isContained(first, level + 1));
  });
}

const startsAnew = ({ does }: Occurrence): boolean => does === "assigns" || does === "loops";

/** Whether the statement assigns the name before reading it. */
function isDirect(group: readonly Occurrence[], level: number): boolean {
  const [first] = group;
  return first!.path.length === level + 1 && first!.does === "assigns";
}
