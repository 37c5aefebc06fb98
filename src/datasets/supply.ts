/** Gets missing files from an archive somewhere on this machine, or else from a server. */
import { existsSync, statfsSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { checkAhead, checkFile, type NamedFile } from "./checks.ts";
import type { Addresses, Source } from "./fetch/addresses.ts";
import { download, DownloadError } from "./fetch/download.ts";
import type { Lock } from "./fetch/lock.ts";
import { size } from "./fetch/progress.ts";
import { unpack, type Fault } from "./unpack.ts";
import { joined, reason } from "./words.ts";

/** Files that belong together, and where they are published. */
export interface Bundle {
  /** Their folder below the root. */
  readonly folder: string;
  readonly files: readonly NamedFile[];
  /** The tar archive that contains them all; if there is none, each file is fetched separately. */
  readonly archive?: NamedFile;
  /** The addresses of the archive, or of the place where the files are. */
  readonly urls: readonly string[];
  /** The space that all this takes on the disk, in bytes. */
  readonly space?: number;
}

/** The files are missing and cannot be had: unlike damaged ones, they may be replaced by a fallback. */
export class Missing extends Error {
  /** The reason in a few words of the reader's language, for a cell that continues without the files. */
  readonly brief: string;

  constructor(message: string, { brief, cause }: { readonly brief: string; readonly cause?: unknown }) {
    super(message, { cause });
    this.brief = brief;
  }
}

export interface Circumstances {
  readonly source: Source;
  readonly addresses: Addresses;
  readonly signal: AbortSignal | undefined;
  readonly lock: Lock;
}

/** Gets the files of one of the bundles into its folder below `root`, from wherever they can be had. */
export async function supply(
  name: string,
  bundles: readonly Bundle[],
  root: string,
  around: Circumstances,
): Promise<void> {
  const { source, addresses, signal } = around;
  if (source.archive !== undefined) {
    const path = addresses.archive!;
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found?.isFile()) {
      const more = /^https?:/.test(path) ? [reason("mirrorInstead")] : [];
      const lack = found?.isDirectory()
        ? reason("archiveIsFolder", { path })
        : joined([reason("noArchive", { path }), ...more]);
      throw new Missing(`File not found or corrupted: ${lack.message}`, { brief: lack.told });
    }
    await unpackAny(bundles, path, root, signal);
    return;
  }
  const [first] = bundles;
  for (const bundle of bundles) {
    for (const path of archivesIn(bundle, root)) {
      try {
        return await unpackAny([bundle], path, root, signal);
      } catch (error) {
        if (!(error instanceof NotThatArchive)) throw error;
        throw new Error(`${error.message}; move it away`, { cause: error });
      }
    }
  }
  for (const place of addresses.local.filter((each) => !existsSync(each))) {
    console.log(`mirror: there is no file or folder ${place}; an address begins with https://`);
  }
  const reasons: string[] = [];
  for (const bundle of bundles) {
    for (const path of addresses.local.flatMap((place) => archivesIn(bundle, place))) {
      try {
        return await unpackAny([bundle], path, root, signal);
      } catch (error) {
        if (!(error instanceof NotThatArchive)) throw error;
        reasons.push(error.message);
      }
    }
  }
  await fetchBundle(name, first!, root, around, reasons);
}

/** Names under which people keep an archive: some browsers unpack the outer layer. */
function archivesIn({ archive }: Bundle, place: string): string[] {
  if (archive === undefined) return [];
  const { name } = archive;
  const stem = name.replace(/\.(tar\.gz|tgz)$/, "");
  const isFile = statSync(place, { throwIfNoEntry: false })?.isFile();
  if (isFile) return basename(place).startsWith(stem) ? [place] : [];
  return [name, `${stem}.tgz`, `${stem}.tar`].map((each) => join(place, each)).filter((path) => existsSync(path));
}

class NotThatArchive extends Error {}

/** Unpacks an archive whose bundle is recognised by its checksum or, if somebody has repacked it, by those of its files. */
async function unpackAny(
  bundles: readonly Bundle[],
  path: string,
  root: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  await checkAhead([[path, ""]], signal);
  const isOwn = ({ archive }: Bundle): boolean =>
    archive?.md5 ? checkFile(path, archive.md5).kind === "good" : basename(path) === archive?.name;
  const own = bundles.find(isOwn);
  if (own?.archive?.md5) console.log(`Using downloaded and verified file: ${path}`);
  console.log(`Extracting ${path} to ${root}`);
  const nearest: { bundle: Bundle; faults: readonly Fault[] }[] = [];
  for (const bundle of own === undefined ? bundles : [own]) {
    const folder = join(root, bundle.folder);
    const missing = bundle.files.filter(({ name }) => !existsSync(join(folder, name)));
    let faults: readonly Fault[];
    try {
      // Somebody else's archive may contain more than the official one, but not many times as much.
      faults = await unpack(path, folder, missing, { signal, most: bundle.space && 4 * bundle.space });
    } catch (error) {
      if (signal?.aborted || (error as NodeJS.ErrnoException).syscall !== undefined) throw error;
      throw new NotThatArchive(
        `File not found or corrupted: ${path} is damaged or not a tar archive (${(error as Error).message}), expected ${expected(bundles)}`,
        { cause: error },
      );
    }
    if (faults.length === 0) return;
    nearest.push({ bundle, faults });
  }
  const best = nearest.toSorted((a, b) => a.faults.length - b.faults.length)[0]!;
  const isStranger =
    best.faults.length === best.bundle.files.length && best.faults.every(({ md5 }) => md5 === undefined);
  throw new NotThatArchive(
    `File not found or corrupted: ${path} ` +
      (isStranger ? `is not ${expected(bundles)}` : named(best.bundle, best.faults)),
  );
}

const expected = (bundles: readonly Bundle[]): string =>
  bundles.map(({ archive }) => `${archive?.name} (${archive?.md5 ?? "by its name"})`).join(" or ");

/** Names what an archive lacks and what is wrong in it. */
function named({ files }: Bundle, faults: readonly Fault[]): string {
  const lacks = faults.filter(({ md5 }) => md5 === undefined).map(({ name }) => name);
  const wrong = faults.flatMap(({ name, md5 }) =>
    md5 === undefined ? [] : [`has ${name} with MD5 ${md5}, expected ${files.find((file) => file.name === name)?.md5}`],
  );
  return [...(lacks.length > 0 ? [`lacks ${lacks.join(", ")}`] : []), ...wrong].join("; ");
}

/** Remembers what could not be fetched, because the same cell often requests the other half of the data set next. */
const failed = new Map<
  string,
  { readonly half: unknown; readonly signal: AbortSignal | undefined; readonly error: Error }
>();

async function fetchBundle(
  name: string,
  bundle: Bundle,
  root: string,
  { source, addresses, signal, lock }: Circumstances,
  reasons: readonly string[],
): Promise<void> {
  const key = `${name}\n${resolve(root)}`;
  const last = failed.get(key);
  failed.delete(key);
  if (last !== undefined && last.half !== source.train && last.signal === signal) throw last.error;
  const { archive, folder } = bundle;
  const wanted =
    archive === undefined
      ? bundle.files.map((file) => ({ file, path: join(root, folder, file.name) }))
      : [{ file: archive, path: join(root, archive.name) }];
  try {
    for (const { file, path } of wanted) {
      if (existsSync(path)) continue;
      const urls = addresses.urlsOf(file.name, bundle.urls);
      const { isPatient } = source;
      await download({ urls, path, md5: file.md5, timeout: addresses.timeout, isPatient, signal, lock });
    }
  } catch (error) {
    if (signal?.aborted) throw error;
    const missing = isFull(error) ? (error as Error) : notFetched(error as Error, reasons);
    failed.set(key, { half: source.train, signal, error: explained(missing, bundle, root) });
    throw missing;
  }
  if (archive !== undefined) await unpackAny([bundle], join(root, archive.name), root, signal);
}

function notFetched(error: Error, reasons: readonly string[]): Missing {
  const remedy = "{ archive: PATH } takes a copy of the archive, { mirror: URL or PATH } names another place";
  const brief = error instanceof DownloadError ? error.brief : error.message;
  return new Missing(`${[...reasons, error.message].join("; ")}. ${remedy}`, { brief, cause: error });
}

const isFull = (error: unknown): boolean => ["ENOSPC", "EDQUOT"].includes((error as NodeJS.ErrnoException).code ?? "");

/** The disk's error, in words that help. */
export function explained(error: unknown, { space }: Bundle, root: string): Error {
  const { code, message, syscall } = error as NodeJS.ErrnoException;
  if (isFull(error)) {
    const { bavail, bsize } = statfsSync(root);
    const needs = space === undefined ? "" : reason("needs", { space: size(space) });
    const why = reason("noSpace", { root, needs, free: size(bavail * bsize) });
    return new Missing(why.message, { brief: why.told, cause: error });
  }
  if (["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST", "ENAMETOOLONG"].includes(code ?? "") || syscall === "mkdir") {
    const isFile = statSync(root, { throwIfNoEntry: false })?.isFile() ?? false;
    const why = isFile ? reason("isFile", { root }) : reason("cannotWrite", { root, message });
    return new Missing(why.message, { brief: why.told, cause: error });
  }
  return error as Error;
}
