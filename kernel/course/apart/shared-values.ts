/**
 * Values that two processes share: each gets its own copy of what the other sends, and changes to one copy are applied to the other when
 * control passes over. Functions, and objects of classes that the library does not know, stay where they are: the other process gets a
 * stand-in that calls back.
 *
 * Runs in runners, one end in the judge's and one in the student's. What comes from the other end is only data: none of its text is ever
 * run, and none of its names reaches a prototype. Long because the four things done with a value (sending, receiving, comparing, changing)
 * have to be read side by side.
 */

/** What the ends need from the library. It is passed in, because the kernel does not import the library. */
export interface Library {
  readonly torch: Record<string, unknown> & {
    noGrad<T>(run: () => T): T;
    fromArray(array: NodeJS.TypedArray, shape: readonly number[], dtype: unknown): TensorLike;
    getRngState(): TensorLike;
    setRngState(state: TensorLike): void;
  };
  readonly nn: Record<string, unknown>;
  readonly Tensor: abstract new (...args: never[]) => TensorLike;
}

/**
 * The methods by which an end finds out what a module contains; each asks its own copy. Any other method that a class overrides is the
 * student's.
 */
const STRUCTURE: ReadonlySet<string> = new Set(
  "namedBuffers namedChildren namedModules namedParameters registerBuffer registerModule registerParameter".split(" "),
);

interface DType {
  readonly name: string;
}

interface TensorLike {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly memory: object;
  readonly _version: number;
  readonly isLeaf: boolean;
  requiresGrad: boolean;
  grad: TensorLike | null;
  peekGrad(): TensorLike | null;
  detach(): TensorLike;
  clone(): TensorLike;
  numpy(): NodeJS.TypedArray;
  copy_(other: TensorLike): void;
}

type ModuleLike = Record<string, unknown> & {
  training: boolean;
  namedBuffers(prefix: string, recurse: boolean): [string, unknown][];
  registerBuffer(name: string, tensor: unknown): void;
} & ((...args: unknown[]) => unknown);

/** A value as JSON. Anything but a plain number, string, boolean or null is an object with one key. */
export type Sent =
  | number
  | string
  | boolean
  | null
  | { readonly u: 1 }
  | { readonly n: "NaN" | "Infinity" | "-Infinity" | "-0" }
  | { readonly b: string }
  | { readonly s: string }
  | { readonly d: string }
  | { readonly o: string };

interface SentTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: string;
  readonly requiresGrad: boolean;
  readonly parameter: boolean;
  readonly grad: Omit<SentTensor, "grad"> | null;
}
type Pairs = readonly (readonly [Sent, Sent])[];
type Named = readonly (readonly [string, Sent])[];

type Content =
  | { readonly kind: "tensor"; readonly tensor: SentTensor }
  | { readonly kind: "array"; readonly items: readonly Sent[] }
  | { readonly kind: "object"; readonly entries: Named }
  | { readonly kind: "map"; readonly entries: Pairs }
  | { readonly kind: "set"; readonly items: readonly Sent[] }
  | { readonly kind: "date"; readonly time: number | null }
  | { readonly kind: "regexp"; readonly source: string; readonly flags: string }
  | { readonly kind: "bytes"; readonly type: string; readonly data: string }
  | { readonly kind: "error"; readonly name: string; readonly message: string }
  | {
      readonly kind: "module";
      /** Whether it is one of the library's layers; a user's own class keeps its `forward` where it is. */
      readonly layer: boolean;
      readonly name: string;
      readonly methods: readonly string[];
      readonly fields: Named;
      /** A container's members, by name or by number. */
      readonly members: Named | null;
      readonly buffers: readonly string[];
      readonly training: boolean;
    }
  | { readonly kind: "function"; readonly name: string; readonly length: number; readonly isClass: boolean }
  | { readonly kind: "promise" }
  | { readonly kind: "instance"; readonly name: string };

interface SentObject {
  readonly id: string;
  readonly content: Content;
}

/** Sent with each message: objects that are new to the other end, and those that have changed since they were last sent. */
export interface Parcel {
  readonly fresh: readonly SentObject[];
  readonly changed: readonly SentObject[];
}

interface Entry {
  readonly id: string;
  readonly object: object;
  readonly kind: Content["kind"];
  /** The state that the other end knows. */
  known: unknown;
}

/** How stand-ins reach the originals. */
export interface Reach {
  call(id: string, self: unknown, args: readonly unknown[]): unknown;
  construct(id: string, args: readonly unknown[]): unknown;
  method(id: string, name: string, args: readonly unknown[]): unknown;
  get(id: string, key: PropertyKey): unknown;
  set(id: string, key: PropertyKey, value: unknown): void;
  isInstance(id: string, value: unknown): boolean;
  awaited(id: string): Promise<unknown>;
}

const { defineProperty, getPrototypeOf, entries, hasOwn } = Object;

const ARRAYS: Readonly<Record<string, new (buffer: ArrayBuffer) => NodeJS.TypedArray>> = {
  Float64Array,
  Float32Array,
  BigInt64Array,
  BigUint64Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
};
const ERRORS: Readonly<Record<string, ErrorConstructor>> = {
  Error,
  TypeError,
  RangeError,
  ReferenceError,
  SyntaxError,
  EvalError,
  URIError,
};
const SYMBOLS = ["iterator", "asyncIterator", "toPrimitive", "toStringTag", "hasInstance"] as const;

const base64 = (array: NodeJS.TypedArray): string =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");

function bytesOf(data: string, type: string): NodeJS.TypedArray {
  const make = hasOwn(ARRAYS, type) ? ARRAYS[type]! : Uint8Array;
  const bytes = Buffer.from(data, "base64");
  return new make(Uint8Array.from(bytes).buffer);
}

/** The values that one end has sent or received. */
export class SharedValues {
  readonly #library: Library;
  readonly #side: string;
  /**
   * Whether the other end may reach objects of unknown classes. Never in the judge, because everything else could be reached through them.
   */
  readonly #isOpen: boolean;
  readonly #reach: Reach;
  readonly #byId = new Map<string, Entry>();
  readonly #byObject = new Map<object, Entry>();
  readonly #dtypes = new Map<string, unknown>();
  #count = 0;
  /** The new objects of the message being written. */
  #fresh: SentObject[] = [];
  #told = new Set<string>();

  constructor(library: Library, side: "judge" | "student", reach: Reach) {
    this.#library = library;
    this.#side = side[0]!;
    this.#isOpen = side === "student";
    this.#reach = reach;
    for (const value of Object.values(library.torch))
      if (typeof value === "object" && value !== null && isDtype(value)) this.#dtypes.set(value.name, value);
  }

  forget(): void {
    this.#byId.clear();
    this.#byObject.clear();
  }

  /** This end's object with an id. The other end may ask only for objects that it was given. */
  own(id: string): Entry {
    const entry = this.#byId.get(id);
    if (entry === undefined || !id.startsWith(this.#side)) throw new TypeError("there is no such object any more");
    return entry;
  }

  /** Writes a message: `write` makes its content, and calls `sent` for each value. */
  write<T extends object>(write: () => T): T & Parcel {
    this.#fresh = [];
    this.#told = new Set();
    const message = write();
    const changed: SentObject[] = [];
    for (const entry of this.#byId.values()) {
      if (this.#told.has(entry.id)) continue;
      const content = this.#changeOf(entry);
      if (content !== undefined) changed.push({ id: entry.id, content });
    }
    return { ...message, fresh: this.#fresh, changed };
  }

  /** Takes in a message's new and changed objects, before its values are read. */
  read({ fresh, changed }: Parcel): void {
    const waiting = new Map(fresh.map((each) => [each.id, each.content]));
    for (const { id } of fresh) this.#made(id, waiting);
    for (const { id, content } of changed) {
      const entry = this.#byId.get(id);
      if (entry === undefined || entry.kind !== content.kind) continue;
      this.#change(entry, content);
      entry.known = this.#knownOf(entry);
    }
  }

  sent(value: unknown): Sent {
    switch (typeof value) {
      case "undefined":
        return { u: 1 };
      case "string":
      case "boolean":
        return value;
      case "number":
        if (Number.isFinite(value) && !Object.is(value, -0)) return value;
        return { n: Object.is(value, -0) ? "-0" : (String(value) as "NaN") };
      case "bigint":
        return { b: String(value) };
      case "symbol": {
        const name = SYMBOLS.find((each) => Symbol[each] === value);
        if (name === undefined) throw new TypeError("a symbol cannot be handed to another process");
        return { s: name };
      }
      default:
        return value === null ? null : this.#sentObject(value as object);
    }
  }

  received(value: Sent): unknown {
    if (typeof value !== "object" || value === null) return value;
    if ("o" in value) {
      const entry = this.#byId.get(value.o);
      if (entry === undefined) throw new TypeError("a value came that was not sent along");
      return entry.object;
    }
    if ("n" in value) return value.n === "-0" ? -0 : Number(value.n);
    if ("b" in value) return BigInt(value.b);
    if ("s" in value) return SYMBOLS.includes(value.s as "iterator") ? Symbol[value.s as "iterator"] : undefined;
    if ("d" in value) return this.#dtypes.get(value.d);
    return undefined;
  }

  #sentObject(object: object): Sent {
    const known = this.#byObject.get(object);
    if (known !== undefined) return { o: known.id };
    if (isDtype(object) && this.#dtypes.get(object.name) === object) return { d: object.name };
    const kind = this.#kindOf(object);
    const entry = this.#keep(`${this.#side}${this.#count++}`, object, kind);
    // Its place is taken first: the objects it contains come after it.
    const at = this.#fresh.length;
    this.#told.add(entry.id);
    this.#fresh.push({ id: entry.id, content: { kind: "promise" } });
    try {
      this.#fresh[at] = { id: entry.id, content: this.#contentOf(entry) };
    } catch (error) {
      this.#byId.delete(entry.id);
      this.#byObject.delete(object);
      throw error;
    }
    entry.known = this.#knownOf(entry);
    return { o: entry.id };
  }

  #keep(id: string, object: object, kind: Entry["kind"]): Entry {
    const entry: Entry = { id, object, kind, known: undefined };
    this.#byId.set(id, entry);
    this.#byObject.set(object, entry);
    return entry;
  }

  #kindOf(object: object): Content["kind"] {
    const { Tensor, nn } = this.#library;
    if (object instanceof Tensor) return "tensor";
    if (object instanceof (nn["Module"] as new () => object)) return "module";
    if (typeof object === "function") {
      // Anybody who can call one of these can run arbitrary code here.
      if (object === Function || (object as { name?: string }).name === "eval")
        throw new TypeError("this function stays where it is");
      return "function";
    }
    if (Array.isArray(object)) return "array";
    if (object instanceof Map) return "map";
    if (object instanceof Set) return "set";
    if (object instanceof Date) return "date";
    if (object instanceof RegExp) return "regexp";
    if (object instanceof Error) return "error";
    if (object instanceof Promise) return "promise";
    if (ArrayBuffer.isView(object) && hasOwn(ARRAYS, object.constructor.name)) return "bytes";
    const above = getPrototypeOf(object) as object | null;
    // A state dict is a dictionary with some behaviour of its own.
    if (above === null || above === Object.prototype || above.constructor.name === "DictHabits") return "object";
    if (!this.#isOpen)
      throw new TypeError(`an object of class ${above.constructor.name} cannot be handed to another process`);
    return "instance";
  }

  #named(entries: Iterable<readonly [string, unknown]>): Named {
    return [...entries].map(([name, value]) => [name, this.sent(value)] as const);
  }

  #pairs(pairs: Iterable<readonly [unknown, unknown]>): Pairs {
    return [...pairs].map(([key, value]) => [this.sent(key), this.sent(value)] as const);
  }

  #contentOf({ object, kind }: Entry): Content {
    switch (kind) {
      case "tensor":
        return { kind, tensor: this.#sentTensor(object as TensorLike, true) as SentTensor };
      case "array":
      case "set":
        return { kind, items: [...(object as Iterable<unknown>)].map((item) => this.sent(item)) };
      case "object":
        return { kind, entries: this.#named(entries(object)) };
      case "map":
        return { kind, entries: this.#pairs(object as Map<unknown, unknown>) };
      case "date": {
        const time = (object as Date).getTime();
        return { kind, time: Number.isNaN(time) ? null : time };
      }
      case "regexp":
        return { kind, source: (object as RegExp).source, flags: (object as RegExp).flags };
      case "bytes":
        return { kind, type: object.constructor.name, data: base64(object as NodeJS.TypedArray) };
      case "error": {
        const { name, message } = object as Error;
        return { kind, name: String(name), message: String(message) };
      }
      case "module":
        return this.#moduleContent(object as ModuleLike);
      case "function": {
        const { name, length } = object as (...args: unknown[]) => unknown;
        const prototype = Object.getOwnPropertyDescriptor(object, "prototype");
        const isClass = prototype !== undefined && prototype.writable === false;
        return { kind, name: String(name), length: Number(length), isClass };
      }
      case "promise":
        return { kind };
      case "instance":
        return { kind, name: String((getPrototypeOf(object) as object).constructor?.name ?? "Object") };
    }
  }

  #sentTensor(t: TensorLike, withGrad: boolean): Omit<SentTensor, "grad"> {
    const { nn, torch } = this.#library;
    const grad = withGrad ? t.peekGrad() : null;
    return {
      dtype: t.dtype.name,
      shape: [...t.shape],
      data: base64(torch.noGrad(() => t.detach().clone().numpy())),
      requiresGrad: t.isLeaf && t.requiresGrad,
      parameter: t instanceof (nn["Parameter"] as new () => object),
      ...(withGrad && { grad: grad === null ? null : this.#sentTensor(grad, false) }),
    };
  }

  #moduleContent(module: ModuleLike): Content {
    const { nn } = this.#library;
    const { name } = module.constructor as { name: string };
    const layer = hasOwn(nn, name) && nn[name] === module.constructor;
    const { members, fields } = this.#parts(module, layer ? name : "");
    return {
      kind: "module",
      layer,
      name: String(name),
      methods: layer ? [] : this.methodsOf(module),
      fields: this.#named(fields),
      members: members === null ? null : this.#named(members),
      buffers: module.namedBuffers("", false).map(([own]) => own),
      training: module.training,
    };
  }

  /** The methods defined by the classes that extend the library's. */
  methodsOf(module: object): string[] {
    const base = (this.#library.nn["Module"] as { prototype: object }).prototype;
    const names = new Set<string>();
    for (let at = getPrototypeOf(module) as object; at !== base && at !== null; at = getPrototypeOf(at) as object)
      for (const name of Object.getOwnPropertyNames(at)) {
        const { value } = Object.getOwnPropertyDescriptor(at, name)!;
        if (name !== "constructor" && typeof value === "function") names.add(name);
      }
    return [...names];
  }

  /** The parts of a module; containers keep their members separate from their properties. */
  #parts(
    module: ModuleLike,
    layer: string,
  ): { members: [string, unknown][] | null; fields: readonly [string, unknown][] } {
    const children = (module["namedChildren"] as () => [string, unknown][]).bind(module);
    if (layer === "ParameterList")
      return { members: [...(module as unknown as Iterable<unknown>)].map((each, i) => [String(i), each]), fields: [] };
    if (layer === "Sequential" || layer === "ModuleList" || layer === "ModuleDict")
      return { members: children(), fields: [] };
    return { members: null, fields: entries(module) };
  }

  /** A value that shows, cheaply for tensors, whether the other end knows an object's current state. */
  #knownOf(entry: Entry): unknown {
    const { object, kind } = entry;
    if (kind === "function" || kind === "promise" || kind === "instance" || kind === "error" || kind === "regexp")
      return kind;
    if (kind !== "tensor") return JSON.stringify(this.#contentOf(entry));
    const t = object as TensorLike;
    const grad = t.peekGrad();
    return [t.memory, t._version, t.requiresGrad, grad, grad?._version];
  }

  #changeOf(entry: Entry): Content | undefined {
    const now = this.#knownOf(entry);
    const { known } = entry;
    const same = Array.isArray(now) && Array.isArray(known) ? now.every((part, i) => part === known[i]) : now === known;
    if (same) return undefined;
    entry.known = now;
    return this.#contentOf(entry);
  }

  /** Creates the object of a new id when it is first needed, because a container can be created only after its members. */
  #made(id: string, waiting: ReadonlyMap<string, Content>): void {
    const content = waiting.get(id);
    if (this.#byId.has(id) || content === undefined || id.startsWith(this.#side)) return;
    const value = (sent: Sent): unknown => {
      if (typeof sent === "object" && sent !== null && "o" in sent) this.#made(sent.o, waiting);
      return this.received(sent);
    };
    const keep = <T extends object>(object: T): T => {
      this.#keep(id, object, content.kind);
      return object;
    };
    switch (content.kind) {
      case "tensor":
        keep(this.#tensorOf(content.tensor));
        break;
      case "array": {
        const array = keep<unknown[]>([]);
        array.push(...content.items.map(value));
        break;
      }
      case "object": {
        const object = keep({});
        for (const [key, item] of content.entries) put(object, key, value(item));
        break;
      }
      case "map": {
        const map = keep(new Map<unknown, unknown>());
        for (const [key, item] of content.entries) map.set(value(key), value(item));
        break;
      }
      case "set": {
        const set = keep(new Set<unknown>());
        for (const item of content.items) set.add(value(item));
        break;
      }
      case "date":
        keep(new Date(content.time ?? NaN));
        break;
      case "regexp":
        keep(new RegExp(content.source, content.flags));
        break;
      case "bytes":
        keep(bytesOf(content.data, content.type));
        break;
      case "error":
        keep(errorOf(content.name, content.message));
        break;
      case "module":
        this.#moduleOf(id, content, value, keep);
        break;
      case "function":
        keep(this.#functionOf(id, content));
        break;
      case "promise":
        void keep(this.#reach.awaited(id));
        break;
      case "instance":
        keep(this.#instanceOf(id, content.name));
        break;
    }
    const entry = this.#byId.get(id)!;
    entry.known = this.#knownOf(entry);
  }

  #tensorOf(sent: Omit<SentTensor, "grad"> & { grad?: SentTensor["grad"] }): TensorLike {
    const { torch, nn } = this.#library;
    const dtype = this.#dtypes.get(sent.dtype);
    const type = ARRAY_OF[sent.dtype];
    if (dtype === undefined || type === undefined)
      throw new TypeError(`a tensor of ${sent.dtype} cannot be handed over`);
    const plain = torch.fromArray(bytesOf(sent.data, type), [...sent.shape], dtype);
    const t = sent.parameter ? new (nn["Parameter"] as new (...args: unknown[]) => TensorLike)(plain, false) : plain;
    if (sent.requiresGrad) t.requiresGrad = true;
    if (sent.grad) t.grad = this.#tensorOf(sent.grad);
    return t;
  }

  #moduleOf(
    id: string,
    content: Content & { kind: "module" },
    value: (sent: Sent) => unknown,
    keep: <T extends object>(object: T) => T,
  ): void {
    const { nn } = this.#library;
    const Module = nn["Module"] as new () => ModuleLike;
    const own = hasOwn(nn, content.name) ? nn[content.name] : undefined;
    const layer =
      content.layer && typeof own === "function" && own.prototype instanceof Module
        ? (own as new (...args: unknown[]) => ModuleLike)
        : undefined;
    let module: ModuleLike;
    if (layer !== undefined && content.members !== null) {
      const members = content.members.map(([name, member]) => [name, value(member)] as const);
      const isNumbered = members.every(([name], i) => name === String(i));
      const given = members.map(([, member]) => member);
      if (content.name === "Sequential")
        module = isNumbered ? new layer(...given) : new layer(Object.fromEntries(members));
      else module = new layer(content.name === "ModuleDict" ? Object.fromEntries(members) : given);
      keep(module);
    } else {
      // The constructor does not run again, because it would draw random numbers.
      module = keep(Reflect.construct(Module, [], layer ?? this.#shell(id, content)) as ModuleLike);
    }
    for (const [name, sent] of content.fields) {
      if (content.buffers.includes(name)) module.registerBuffer(name, value(sent));
      else put(module, name, value(sent));
    }
    module.training = content.training;
  }

  /** A class whose `forward` and other own methods run at the other end. */
  #shell(id: string, { name, methods }: Content & { kind: "module" }): new () => object {
    const Module = this.#library.nn["Module"] as new () => object;
    const Shell = class extends Module {};
    defineProperty(Shell, "name", { value: name });
    for (const method of new Set(["forward", ...methods])) {
      if (STRUCTURE.has(method)) continue;
      defineProperty(Shell.prototype, method, {
        value: (...args: unknown[]) => this.#reach.method(id, method, args),
        writable: true,
        configurable: true,
      });
    }
    return Shell;
  }

  #functionOf(id: string, { name, length, isClass }: Content & { kind: "function" }): object {
    const reach = this.#reach;
    const target = function () {};
    defineProperty(target, "name", { value: name });
    defineProperty(target, "length", { value: Math.max(0, Math.trunc(length) || 0) });
    const isInstance = (value: unknown): boolean => reach.isInstance(id, value);
    return new Proxy(target, {
      apply: (_, self, args: unknown[]) => {
        if (isClass) throw new TypeError(`Class constructor ${name} cannot be invoked without 'new'`);
        return reach.call(id, this.#isShared(self) ? self : undefined, args);
      },
      construct: (_, args: unknown[], newTarget) => {
        if (newTarget.prototype !== target.prototype)
          throw new TypeError(`${name} lies in another process: it cannot be extended here`);
        return reach.construct(id, args) as object;
      },
      get: (_, key) => {
        if (key === Symbol.hasInstance) return isInstance;
        return key in target ? (Reflect.get(target, key) as unknown) : reach.get(id, key);
      },
    });
  }

  #isShared(value: unknown): boolean {
    return ((typeof value === "object" && value !== null) || typeof value === "function") && this.#byObject.has(value);
  }

  #instanceOf(id: string, name: string): object {
    const reach = this.#reach;
    return new Proxy(Object.create({ constructor: { name } }) as object, {
      get: (target, key) => (key === "constructor" ? (Reflect.get(target, key) as unknown) : reach.get(id, key)),
      set: (_, key, value) => {
        reach.set(id, key, value);
        return true;
      },
      has: (_, key) => reach.get(id, key) !== undefined,
    });
  }

  #change({ object, kind }: Entry, content: Content): void {
    switch (content.kind) {
      case "tensor":
        this.#changeTensor(object as TensorLike, content.tensor);
        break;
      case "array":
        (object as unknown[]).splice(0, Infinity, ...content.items.map((item) => this.received(item)));
        break;
      case "object": {
        const now = new Map(content.entries.map(([key, item]) => [key, item]));
        for (const key of Object.keys(object)) if (!now.has(key)) Reflect.deleteProperty(object, key);
        for (const [key, item] of now) put(object, key, this.received(item));
        break;
      }
      case "map":
        (object as Map<unknown, unknown>).clear();
        for (const [key, item] of content.entries)
          (object as Map<unknown, unknown>).set(this.received(key), this.received(item));
        break;
      case "set":
        (object as Set<unknown>).clear();
        for (const item of content.items) (object as Set<unknown>).add(this.received(item));
        break;
      case "date":
        (object as Date).setTime(content.time ?? NaN);
        break;
      case "bytes":
        (object as Uint8Array).set(bytesOf(content.data, content.type) as Uint8Array);
        break;
      case "module": {
        const module = object as ModuleLike;
        if (module.training !== content.training) module.training = content.training;
        for (const [key, sent] of content.fields) {
          const value = this.received(sent);
          if (!Object.is(module[key], value)) put(module, key, value);
        }
        break;
      }
      default:
        throw new Error(`internal: ${kind} does not change`);
    }
  }

  #changeTensor(t: TensorLike, sent: SentTensor): void {
    const { torch } = this.#library;
    const now = this.#tensorOf({ ...sent, requiresGrad: false, parameter: false, grad: null });
    torch.noGrad(() => t.copy_(now));
    if (t.isLeaf && t.requiresGrad !== sent.requiresGrad) t.requiresGrad = sent.requiresGrad;
    t.grad = sent.grad === null ? null : this.#tensorOf(sent.grad);
  }
}

const ARRAY_OF: Readonly<Record<string, string>> = {
  float32: "Float32Array",
  float64: "Float64Array",
  int64: "BigInt64Array",
  int32: "Int32Array",
  int16: "Int16Array",
  int8: "Int8Array",
  uint8: "Uint8Array",
  bool: "Uint8Array",
};

/** Only the library's own dtypes are converted to text: anybody else's object could do anything then. */
const isDtype = (object: object): object is DType =>
  typeof object === "object" && (getPrototypeOf(object) as object | null)?.constructor?.name === "DType";

/** Defines an own property, whatever its name. If there is an accessor, as modules have for their parts, it is used. */
function put(object: object, name: string, value: unknown): void {
  const there = Object.getOwnPropertyDescriptor(object, name);
  if (there?.set !== undefined) Reflect.set(object, name, value);
  else defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
}

function errorOf(name: string, message: string): Error {
  const error = new (hasOwn(ERRORS, name) ? ERRORS[name]! : Error)(message);
  if (error.name !== name) defineProperty(error, "name", { value: name, configurable: true, writable: true });
  // Without frames, because those of this end say nothing.
  defineProperty(error, "stack", { value: `${name}: ${message}`, configurable: true, writable: true });
  return error;
}
