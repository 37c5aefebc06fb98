/** Where archives may come from: the places that a user or the variable names come before the official server. */
import { statSync } from "node:fs";
import { pathOf } from "./folder.ts";

/** Where `open` gets missing files from. */
export interface Source {
  /** True for the training images. */
  readonly train?: boolean | undefined;
  /** Fetches the archive if the files are missing. */
  readonly download?: boolean | undefined;
  /** An archive that is already on this machine, instead of fetching one. */
  readonly archive?: string | URL | undefined;
  /**
   * One or several other places with the archives or their files, tried before the official server: URLs, to which the file's name is
   * added, and paths. The variable CONVKERNEL_DATA_MIRROR can name more, separated by spaces.
   */
  readonly mirror?: string | URL | readonly (string | URL)[] | undefined;
  /** After this many seconds without a single byte, a server is considered gone. */
  readonly timeout?: number | undefined;
  /** False if there is an alternative to the files. */
  readonly isPatient?: boolean | undefined;
}

export interface Addresses {
  readonly timeout: number;
  readonly archive: string | undefined;
  /** Paths: folders or archives on this machine. */
  readonly local: readonly string[];
  /** Returns the URLs of a file, the official ones last. */
  readonly urlsOf: (name: string, official: readonly string[]) => readonly URL[];
}

/** @throws TypeError for anything that is not an address. */
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
    if (remote.includes(address) && !URL.canParse(address)) throw new TypeError(`mirror: ${address} is not an address`);
  }
  return {
    timeout,
    archive: archive === undefined ? undefined : pathOf(String(archive)),
    local: all.filter((address) => !remote.includes(address)).map(pathOf),
    urlsOf: (name, official) => [...remote, ...official].map((address) => urlOf(address, name)),
  };
}

/** A path may contain spaces. */
const isPath = (text: string | undefined): boolean =>
  text !== undefined && statSync(pathOf(text), { throwIfNoEntry: false }) !== undefined;

/** Adds the name, unless the address already ends in it or in the name of some archive. */
function urlOf(address: string, name: string): URL {
  const url = new URL(address);
  if (url.pathname.endsWith(`/${name}`) || /\.(gz|tgz|tar)$/.test(url.pathname)) return url;
  url.pathname = `${url.pathname.replace(/\/?$/, "/")}${name}`;
  return url;
}
