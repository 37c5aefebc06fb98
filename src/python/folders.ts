/** Files and folders as `glob`, `shutil` and `tempfile` treat them. */
import { copyFileSync, cpSync, existsSync, globSync, mkdtempSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { FileNotFoundError } from "./errors.ts";

type PathLike = string | { toString(): string };

/**
 * The paths that fit a pattern with `*`, `?`, `[...]`, and `**` if `recursive`.
 *
 * @example
 * glob("no such folder/*"); // []
 */
export function glob(pattern: PathLike, { recursive = false }: { recursive?: boolean } = {}): string[] {
  const text = String(pattern);
  return globSync(recursive ? text : text.replaceAll("**", "*")).filter((path) => !basename(path).startsWith("."));
}

function demand(path: PathLike): string {
  if (!existsSync(String(path))) throw new FileNotFoundError(`[Errno 2] No such file or directory: '${String(path)}'`);
  return String(path);
}

/** Removes a folder with all that is in it. */
export function rmtree(path: PathLike, ignore: boolean | { ignoreErrors?: boolean } = false): void {
  const ignores = typeof ignore === "boolean" ? ignore : ignore.ignoreErrors === true;
  if (!ignores) demand(path);
  rmSync(String(path), { recursive: true, force: true });
}

const target = (from: string, to: PathLike): string =>
  statSync(String(to), { throwIfNoEntry: false })?.isDirectory() === true
    ? join(String(to), basename(from))
    : String(to);

/** Copies a file to a place or into a folder, and returns where it is. */
export function copy(from: PathLike, to: PathLike): string {
  const [source, place] = [demand(from), target(String(from), to)];
  copyFileSync(source, place);
  return place;
}

export function copytree(from: PathLike, to: PathLike): string {
  cpSync(demand(from), String(to), { recursive: true });
  return String(to);
}

export function move(from: PathLike, to: PathLike): string {
  const [source, place] = [demand(from), target(String(from), to)];
  renameSync(source, place);
  return place;
}

/** A new folder of one's own. */
export const mkdtemp = ({ prefix = "tmp" }: { prefix?: string; dir?: string; suffix?: string } = {}): string =>
  mkdtempSync(join(tmpdir(), prefix));

/** A folder that is removed at the end of the block that declares it with `using`. */
export class TemporaryDirectory implements Disposable {
  readonly name = mkdtemp();

  cleanup(): void {
    rmSync(this.name, { recursive: true, force: true });
  }

  [Symbol.dispose](): void {
    this.cleanup();
  }
}
