/** Where archives may come from: what a user names, and the variable, before the official server. */
import { statSync } from "node:fs";
import { pathOf } from "./folder.ts";

/** Where `open` gets files that are not there. */
export interface Source {
  /** True for the training images. */
  readonly train?: boolean | undefined;
  /** Fetches the archive if the files are not there. */
  readonly download?: boolean | undefined;
  /** An archive that is already on this machine, in place of fetching one. */
  readonly archive?: string | URL | undefined;
  /**
   * Where else the archives or their files are, one place or several, asked before the official server: URLs, to which the file's name
   * is added, and paths. Also in the variable CONVKERNEL_DATA_MIRROR, with blanks between them.
   */
  readonly mirror?: string | URL | readonly (string | URL)[] | undefined;
  /** Seconds without a single byte after which a server counts as gone. */
  readonly timeout?: number | undefined;
  /** False where there is something else to go on with. */
  readonly isPatient?: boolean | undefined;
}

export interface Addresses {
  readonly timeout: number;
  readonly archive: string | undefined;
  /** Paths: folders or archives on this machine. */
  readonly local: readonly string[];
  /** The URLs of a file, the official ones last. */
  readonly urlsOf: (name: string, official: readonly string[]) => readonly URL[];
}

/** @throws TypeError for what is no address. */
export function addressesFor({ archive, mirror = [], timeout = 30 }: Source): Addresses {
  if (!(timeout > 0)) throw new RangeError(`timeout: expected seconds above 0, got ${timeout}`);
  const given = [mirror].flat().map((address) => String(address).trim());
  const fromVariable = (process.env["CONVKERNEL_DATA_MIRROR"] ?? "").split(/[\s,]+/);
  const all = [
    ...given,
    ...(isPath(process.env["CONVKERNEL_DATA_MIRROR"]) ? [process.env["CONVKERNEL_DATA_MIRROR"]!] : fromVariable),
  ].filter(Boolean);
  const remote = all.filter((address) => /^https?:/i.test(address));
  for (const address of all) {
    const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(address)?.[1];
    if (scheme !== undefined && !/^(https?|file)$/i.test(scheme)) {
      throw new TypeError(`mirror: expected an address with http, https or file, or a path, got ${address}`);
    }
    if (remote.includes(address) && !URL.canParse(address)) throw new TypeError(`mirror: ${address} is no address`);
  }
  return {
    timeout,
    archive: archive === undefined ? undefined : pathOf(String(archive)),
    local: all.filter((address) => !remote.includes(address)).map(pathOf),
    urlsOf: (name, official) => [...remote, ...official].map((address) => urlOf(address, name)),
  };
}

/** A path may have blanks in it. */
const isPath = (text: string | undefined): boolean =>
  text !== undefined && statSync(pathOf(text), { throwIfNoEntry: false }) !== undefined;

/** The name is added, unless the address has it, or that of some archive, already. */
function urlOf(address: string, name: string): URL {
  const url = new URL(address);
  if (url.pathname.endsWith(`/${name}`) || /\.(gz|tgz|tar)$/.test(url.pathname)) return url;
  url.pathname = `${url.pathname.replace(/\/?$/, "/")}${name}`;
  return url;
}
