/**
 * The two ends of a test that is run apart from the answers. The judge's end provides the student's names as values that call the other
 * process; the student's end answers. One end always works while the other waits, so a call looks like any other call.
 *
 * Both ends run in runners. `exchange` sends a text and blocks until the other end's text arrives, which also returns control.
 */
import { SharedValues, type Library, type Parcel, type Sent } from "./shared-values.ts";

export type Exchange = (text: string) => string | null;

type Asked =
  | { readonly op: "name"; readonly name: string }
  | { readonly op: "call"; readonly id: string; readonly self: Sent; readonly args: readonly Sent[] }
  | { readonly op: "construct"; readonly id: string; readonly args: readonly Sent[] }
  | { readonly op: "method"; readonly id: string; readonly name: string; readonly args: readonly Sent[] }
  | { readonly op: "get"; readonly id: string; readonly key: Sent }
  | { readonly op: "set"; readonly id: string; readonly key: Sent; readonly value: Sent }
  | { readonly op: "isInstance"; readonly id: string; readonly value: Sent }
  | { readonly op: "await"; readonly id: string };
type Returned = { readonly op: "return"; readonly value: Sent };
type Thrown = { readonly op: "throw"; readonly value: Sent };
type Answered = Returned | Thrown;
/** The other process can no longer answer; `why` says the reason. */
type Gone = { readonly op: "gone"; readonly why: string };
type Carried = Parcel & { readonly random?: string };
type Message = (Asked & Carried) | (Returned & Carried) | (Thrown & Carried);

const call = Reflect.apply;

class End {
  readonly #library: Library;
  readonly #exchange: Exchange;
  readonly #isJudge: boolean;
  readonly values: SharedValues;
  readonly #names: (name: string) => unknown;
  /** The state of the random numbers as last sent to the other end. */
  #random = "";

  constructor(library: Library, side: "judge" | "student", exchange: Exchange, names: (name: string) => unknown) {
    this.#library = library;
    this.#exchange = exchange;
    this.#isJudge = side === "judge";
    this.#names = names;
    this.values = new SharedValues(library, side, {
      call: (id, self, args) => this.ask(() => ({ op: "call", id, self: this.#sent(self), args: this.#all(args) })),
      construct: (id, args) => this.ask(() => ({ op: "construct", id, args: this.#all(args) })),
      method: (id, name, args) => this.ask(() => ({ op: "method", id, name, args: this.#all(args) })),
      get: (id, key) => this.ask(() => ({ op: "get", id, key: this.#sent(key) })),
      set: (id, key, value) => void this.ask(() => ({ op: "set", id, key: this.#sent(key), value: this.#sent(value) })),
      isInstance: (id, value) => this.ask(() => ({ op: "isInstance", id, value: this.#sent(value) })) === true,
      // Asked for only when the caller has gone on, because it may want to start other promises first.
      awaited: (id) => {
        const promise = new Promise((resolve, reject) =>
          setImmediate(() => {
            try {
              resolve(this.ask(() => ({ op: "await", id })));
            } catch (error) {
              reject(error as Error);
            }
          }),
        );
        promise.catch(() => {});
        return promise;
      },
    });
  }

  readonly #sent = (value: unknown): Sent => this.values.sent(value);
  readonly #all = (values: readonly unknown[]): Sent[] => values.map(this.#sent);

  /** Asks the other end, and meanwhile answers its questions. */
  ask(asked: () => Asked): unknown {
    let text = this.#exchange(this.#write(asked));
    for (;;) {
      const message = this.#read(text);
      if (message.op === "return") return this.values.received(message.value);
      if (message.op === "throw") throw this.values.received(message.value) as Error;
      text = this.#exchange(this.#answer(message));
    }
  }

  /** The text that answers a question. */
  #answer(message: Asked): string {
    try {
      const value = this.#done(message);
      return this.#write(() => ({ op: "return", value: this.#sent(value) }));
    } catch (error) {
      return this.#thrown(error);
    }
  }

  #thrown(error: unknown): string {
    try {
      return this.#write(() => ({ op: "throw", value: this.#sent(error) }));
    } catch (other) {
      return this.#write(() => ({ op: "throw", value: this.#sent(new TypeError(messageOf(other))) }));
    }
  }

  /** Answers until there are no more questions. Only here can something be awaited. */
  async serve(): Promise<void> {
    let text = this.#exchange("");
    while (text !== null && text !== "") {
      const message = this.#read(text) as Asked;
      if (message.op !== "await") text = this.#exchange(this.#answer(message));
      else {
        let answer: string;
        try {
          const value = await (this.values.own(message.id).object as Promise<unknown>);
          answer = this.#write(() => ({ op: "return", value: this.#sent(value) }));
        } catch (error) {
          answer = this.#thrown(error);
        }
        text = this.#exchange(answer);
      }
    }
  }

  #done(message: Asked): unknown {
    const { values } = this;
    const received = (sent: Sent): unknown => values.received(sent);
    switch (message.op) {
      case "name":
        return this.#names(message.name);
      case "call": {
        const { object, kind } = values.own(message.id);
        if (kind !== "function") throw new TypeError("this is no function");
        // The other end must not choose what `this` is in the judge.
        return call(
          object as (...args: unknown[]) => unknown,
          this.#isJudge ? undefined : received(message.self),
          message.args.map(received),
        );
      }
      case "method": {
        const { object, kind } = values.own(message.id);
        if (kind !== "module") throw new TypeError("this is no module");
        const { name } = message;
        const args = message.args.map(received);
        // The module itself is called, not its `forward`, so that hooks run too.
        if (name === "forward") return call(object as (...args: unknown[]) => unknown, undefined, args);
        // Only the class's own members, nothing inherited: through inherited ones everything in a process could be reached.
        if (!values.methodsOf(object).includes(name)) throw new TypeError(`${name} is no method`);
        const method = (object as unknown as Record<string, unknown>)[name];
        return call(method as (...args: unknown[]) => unknown, object, args);
      }
      case "await":
        throw new TypeError("a promise cannot be awaited while another call waits for an answer");
    }
    // From here on the other end looks into objects, which is not allowed for the judge's.
    if (this.#isJudge) throw new TypeError("objects of the test cannot be looked into");
    const { object } = values.own(message.id);
    switch (message.op) {
      case "construct":
        return Reflect.construct(object as new (...args: unknown[]) => object, message.args.map(received));
      case "get": {
        const value = Reflect.get(object, received(message.key) as PropertyKey) as unknown;
        // A method must be bound to its object; a class must not.
        return typeof value === "function" && !isClass(value) ? this.#bound(object, value) : value;
      }
      case "set":
        return Reflect.set(object, received(message.key) as PropertyKey, received(message.value));
      case "isInstance":
        return received(message.value) instanceof (object as new () => object);
    }
  }

  readonly #methods = new WeakMap<object, Map<unknown, unknown>>();

  /** Returns the same function for the same method, so that comparing two of them works. */
  #bound(object: object, method: object): unknown {
    const known = this.#methods.get(object) ?? new Map<unknown, unknown>();
    this.#methods.set(object, known);
    if (!known.has(method)) known.set(method, (method as (...args: unknown[]) => unknown).bind(object));
    return known.get(method);
  }

  #write(message: () => Asked | Answered): string {
    const written = this.values.write(message);
    const random = this.#isJudge ? this.#randomState() : undefined;
    return JSON.stringify({ ...written, ...(random !== undefined && { random }) });
  }

  /** A seed that a test sets also applies to the code it calls. There is no way back: an answer must not choose the test's numbers. */
  #randomState(): string | undefined {
    const state = Buffer.from(this.#library.torch.getRngState().numpy() as Uint8Array).toString("base64");
    if (state === this.#random) return undefined;
    this.#random = state;
    return state;
  }

  #read(text: string | null): Message {
    if (text === null) throw new Error("the process that was asked has gone");
    const message = JSON.parse(text) as Message | Gone;
    if (message.op === "gone") throw new Error(message.why);
    if (!Array.isArray(message.fresh) || !Array.isArray(message.changed)) throw new TypeError("that is no message");
    this.values.read(message);
    const { random } = message;
    if (random !== undefined && !this.#isJudge) {
      const { torch } = this.#library;
      torch.setRngState(torch.fromArray(Uint8Array.from(Buffer.from(random, "base64")), [5056], torch["uint8"]));
    }
    return message;
  }
}

const isClass = (value: object): boolean => Object.getOwnPropertyDescriptor(value, "prototype")?.writable === false;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The student's end. `serve` answers from now on, with the values that `names` returns. */
export function studentsEnd(
  library: Library,
  exchange: Exchange,
): { serve(names: Readonly<Record<string, () => unknown>>): Promise<void> } {
  let names: Readonly<Record<string, () => unknown>> = {};
  const end = new End(library, "student", exchange, (name) => {
    if (!Object.hasOwn(names, name)) throw new ReferenceError(`${name} is not defined`);
    return names[name]!();
  });
  return {
    serve(given) {
      names = given;
      return end.serve();
    },
  };
}

/** The judge's end: `value` returns what a name means in the student's notebook, `forget` prepares for the next student. */
export function judgesEnd(library: Library, exchange: Exchange): { value(name: string): unknown; forget(): void } {
  const end = new End(library, "judge", exchange, (name) => {
    throw new ReferenceError(`${name} is not defined`);
  });
  return {
    value: (name) => end.ask(() => ({ op: "name", name })),
    forget: () => end.values.forget(),
  };
}
