/** C = channels, H and W = height and width. */
import { readdirSync, realpathSync, statSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { Storage } from "../backend/index.ts";
import { language } from "../data/language.ts";
import { keyword, optional, required, signature, uint8 } from "../shape/index.ts";
import { fromStorage, type Tensor } from "../tensor/index.ts";
import * as is from "../tensor/kinds.ts";
import { folder, transformArguments } from "./arguments.ts";
import { dataFolder } from "./fetch/folder.ts";
import { decode, decodeAhead, forgetAhead } from "./pictures/decoder.ts";
import { VisionDataset, type VisionOptions } from "./vision-dataset.ts";

export interface ImageFolderOptions<X = Tensor, Y = number> extends Omit<VisionOptions<X, Y>, "train"> {
  /** Reads a file, in place of the decoder: returns a uint8 tensor [C, H, W]. */
  readonly loader?: ((path: string) => Tensor) | null;
  /** Decides which files count, in place of their extensions. */
  readonly isValidFile?: ((path: string) => boolean) | null;
  /** Accepts class folders without a picture. */
  readonly allowEmpty?: boolean;
}

const EXTENSIONS = [".jpg", ".jpeg", ".png", ".ppm", ".bmp", ".pgm", ".tif", ".tiff", ".webp"];

/** Pictures of kinds that are not read; iPhones take the first. */
const OTHERS = [".heic", ".heif", ".avif", ".gif", ".jfif", ".jxl", ".svg", ".dng", ".cr2", ".nef"];
const kindOf = (path: string): string => extname(path).toLowerCase();

const imageFolder = signature("datasets.ImageFolder", {
  root: required(folder),
  ...transformArguments,
  loader: optional(is.orNull(is.callable<(path: string) => Tensor>()), null),
  isValidFile: optional(is.orNull(is.callable<(path: string) => boolean>()), null),
  allowEmpty: keyword(is.bool, false),
});

/**
 * Your own pictures: a folder for each class, named after the class, with PNG, JPEG, WebP, TIFF, BMP, PPM or PGM files
 * in it.
 *
 * A file is read when its picture is requested, as uint8 [3, H, W]; pictures of different sizes need a transform that
 * makes them the same size before they can form a batch. With `numWorkers`, a DataLoader decodes that many at once, in
 * advance.
 *
 * Files of other kinds are passed over; if one of them is a picture, such as an iPhone's HEIC, a printed line names it.
 *
 * As in torchvision, a camera's note that a picture has to be turned is not followed; the first such picture is named
 * in a printed line.
 *
 * Names that begin with a dot are skipped, unlike in torchvision: otherwise `.ipynb_checkpoints` would be a class, and
 * macOS's `._tom.png` a picture.
 *
 * ```ts
 * // pets/cat/tom.png  pets/cat/felix.jpg  pets/dog/rex.jpg
 * const pets = () => new datasets.ImageFolder("pets", { transform: new transforms.ToTensor() });
 * ```
 * @throws Error if there is no class folder, or one without a picture; and, when it is requested, for a file that is
 * not a picture, by name.
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.datasets.ImageFolder.html
 */
export class ImageFolder<X = Tensor, Y = number> extends VisionDataset<X, Y> {
  readonly root: string;
  override readonly classes: readonly string[];
  override readonly targets: readonly number[];
  /** The path of each picture, with its label. */
  readonly samples: readonly (readonly [path: string, label: number])[];
  readonly #loader: ((path: string) => Tensor) | null;
  #isTurnedTold = false;

  constructor(root: string | URL, options?: ImageFolderOptions<X, Y>);
  constructor(options: ImageFolderOptions<X, Y> & { readonly root: string | URL });
  constructor(
    root: string | URL,
    transform: ((image: Tensor) => X) | null,
    targetTransform?: ((label: number) => Y) | null | Omit<ImageFolderOptions<X, Y>, "transform">,
  );
  constructor(...given: unknown[]) {
    const { root, loader, isValidFile, allowEmpty, ...transforms } = imageFolder.read(given);
    super(transforms as VisionOptions<X, Y>);
    this.root = dataFolder(root);
    this.#loader = loader;
    this.classes = entriesOf(this.root)
      .filter(({ isFolder }) => isFolder)
      .map(({ name }) => name);
    if (this.classes.length === 0) {
      throw new Error(
        `ImageFolder: Couldn't find any class folder in ${this.root}; pictures belong into a folder for each class`,
      );
    }
    const isValid = isValidFile ?? ((path: string): boolean => EXTENSIONS.includes(kindOf(path)));
    const found = this.classes.map((name) => filesBelow(join(this.root, name)));
    const files = found.map((paths) => paths.filter((path) => answered("ImageFolder: isValidFile", isValid(path))));
    if (isValidFile === null) this.#tellLeftOut(found.flat().filter((path) => OTHERS.includes(kindOf(path))));
    const empty = this.classes.filter((_, i) => files[i]!.length === 0);
    if (empty.length > 0 && !allowEmpty) {
      const supported = isValidFile === null ? ` Supported extensions are: ${EXTENSIONS.join(", ")}` : "";
      throw new Error(
        `ImageFolder: Found no valid file for the classes ${empty.join(", ")}.${supported}; move folders that are not classes elsewhere, or pass { allowEmpty: true } to keep classes without pictures`,
      );
    }
    this.samples = files.flatMap((paths, label) => paths.map((path) => [path, label] as const));
    this.targets = this.samples.map(([, label]) => label);
  }

  /** torchvision's other name for `samples`. */
  get imgs(): ImageFolder["samples"] {
    return this.samples;
  }

  protected override image(index: number): Tensor {
    const [path] = this.samples[index]!;
    if (this.#loader !== null) return answered("ImageFolder: loader", this.#loader(path));
    const { bytes, height, width, orientation = 1 } = decode(path);
    if (orientation !== 1) this.#tellTurned(path);
    return fromStorage(Storage.fromHost(uint8, bytes), [3, height, width]);
  }

  #tellLeftOut([first, ...more]: readonly string[]): void {
    if (first === undefined) return;
    const [name, kinds] = [relative(this.root, first), EXTENSIONS.slice(0, 3).join(" ")];
    const count = more.length;
    const others = count === 0 ? "" : count === 1 ? " and one more" : ` and ${count} more`;
    console.log(
      language() === "ko"
        ? `ImageFolder: 읽을 수 없는 그림을 뺐습니다: ${name}${count === 0 ? "" : ` 외 ${count}개`}. ${kinds} 같은 형식으로 저장하세요.`
        : `ImageFolder: left out pictures of a kind that it does not read: ${name}${others}. Save them as one of ${kinds}.`,
    );
  }

  /** Once for all of a folder: phones leave it to the program that shows a picture to turn it. */
  #tellTurned(path: string): void {
    if (this.#isTurnedTold) return;
    this.#isTurnedTold = true;
    const name = relative(this.root, path);
    console.log(
      language() === "ko"
        ? `ImageFolder: ${name}: 사진기가 적어 둔 방향(EXIF)은 torchvision처럼 따르지 않아서 돌아가 있습니다. 돌아간 사진은 편집기에서 바로 세워 저장하세요.`
        : `ImageFolder: ${name} is turned: the camera's note on how it was held (EXIF) is not followed, as in torchvision. Save such pictures upright from an image editor.`,
    );
  }

  override prepare(indices: readonly number[], threads: number): void {
    if (this.#loader !== null) return;
    if (indices.length === 0) forgetAhead();
    decodeAhead(
      indices.flatMap((i) => this.samples.at(i)?.[0] ?? []),
      threads,
    );
  }

  override get isPreparing(): boolean {
    return this.#loader === null;
  }

  protected override describe(): readonly string[] {
    return [`Root location: ${this.root}`];
  }
}

/** The result of a user's function: a promise would be taken for a picture, or for true. */
function answered<T>(name: string, answer: T): T {
  if (answer instanceof Promise) throw new TypeError(`${name}: expected an answer, got a Promise; it cannot wait`);
  if (answer === undefined) throw new TypeError(`${name}: expected an answer, got undefined; is a return missing?`);
  return answer;
}

interface Entry {
  readonly name: string;
  readonly path: string;
  readonly isFolder: boolean;
}

/** The contents of a folder by name; links count as what they point to. */
function entriesOf(place: string): Entry[] {
  let names: string[];
  try {
    names = readdirSync(place).filter((name) => !name.startsWith("."));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === "ENOENT" ? "there is no such folder" : code === "ENOTDIR" ? "it is no folder" : "it cannot be read";
    throw new Error(`ImageFolder: ${place}: ${why} (${code})`, { cause: error });
  }
  return names.sort().flatMap((name) => {
    const path = join(place, name);
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat === undefined ? [] : [{ name, path, isFolder: stat.isDirectory() }];
  });
}

/**
 * The files of a folder, then those of its subfolders, in the order in which torchvision walks them; a link back to an
 * enclosing folder is not followed.
 */
function filesBelow(place: string, above: readonly string[] = []): string[] {
  const here = realpathSync(place);
  if (above.includes(here)) return [];
  const entries = entriesOf(place);
  return [
    ...entries.filter(({ isFolder }) => !isFolder).map(({ path }) => path),
    ...entries.filter(({ isFolder }) => isFolder).flatMap(({ path }) => filesBelow(path, [...above, here])),
  ];
}
