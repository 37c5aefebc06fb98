/** `pathlib.Path`. Reference: https://docs.python.org/3.12/library/pathlib.html */
import {
  appendFileSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, extname, isAbsolute, join, normalize, relative, resolve, sep } from "node:path";
import { FileExistsError, FileNotFoundError, ValueError } from "./errors.ts";
import { open, type TextFile } from "./files.ts";

/**
 * A place in the file system.
 *
 * @example
 * new Path("runs", "a.tar.gz").stem; // a.tar
 */
export class Path {
  readonly #path: string;

  constructor(...parts: readonly (string | Path)[]) {
    const texts = parts.map(String);
    const from = texts.findLastIndex((each) => isAbsolute(each));
    const path = texts.length === 0 ? "." : normalize(join(...texts.slice(Math.max(from, 0))));
    this.#path = path.length > 1 && path.endsWith(sep) ? path.slice(0, -1) : path;
  }

  static cwd(): Path {
    return new Path(process.cwd());
  }

  static home(): Path {
    return new Path(homedir());
  }

  toString(): string {
    return this.#path;
  }

  repr(): string {
    return `PosixPath('${this.asPosix()}')`;
  }

  asPosix(): string {
    return this.#path.replaceAll("\\", "/");
  }

  /** `path / "name"` */
  joinpath(...parts: readonly (string | Path)[]): Path {
    return new Path(this.#path, ...parts);
  }

  get name(): string {
    return this.#path === "." ? "" : basename(this.#path);
  }

  get suffix(): string {
    return extname(this.#path);
  }

  get suffixes(): string[] {
    return this.name
      .replace(/^\./, "")
      .split(".")
      .slice(1)
      .map((each) => `.${each}`);
  }

  get stem(): string {
    return basename(this.#path, this.suffix);
  }

  get parent(): Path {
    return new Path(dirname(this.#path));
  }

  get parents(): Path[] {
    const above = this.parent;
    return String(above) === this.#path ? [] : [above, ...above.parents];
  }

  get parts(): string[] {
    const parts = this.#path.split(sep).filter((each) => each !== "");
    return isAbsolute(this.#path) ? ["/", ...parts] : this.#path === "." ? [] : parts;
  }

  withSuffix(suffix: string): Path {
    return new Path(dirname(this.#path), this.stem + suffix);
  }

  withName(name: string): Path {
    return new Path(dirname(this.#path), name);
  }

  withStem(stem: string): Path {
    return new Path(dirname(this.#path), stem + this.suffix);
  }

  absolute(): Path {
    return new Path(resolve(this.#path));
  }

  resolve(): Path {
    return this.absolute();
  }

  expanduser(): Path {
    return new Path(this.#path.replace(/^~(?=$|[/\\])/, homedir()));
  }

  isAbsolute(): boolean {
    return isAbsolute(this.#path);
  }

  /** @throws ValueError if it is not below the other. */
  relativeTo(other: string | Path): Path {
    const path = relative(String(other), this.#path);
    if (path.startsWith("..")) throw new ValueError(`'${this.#path}' is not in the subpath of '${String(other)}'`);
    return new Path(path);
  }

  exists(): boolean {
    return existsSync(this.#path);
  }

  isDir(): boolean {
    return statSync(this.#path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  }

  isFile(): boolean {
    return statSync(this.#path, { throwIfNoEntry: false })?.isFile() ?? false;
  }

  /** @throws FileExistsError if it is there, FileNotFoundError if the folder above is not. */
  mkdir({ parents = false, existOk = false }: { mode?: number; parents?: boolean; existOk?: boolean } = {}): void {
    if (this.exists()) {
      if (existOk && this.isDir()) return;
      throw new FileExistsError(`[Errno 17] File exists: '${this.#path}'`);
    }
    if (!parents) this.parent.#demand();
    mkdirSync(this.#path, { recursive: parents });
  }

  touch(_options: { existOk?: boolean } = {}): void {
    appendFileSync(this.#path, "");
  }

  unlink({ missingOk = false }: { missingOk?: boolean } = {}): void {
    if (!missingOk) this.#demand();
    rmSync(this.#path, { force: true });
  }

  rmdir(): void {
    this.#demand();
    rmdirSync(this.#path);
  }

  rename(to: string | Path): Path {
    this.#demand();
    renameSync(this.#path, String(to));
    return new Path(to);
  }

  iterdir(): Path[] {
    this.#demand();
    return readdirSync(this.#path).map((name) => this.joinpath(name));
  }

  /** The files and folders below it that fit a pattern with `*`, `?`, `**`. */
  glob(pattern: string): Path[] {
    if (!this.exists()) return [];
    return globSync(pattern, { cwd: this.#path })
      .filter((name) => name !== ".")
      .map((name) => this.joinpath(name));
  }

  rglob(pattern: string): Path[] {
    return this.glob(join("**", pattern));
  }

  stat(): any {
    this.#demand();
    const { size, mtimeMs } = statSync(this.#path);
    return { stSize: size, stMtime: mtimeMs / 1000 };
  }

  readText(_options: { encoding?: string } = {}): string {
    this.#demand();
    return readFileSync(this.#path, "utf8");
  }

  readBytes(): Uint8Array {
    this.#demand();
    return readFileSync(this.#path);
  }

  /** Returns the number of characters. */
  writeText(text: string, _options: { encoding?: string } = {}): number {
    this.parent.#demand();
    writeFileSync(this.#path, text);
    return text.length;
  }

  open(mode = "r", options: { encoding?: string } = {}): TextFile {
    return open(this, mode, options);
  }

  eq(other: unknown): boolean {
    return other instanceof Path && this.#path === String(other);
  }

  #demand(): void {
    if (!this.exists()) throw new FileNotFoundError(`[Errno 2] No such file or directory: '${this.#path}'`);
  }
}
