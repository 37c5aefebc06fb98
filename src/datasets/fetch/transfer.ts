/** One request for a file, or for what is still missing of it. */
import { closeSync, openSync, statSync, writeSync } from "node:fs";
import type * as Http from "node:http";
import type * as Https from "node:https";
import { requirePackage } from "../../backend/require.ts";
import { whenAborted } from "./interrupt.ts";

export interface Transfer {
  readonly url: URL;
  /** Where the bytes go; what is there already is not asked for again. */
  readonly part: string;
  readonly signal: AbortSignal | undefined;
  /** Seconds without a byte, or with next to none, after which the server counts as gone. */
  readonly timeout: number;
  /** The server has answered: so many bytes of the file are there, and so many it has. */
  readonly begun: (done: number, total: number | undefined) => void;
  /** Bytes have come; an error that this returns ends the transfer. */
  readonly came: (bytes: number) => Error | undefined;
}

/** Why a request brought nothing, and what is to be done about it. */
export class TransferError extends Error {
  /** Another request there would end in the same way. */
  readonly isFinal: boolean;
  /** Seconds that the server asks to wait. */
  readonly retryAfter: number | undefined;
  /** What is there of the file is of no use. */
  readonly isStale: boolean;

  constructor(message: string, { isFinal = false, isStale = false, retryAfter }: Partial<TransferError> = {}) {
    super(message);
    this.isFinal = isFinal;
    this.isStale = isStale;
    this.retryAfter = retryAfter;
  }
}

/** Bytes a second: less is as good as nothing, as a server that drips would take a day and more. */
const LOWEST_SPEED = 1000;
const MOST_REDIRECTS = 10;

/** @throws TransferError for what the server did, NodeJS.ErrnoException for what the disk or the network did. */
export async function transfer(options: Transfer): Promise<void> {
  let { url } = options;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const next = await request(url, options);
    if (next === undefined) return;
    url = next;
  }
  throw new TransferError(`more than ${MOST_REDIRECTS} redirections`, { isFinal: true });
}

export const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** Answers where the server sends us on to, or nothing once the file is complete. */
function request(url: URL, { part, signal, timeout, begun, came }: Transfer): Promise<URL | undefined> {
  signal?.throwIfAborted();
  const start = sizeOf(part);
  return new Promise((resolve, reject) => {
    let file: number | undefined;
    let isOver = false;
    // The file is closed with the request, also where an interrupt cuts off the code that reads: two of them must never write.
    const end = (settle: () => void): void => {
      if (isOver) return;
      isOver = true;
      clearInterval(watch);
      leave();
      sent.destroy();
      if (file !== undefined) closeSync(file);
      settle();
    };
    const fail = (error: Error): void => end(() => reject(error));

    let sinceLook = 0;
    const look = (): void => {
      if (sinceLook === 0) fail(new TransferError(`no byte arrived within ${timeout} s`));
      else if (sinceLook < LOWEST_SPEED * timeout) {
        fail(new TransferError(`only ${sinceLook} bytes arrived within ${timeout} s`));
      }
      sinceLook = 0;
    };
    let watch = setInterval(look, timeout * 1000);

    const headers = {
      "user-agent": "convkernel",
      // What a server packs on the way, and what it calls packed because of the file's name, would be another file.
      "accept-encoding": "identity",
      ...(start > 0 && { range: `bytes=${start}-` }),
    };
    // Through HTTPS_PROXY and its like, which Node does not heed by itself.
    const proxied = { proxyEnv: process.env };
    // Not at the top of the file: it takes longer to load than the library.
    const { get, Agent } = requirePackage(`node:${url.protocol.slice(0, -1)}`) as typeof Http | typeof Https;
    const sent = get(url, { headers, agent: new Agent(proxied) });
    const leave = whenAborted(signal, fail);
    sent.on("error", fail);
    sent.on("response", (response) => {
      clearInterval(watch);
      watch = setInterval(look, timeout * 1000);
      const { statusCode: status = 0, headers: got } = response;
      if (status >= 300 && status < 400 && got.location !== undefined) {
        if (!URL.canParse(got.location, url.href)) return fail(refused(`a redirection to ${got.location}`));
        const next = new URL(got.location, url);
        if (!/^https?:$/.test(next.protocol)) return fail(refused(`a redirection to ${next.protocol}`));
        return end(() => resolve(next));
      }
      const rest = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(got["content-range"] ?? "");
      if (status === 416 && start > 0) {
        if (rest?.[2] === String(start)) return end(() => resolve(undefined)); // nothing is left to send
        return fail(new TransferError("the server has no such rest of the file", { isStale: true }));
      }
      if (status !== 200 && status !== 206) return fail(answered(response));
      const isRest = status === 206;
      if (isRest && rest?.[1] !== undefined && Number(rest[1]) !== start) {
        return fail(new TransferError("the server sent another part than the one asked for", { isStale: true }));
      }
      const offset = isRest ? start : 0;
      const length = Number(got["content-length"]) || undefined;
      const total = isRest && rest?.[2] !== undefined && rest[2] !== "*" ? Number(rest[2]) : length && offset + length;
      let received = 0;
      response.on("error", fail);
      response.on("data", (chunk: Buffer) => {
        if (isOver) return;
        if (received === 0 && offset === 0) {
          const page = pageTitle(chunk);
          if (page !== undefined)
            return fail(new TransferError(`an HTML page came in place of the file${page}`, { isFinal: true }));
        }
        try {
          if (file === undefined) {
            file = openSync(part, isRest ? "a" : "w");
            begun(offset, total);
          }
          for (let written = 0; written < chunk.length;) written += writeSync(file, chunk, written);
        } catch (error) {
          return fail(error as Error);
        }
        received += chunk.length;
        sinceLook += chunk.length;
        const stop = came(chunk.length);
        if (stop !== undefined) fail(stop);
      });
      response.on("close", () => {
        const whole = response.complete && (length === undefined || received === length);
        if (!whole) return fail(new TransferError(`the connection broke off after ${received} bytes`));
        if (received === 0 && start === 0) return fail(new TransferError("the server sent nothing"));
        end(() => resolve(undefined));
      });
    });
  });
}

const refused = (what: string): TransferError =>
  new TransferError(`the server answered with ${what}`, { isFinal: true });

function answered({ statusCode = 0, statusMessage, headers }: Http.IncomingMessage): TransferError {
  const text = `the server answered ${statusCode} ${statusMessage ?? ""}`.trim();
  const given = headers["retry-after"];
  const seconds =
    given === undefined ? NaN : /^\d+$/.test(given) ? Number(given) : (Date.parse(given) - Date.now()) / 1000;
  // 408 and 429 are about the moment, like all that begins with 5; what else begins with 4 is about the request.
  const isFinal = statusCode < 500 && statusCode !== 408 && statusCode !== 425 && statusCode !== 429;
  return new TransferError(text, { isFinal, retryAfter: Number.isFinite(seconds) ? Math.max(0, seconds) : undefined });
}

/** What a page calls itself, in brackets, if these bytes begin one. */
function pageTitle(chunk: Buffer): string | undefined {
  const text = chunk.subarray(0, 4096).toString("utf8").trimStart();
  if (!/^(<!doctype html|<html|<head|<\?xml[^>]*>\s*<!doctype html)/i.test(text)) return undefined;
  const title = /<title[^>]*>\s*([^<]{1,60})/i.exec(text)?.[1]?.trim();
  return title ? ` ("${title}"); a login may be needed` : "; a login may be needed";
}
