import { Dataset, described } from "../data/dataset.ts";
import { itemAt, wrapIndex, type Items } from "../data/items.ts";
import { nearest, required, shown, signature } from "../shape/index.ts";
import * as is from "../data/kinds.ts";
import { lazyItem } from "./lazy-item.ts";

/** Labelled items with class names: a dataset of pictures, or a part of one. */
export interface Classified<X> extends Items<readonly [X, unknown]> {
  readonly classes: readonly string[];
  readonly targets: readonly number[];
}

const classified = is.kind(
  "data set with classes",
  (value): value is Classified<unknown> =>
    is.items.read(value) !== is.misfit && Array.isArray((value as Partial<Classified<unknown>>).classes),
  { isObject: true },
);

const pickSignature = signature("datasets.pick", {
  dataset: required(classified),
  classes: required(is.listOf(is.either(is.string, is.int))),
});

/**
 * The items of some classes, with new labels: 0 for the first class named, 1 for the second. No picture is read before
 * it is requested.
 *
 * ```ts
 * const set = new datasets.FakeData(100);
 * const two = datasets.pick(set, ["class 3", "class 7"]);
 * two.classes; // ['class 3', 'class 7']
 * ```
 * @throws RangeError for a class that does not exist.
 */
export function pick<X>(dataset: Classified<X>, classes: readonly (string | number)[]): Picked<X>;
export function pick<X>(options: {
  readonly dataset: Classified<X>;
  readonly classes: readonly (string | number)[];
}): Picked<X>;
export function pick<X>(...given: unknown[]): Picked<X> {
  const { dataset, classes } = pickSignature.read(given);
  return new Picked(dataset as Classified<X>, classes);
}

/** Items of some classes of a data set. */
export class Picked<X> extends Dataset<[image: X, label: number]> {
  readonly dataset: Classified<X>;
  /** The names of the classes, in the order of their new labels. */
  readonly classes: readonly string[];
  /** The new label of each item. */
  readonly targets: readonly number[];
  /** The indices of the items in the original data set. */
  readonly indices: readonly number[];

  constructor(dataset: Classified<X>, classes: readonly (string | number)[]) {
    super();
    if ((dataset as { readonly targetTransform?: unknown }).targetTransform) {
      throw new TypeError("pick: gives labels of its own; leave out targetTransform, and map what comes of it");
    }
    const labels = classes.map((name) => labelOf(dataset, name));
    if (labels.length === 0) throw new RangeError("pick: expected at least one class, got none");
    if (new Set(labels).size < labels.length) throw new RangeError(`pick: ${shown(classes)} names a class twice`);
    const renewed = new Map(labels.map((label, i) => [label, i]));
    this.dataset = dataset;
    this.classes = labels.map((label) => dataset.classes[label]!);
    this.indices = dataset.targets.flatMap((label, i) => (renewed.has(label) ? [i] : []));
    this.targets = this.indices.map((i) => renewed.get(dataset.targets[i]!)!);
  }

  /** The label of each class name. */
  get classToIdx(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.classes.map((name, label) => [name, label]));
  }

  override get length(): number {
    return this.indices.length;
  }

  override at(index: number): [image: X, label: number] {
    const i = wrapIndex(index, this.length);
    return [itemAt(this.dataset, this.indices[i]!)[0], this.targets[i]!];
  }

  override glance(index: number): [image: X, label: number] {
    const { dataset, targets, indices } = this;
    return lazyItem(() => itemAt(dataset, indices[index]!)[0], targets[index]!);
  }

  override prepare(indices: readonly number[], threads: number): void {
    if (this.dataset instanceof Dataset)
      this.dataset.prepare(
        indices.map((i) => this.indices[i]!),
        threads,
      );
  }

  override get isPreparing(): boolean {
    return this.dataset instanceof Dataset && this.dataset.isPreparing;
  }

  override toString(): string {
    const counts = this.classes.map((name, label) => {
      const count = this.targets.reduce((sum, target) => sum + (target === label ? 1 : 0), 0);
      return `${count} of ${name} (${label})`;
    });
    return described(`Picked: ${this.length} of ${this.dataset.length} items, ${counts.join(", ")}`, this.dataset);
  }
}

function labelOf({ classes }: Classified<unknown>, name: string | number): number {
  if (typeof name === "number") {
    if (classes[name] !== undefined) return name;
    throw new RangeError(`pick: expected a class from 0 to ${classes.length - 1}, got ${name}`);
  }
  const label = classes.indexOf(name);
  if (label !== -1) return label;
  const meant = nearest(name, classes) ?? classes.find((each) => each.includes(name) || name.includes(each));
  const hint = meant === undefined ? "" : `; did you mean ${JSON.stringify(meant)}?`;
  throw new RangeError(`pick: there is no class ${shown(name)} among ${classes.join(", ")}${hint}`);
}
