/** A panel for a training loop: curves, a learning rate to adjust, pause and step, current mistakes. */
import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { language } from "../../data/language.ts";
import { Optimizer } from "../../optim/index.ts";
import { optional, required, signature } from "../../shape/index.ts";
import { Tensor } from "../../tensor/index.ts";
import { displaySymbol } from "../display.ts";
import type { Figure } from "../figure.ts";
import { hostDisplay, printed, shown, type Shown } from "../host.ts";
import * as is from "../kinds.ts";
import { line } from "../makers.ts";
import { Picture, stillTag } from "../picture.ts";
import { extremes } from "../thin.ts";
import { say, wordsOf } from "../words.ts";
import { inspect as nodeInspect } from "node:util";
import { esmOf } from "./esm.ts";
import { isStillRequest, stillAnswer, Widget } from "./widget.ts";

/** Milliseconds between messages to the page, and between still pictures if no page has responded. */
const interval = 100;
const stillInterval = 1000;
/** After this long without a tick, the training counts as finished. */
const rest = 1000;
/** How many points of a curve the page receives. */
const most = 600;

type Values = Readonly<Record<string, number | Tensor>>;
type Curves = Readonly<Record<string, readonly number[]>>;

interface BoardState {
  readonly [name: string]: unknown;
  /** The x and y values of each curve. */
  readonly curves: Readonly<Record<string, { readonly x: readonly number[]; readonly y: readonly number[] }>>;
  readonly epochs: Curves;
  readonly lr: number;
  readonly isPaused: boolean;
  readonly isOver: boolean;
  /** How many batches have been reported. */
  readonly count: number;
  /** How many batches the page has requested while it is paused. */
  readonly steps: number;
  readonly mistakes: string;
  readonly mistakesAlt: string;
  /** Increases with each message to the page. */
  readonly answer: number;
}

const dashboardSignature = signature("plot.dashboard", {
  optimizer: optional(
    is.kind("Optimizer", (value): value is Optimizer => value instanceof Optimizer),
    undefined,
  ),
});
const valuesKind: is.Kind<Values> = is.kind(
  "object of numbers by their names",
  (value): value is Values =>
    is.record.read(value) === value &&
    Object.values(value as object).every(
      (item) => typeof item === "number" || (item instanceof Tensor && item.numel() === 1),
    ),
  { isObject: true },
);
const tickSignature = signature("Dashboard.tick", { values: required(valuesKind) });
const epochSignature = signature("Dashboard.epoch", { values: required(valuesKind) });
const mistakesSignature = signature("Dashboard.mistakes", {
  picture: required(is.kind("Picture", (value): value is Picture => value instanceof Picture)),
});

/** Made by `plot.dashboard`. */
export class Dashboard {
  readonly #optimizer: Optimizer | undefined;
  readonly #curves: Record<string, number[]> = {};
  readonly #epochs: Record<string, number[]> = {};
  readonly #widget: Widget<BoardState>;
  #mistakes: Picture | undefined;
  #count = 0;
  #answers = 0;
  #isPaused = false;
  /** How many batches the page has requested since it appeared, and how many of those have run. */
  #asked = 0;
  #stepped = 0;
  #go: (() => void) | undefined;
  /** Where it is shown; a new place for each cell. */
  #id: string | undefined;
  /** Whether a page has responded: then it draws by itself. */
  #isAlive = false;
  #sent = -Infinity;
  #stillSent = -Infinity;
  #ticked = -Infinity;
  #isSettling = false;

  constructor(optimizer: Optimizer | undefined) {
    this.#optimizer = optimizer;
    const state = {
      ...this.#told(),
      lrStart: this.lr,
      steps: 0,
      words: wordsOf("dashboard"),
      language: language(),
    };
    this.#widget = new Widget<BoardState>({
      esm: esmOf("dashboard"),
      state: state as unknown as BoardState,
      onChange: (changes) => this.#changed(changes),
      onMessage: (content) => this.#message(content),
    });
  }

  /** All values that have been reported, by name. */
  get history(): Curves {
    return this.#curves;
  }

  /** The optimizer's learning rate, as set by the slider. */
  get lr(): number {
    return Number(this.#optimizer?.paramGroups[0]?.["lr"] ?? 0);
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /**
   * Reports the values of one batch and lets the page respond; await it once per batch. While training is paused on the
   * page, it waits here.
   * @throws {TypeError} for anything but an object of numbers
   */
  async tick(values: Values): Promise<void>;
  async tick(...given: unknown[]): Promise<void> {
    const { values: told } = tickSignature.read([{ values: given[0] }, ...given.slice(1)]);
    collect(this.#curves, told);
    this.#count++;
    this.#ticked = performance.now();
    this.#show();
    if (this.#ticked - this.#sent >= interval) this.#send();
    // The page's messages arrive between two turns of the event loop.
    await setImmediate();
    if (this.#isPaused) this.#send();
    while (this.#isPaused && this.#stepped === this.#asked)
      await new Promise<void>((resolve) => {
        this.#go = resolve;
      });
    if (this.#stepped < this.#asked) this.#stepped++;
    this.#ticked = performance.now();
  }

  /** Reports the values of one epoch, which are drawn on a second pair of axes. */
  async epoch(values: Values): Promise<void>;
  async epoch(...given: unknown[]): Promise<void> {
    const { values: told } = epochSignature.read([{ values: given[0] }, ...given.slice(1)]);
    collect(this.#epochs, told);
    this.#ticked = performance.now();
    this.#show();
    this.#send();
    await setImmediate();
  }

  /** Shows pictures beside the curves: those that the model currently misclassifies. */
  mistakes(picture: Picture): void;
  mistakes(...given: unknown[]): void {
    this.#mistakes = mistakesSignature.read(given).picture;
    this.#send();
  }

  /** The curves as a figure. */
  figure(): Figure | undefined {
    const some = Object.keys(this.#curves).length > 0 ? this.#curves : this.#epochs;
    const drawable = Object.entries(some).filter(([, y]) => y.some(Number.isFinite));
    if (drawable.length === 0) return undefined;
    return line(Object.fromEntries(drawable), {
      xlabel: say("dashboard", some === this.#curves ? "batch" : "epoch"),
      // Several curves have a legend.
      ...(drawable.length === 1 ? { ylabel: drawable[0]![0] } : {}),
    });
  }

  /** For a cell that ends with it: the board in its current state. */
  [displaySymbol](): Shown {
    return this.#isSettling || this.#count === 0 ? this.#live() : this.#done();
  }

  toString(): string {
    const figure = this.figure();
    return figure === undefined
      ? `[dashboard] ${say("dashboard", "nothing")}`
      : `[dashboard] ${String(figure).replace(/^\[figure\] /, "")}`;
  }

  [nodeInspect.custom](): string {
    return printed(this);
  }

  #told(): Omit<BoardState, "steps"> {
    const curves = Object.entries(this.#curves).map(([name, values]) => {
      const kept = extremes(values, most);
      return [name, { x: kept, y: kept.map((i) => values[i]!) }] as const;
    });
    return {
      curves: Object.fromEntries(curves),
      // Rebuilt each time, but only changes are sent.
      epochs: { ...this.#epochs },
      lr: this.lr,
      isPaused: this.#isPaused,
      isOver: false,
      count: this.#count,
      mistakes: this.#mistakes?.png.toString("base64") ?? "",
      mistakesAlt: this.#mistakes?.alt ?? "",
      answer: this.#answers,
    };
  }

  #send(): void {
    this.#sent = performance.now();
    if (this.#widget.isOpen) {
      // A value set by the page is not sent back to it: the page may have moved on meanwhile.
      const { state } = this.#widget;
      const changes = Object.entries(this.#told()).filter(([name, value]) => value !== state[name]);
      this.#widget.set(Object.fromEntries(changes));
    }
    // If no page has responded, the still picture is updated. The view is sent along, because the page may just be slow
    // to load.
    if (this.#isAlive || this.#id === undefined || this.#sent - this.#stillSent < stillInterval) return;
    this.#stillSent = this.#sent;
    hostDisplay()?.({ [displaySymbol]: () => this.#live() }, { display_id: this.#id, update: true });
  }

  /** The first tick of a cell shows the board there; the last tick is followed by the final state. */
  #show(): void {
    if (this.#isSettling) return;
    this.#isSettling = true;
    const settled = this.#settled();
    const display = hostDisplay();
    if (display === undefined) return void settled.then(() => console.log(String(this)));
    this.#id = randomUUID();
    this.#isAlive = false;
    this.#stillSent = performance.now();
    display({ [displaySymbol]: () => this.#live() }, { display_id: this.#id });
    display({ [displaySymbol]: () => settled }, { display_id: this.#id, update: true });
  }

  /** The final state: curves and mistakes as they were last, once no batch has come for a while. */
  async #settled(): Promise<Shown> {
    for (let wait = rest; wait > 0 || this.#isPaused; wait = this.#ticked + rest - performance.now())
      await new Promise((resolve) => setTimeout(resolve, Math.max(wait, interval)));
    this.#isSettling = false;
    this.#widget.set({ ...this.#told(), isOver: true });
    return this.#done();
  }

  #live(): Shown {
    const still = this.figure()?.still();
    const [view] = this.#widget[displaySymbol]();
    const picture = still === undefined ? {} : { "text/html": this.#html(still) };
    return shown({ ...view, ...picture, "text/plain": this.toString() }, {});
  }

  #html(still: Picture): string {
    const all = [still, ...(this.#mistakes === undefined ? [] : [this.#mistakes])];
    return all.map((picture) => `<div>${stillTag(picture)}</div>`).join("");
  }

  #done(): Shown {
    const figure = this.figure();
    if (figure === undefined) return this.#live();
    const still = figure.still();
    if (this.#mistakes === undefined || still === undefined) return figure[displaySymbol]();
    const { png, width, height, alt } = still;
    return shown(
      {
        "text/html": this.#html(still),
        "image/png": png.toString("base64"),
        "text/plain": this.toString(),
      },
      { "image/png": { width, height, alt } },
    );
  }

  #changed(changes: Partial<BoardState>): void {
    const { lr, isPaused, steps } = changes;
    if (typeof lr === "number" && Number.isFinite(lr) && lr >= 0)
      for (const group of this.#optimizer?.paramGroups ?? []) group["lr"] = lr;
    if (typeof isPaused === "boolean") {
      this.#isPaused = isPaused;
      if (!isPaused) this.#wake();
    }
    if (typeof steps === "number" && steps > this.#asked) {
      this.#asked = steps;
      // Requests made while it runs do not count.
      if (this.#isPaused) this.#wake();
      else this.#stepped = steps;
    }
    this.#answer();
  }

  #message(content: unknown): void {
    if (isStillRequest(content)) return this.#widget.send(stillAnswer({ [displaySymbol]: () => this.#live() }));
    const { kind } = (content ?? {}) as { readonly kind?: unknown };
    if (kind === "alive") this.#isAlive = true;
  }

  #answer(): void {
    this.#answers++;
    this.#widget.set({ answer: this.#answers } as Partial<BoardState>);
  }

  #wake(): void {
    this.#go?.();
    this.#go = undefined;
  }
}

function collect(curves: Record<string, number[]>, values: Values): void {
  for (const [name, value] of Object.entries(values))
    (curves[name] ??= []).push(typeof value === "number" ? value : Number(value.item()));
}

/**
 * A panel shown under the cell that trains: call `await board.tick({ loss })` once per batch to draw the curve and
 * respond to the page, where you can adjust the learning rate, pause the training or run it one batch at a time.
 * Afterwards its still picture stays; without the widget manager that picture is all there is.
 * @param optimizer the optimizer whose learning rate the slider sets
 * @see https://docs.pytorch.org/docs/2.13/optim.html
 * @example
 * const model = new nn.Linear(1, 1);
 * const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
 * const board = plot.dashboard(optimizer);
 * board.history // {}
 */
export function dashboard(optimizer?: Optimizer): Dashboard;
export function dashboard(options: { readonly optimizer?: Optimizer | undefined }): Dashboard;
export function dashboard(...given: unknown[]): Dashboard {
  return new Dashboard(dashboardSignature.read(given).optimizer);
}
