/** One request for a file, or for the part of it that is still missing. */
import { closeSync, openSync, statSync, writeSync } from "node:fs";
import type * as Http from "node:http";
import type * as Https from "node:https";
import { requirePackage } from "../../backend/require.ts";
import { reason, type Reason } from "../words.ts";
import { whenAborted } from "./interrupt.ts";

export interface Transfer {
  readonly url: URL;
  /** Where the bytes go; bytes that are already there are not requested again. */
  readonly part: string;
  readonly signal: AbortSignal | undefined;
  /** After this many seconds without a byte, or with hardly any, the server is considered gone. */
  readonly timeout: number;
  /** Called when the server has answered: how many bytes of the file are already here, and how many it has. */
  readonly begun: (done: number, total: number | undefined) => void;
  /** Called when bytes have arrived; an error that this returns ends the transfer. */
  readonly came: (bytes: number) => Error | undefined;
}

/** Why a request brought nothing, and what to do about it. */
export class TransferError extends Error {
  /** Whether another request there would end in the same way. */
  readonly isFinal: boolean;
  /** The seconds that the server asks to wait. */
  readonly retryAfter: number | undefined;
  /** Whether the part of the file that is here is useless. */
  readonly isStale: boolean;

  readonly reason: Reason;

  constructor(
    reason: Reason,
    { isFinal = false, isStale = false, retryAfter }: Partial<Omit<TransferError, "reason">> = {},
  ) {
    super(reason.message);
    this.reason = reason;
    this.isFinal = isFinal;
    this.isStale = isStale;
    this.retryAfter = retryAfter;
  }
}

/** Bytes per second: anything less counts as nothing, because such a server would take more than a day. */
const LOWEST_SPEED = 1000;
const MOST_REDIRECTS = 10;

/** @throws TransferError if the server failed, NodeJS.ErrnoException if the disk or the network did. */
export async function transfer(options: Transfer): Promise<void> {
  let { url } = options;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const next = await request(url, options);
    if (next === undefined) return;
    url = next;
  }
  throw new TransferError(reason("redirects", { count: MOST_REDIRECTS }), { isFinal: true });
}

export const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** Resolves to the URL that the server redirects to, or to undefined once the file is complete. */
function request(url: URL, { part, signal, timeout, begun, came }: Transfer): Promise<URL | undefined> {
  signal?.throwIfAborted();
  const start = sizeOf(part);
  return new Promise((resolve, reject) => {
    let file: number | undefined;
    let isOver = false;
    // The file is closed together with the request, even if an interrupt cuts off the code that reads: two requests must never write at
    // once.
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
      if (sinceLook === 0) fail(new TransferError(reason("noByte", { seconds: timeout })));
      else if (sinceLook < LOWEST_SPEED * timeout) {
        fail(new TransferError(reason("fewBytes", { count: sinceLook, seconds: timeout })));
      }
      sinceLook = 0;
    };
    let watch = setInterval(look, timeout * 1000);

    const headers = {
      "user-agent": "convkernel",
      // If a server compresses the file, or calls it compressed because of its name, we would get a different file.
      "accept-encoding": "identity",
      ...(start > 0 && { range: `bytes=${start}-` }),
    };
    // Through HTTPS_PROXY and the like, which Node ignores by default.
    const proxied = { proxyEnv: process.env };
    // Not at the top of the file, because it takes longer to load than the library.
    const { get, Agent } = requirePackage(`node:${url.protocol.slice(0, -1)}`) as typeof Http | typeof Https;
    const sent = get(url, { headers, agent: new Agent(proxied) });
    const leave = whenAborted(signal, fail);
    sent.on("error", fail);
    sent.on("response", (response) => {
      clearInterval(watch);
      watch = setInterval(look, timeout * 1000);
      const { statusCode: status = 0, headers: got } = response;
      if (status >= 300 && status < 400 && got.location !== undefined) {
        if (!URL.canParse(got.location, url.href)) return fail(refused(got.location));
        const next = new URL(got.location, url);
        if (!/^https?:$/.test(next.protocol)) return fail(refused(next.protocol));
        return end(() => resolve(next));
      }
      const rest = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(got["content-range"] ?? "");
      if (status === 416 && start > 0) {
        if (rest?.[2] === String(start)) return end(() => resolve(undefined)); // nothing is left to send
        return fail(new TransferError(reason("cannotContinue"), { isStale: true }));
      }
      if (status !== 200 && status !== 206) return fail(answered(response));
      const isRest = status === 206;
      if (isRest && rest?.[1] !== undefined && Number(rest[1]) !== start) {
        return fail(new TransferError(reason("otherPart"), { isStale: true }));
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
            return fail(new TransferError(reason("htmlPage", { title: page }), { isFinal: true }));
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
        if (!whole) return fail(new TransferError(reason("cutOff", { count: received })));
        if (received === 0 && start === 0) return fail(new TransferError(reason("nothing")));
        end(() => resolve(undefined));
      });
    });
  });
}

const refused = (place: string): TransferError => new TransferError(reason("redirected", { place }), { isFinal: true });

function answered({ statusCode = 0, statusMessage, headers }: Http.IncomingMessage): TransferError {
  const told = reason("answered", { status: `${statusCode} ${statusMessage ?? ""}`.trim() });
  const given = headers["retry-after"];
  const seconds =
    given === undefined ? NaN : /^\d+$/.test(given) ? Number(given) : (Date.parse(given) - Date.now()) / 1000;
  // 408, 425 and 429 are temporary, like everything that begins with 5; all others that begin with 4 are about the request.
  const isFinal = statusCode < 500 && statusCode !== 408 && statusCode !== 425 && statusCode !== 429;
  return new TransferError(told, { isFinal, retryAfter: Number.isFinite(seconds) ? Math.max(0, seconds) : undefined });
}

/** The title of a page, in brackets, if these bytes are the start of one. */
function pageTitle(chunk: Buffer): string | undefined {
  const text = chunk.subarray(0, 4096).toString("utf8").trimStart();
  if (!/^(<!doctype html|<html|<head|<\?xml[^>]*>\s*<!doctype html)/i.test(text)) return undefined;
  const title = /<title[^>]*>\s*([^<]{1,60})/i.exec(text)?.[1]?.trim();
  return title ? ` ("${title}"); a login may be needed` : "; a login may be needed";
}
