/**
 * Decodes picture files with sharp (libvips) and two small readers, to the pixels that PIL gives. sharp is asynchronous, but a dataset must
 * answer at once, so sharp runs in a thread, and this thread sleeps until the answer arrives. Pictures requested in advance are decoded
 * meanwhile.
 */
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from "node:worker_threads";
import type { DecodeWorkerData, Picture, Question } from "./decode-worker.ts";

/** No picture takes longer than this. */
const PATIENCE_MS = 60_000;
const LOOK_MS = 100;

interface Running {
  readonly worker: Worker;
  readonly port: MessagePort;
  readonly answers: Int32Array<SharedArrayBuffer>;
}

let running: Running | undefined;
let lastId = 0;

/** Answers that have arrived, by the number of their question. */
const arrived = new Map<number, Picture>();
/** Questions asked in advance whose pictures have not been requested yet, by path; those in `waiting` have not been sent. */
const ahead = new Map<string, number>();
const waiting: Question[] = [];
let inWork = 0;
let places = 1;

/** Starts decoding these files in advance, `threads` at once. */
export function decodeAhead(paths: readonly string[], threads: number): void {
  places = Math.max(1, threads);
  for (const path of paths) {
    if (ahead.has(path)) continue;
    ahead.set(path, ++lastId);
    waiting.push({ id: lastId, path });
  }
  send();
}

/** Forgets pictures that were decoded in advance but not requested. */
export function forgetAhead(): void {
  for (const id of ahead.values()) arrived.delete(id);
  ahead.clear();
  waiting.length = 0;
}

/**
 * The picture in a file, as [3, H, W].
 * @throws Error that names a file that cannot be read.
 */
export function decode(path: string): Exclude<Picture, { error: string }> {
  const begun = ahead.get(path);
  ahead.delete(path);
  const id = begun ?? ++lastId;
  const place = waiting.findIndex((question) => question.id === id);
  if (place !== -1) waiting.splice(place, 1);
  if (begun === undefined || place !== -1) ask({ id, path });
  const picture = answerTo(id, path);
  if ("error" in picture)
    throw new Error(`${path} cannot be read as a picture (${picture.error}); mend it or take it out of the folder`);
  return picture;
}

function send(): void {
  while (inWork < places && waiting.length > 0) ask(waiting.shift()!);
}

function ask(question: Question): void {
  inWork++;
  thread().port.postMessage(question);
}

/** Takes the answers that have arrived, and sleeps until the one to `id` is among them. */
function answerTo(id: number, path: string): Picture {
  const { port, answers } = thread();
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const count = Atomics.load(answers, 0);
    for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
      const picture = next.message as Picture;
      inWork--;
      arrived.set(picture.id, picture);
      send();
    }
    const picture = arrived.get(id);
    if (picture !== undefined) {
      arrived.delete(id);
      return picture;
    }
    if (performance.now() > end) {
      stop();
      throw new Error(`${path} cannot be read as a picture (no answer within ${PATIENCE_MS / 1000} s)`);
    }
    Atomics.wait(answers, 0, count, LOOK_MS);
  }
}

function thread(): Running {
  if (running !== undefined) return running;
  const { port1, port2 } = new MessageChannel();
  const answers = new Int32Array(new SharedArrayBuffer(4));
  const data: DecodeWorkerData = { port: port2, answers };
  const url = new URL(`./decode-worker${import.meta.url.slice(-3)}`, import.meta.url);
  const worker = new Worker(url, { workerData: data, transferList: [port2] });
  // The thread ends with the process, and does not keep it alive.
  worker.unref();
  port1.unref();
  worker.on("error", stop);
  running = { worker, port: port1, answers };
  return running;
}

/** The next question starts a new thread. */
function stop(): void {
  void running?.worker.terminate();
  running = undefined;
  arrived.clear();
  forgetAhead();
  inWork = 0;
}
