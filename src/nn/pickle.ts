/**
 * A reader for Python's pickles: dicts, lists, numbers, strings, and the objects that a dialect can build: NumPy arrays
 * of bytes in CIFAR's archives, tensors in `torch.save` files.
 *
 * It only builds values: of all the functions that a pickle can name it knows just those of its dialect, so no file can
 * run code. The official CIFAR files were written by Python 2, so their strings are bytes: short ones are read as
 * latin-1 text, array contents stay bytes.
 * @see https://github.com/python/cpython/blob/v3.14.0/Lib/pickletools.py
 */

/** A NumPy array of bytes. */
export interface ByteArray {
  readonly kind: "array";
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}
/** A value that only a dialect knows. */
export interface Foreign {
  readonly kind: "foreign";
  readonly value: object;
}
export type Pickled =
  null | boolean | number | string | Uint8Array | ByteArray | Foreign | readonly Pickled[] | PickledDict;
export interface PickledDict {
  readonly kind: "dict";
  readonly entries: ReadonlyMap<string, Pickled>;
}

/** What can be on the stack while a pickle is read: values, values still being built, and helpers for building them. */
export type Slot =
  | { kind: "value"; value: null | boolean | number | Uint8Array }
  | { kind: "text"; bytes: Uint8Array; encoding: "latin1" | "utf8" }
  | { kind: "list"; items: Slot[] }
  | { kind: "map"; items: Slot[] }
  | { kind: "function"; name: string }
  | { kind: "dtype"; name: string }
  | { kind: "ndarray"; shape: readonly number[]; bytes: Uint8Array }
  | { kind: "mark" }
  | Foreign;

/** What a pickle may contain besides plain values. */
export interface Dialect {
  /** What error messages say was expected. */
  readonly expected: string;
  /** Calls a function that the pickle names; undefined if the dialect does not know it. */
  call(name: string, given: readonly Slot[]): Slot | undefined;
  /** The value for an identifier of something stored outside the pickle. */
  outside?(id: Slot): Slot;
}

let expected = "a batch of CIFAR";
const refuse = (found: string): Error => new Error(`unpickle: expected ${expected}, got ${found}`);

export const textOf = (slot: Slot | undefined): string => {
  if (slot?.kind !== "text") throw refuse(`${slot?.kind ?? "nothing"} in place of a string`);
  return Buffer.from(slot.bytes).toString(slot.encoding);
};

/** Reads one pickle, of protocol 2, 3 or 4. */
export function unpickle(bytes: Uint8Array, dialect: Dialect = arrays): Pickled {
  expected = dialect.expected;
  return finish(new Machine(bytes, dialect).run());
}

function finish(slot: Slot): Pickled {
  switch (slot.kind) {
    case "value":
      return slot.value;
    case "text":
      return textOf(slot);
    case "list":
      return slot.items.map(finish);
    case "map": {
      const entries = new Map<string, Pickled>();
      for (let i = 0; i < slot.items.length; i += 2) entries.set(keyOf(slot.items[i]!), finish(slot.items[i + 1]!));
      return { kind: "dict", entries };
    }
    case "ndarray":
      return { kind: "array", shape: slot.shape, bytes: slot.bytes };
    case "foreign":
      return slot;
    default:
      throw refuse(slot.kind);
  }
}

/** Keys are strings or numbers; numbers are read as strings. */
function keyOf(slot: Slot): string {
  return slot.kind === "value" && typeof slot.value === "number" ? String(slot.value) : textOf(slot);
}

class Machine {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #stack: Slot[] = [];
  readonly #memo = new Map<number, Slot>();
  readonly #dialect: Dialect;
  #at = 0;

  constructor(bytes: Uint8Array, dialect: Dialect) {
    this.#bytes = bytes;
    this.#dialect = dialect;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  run(): Slot {
    while (this.#at < this.#bytes.length) {
      const opcode = String.fromCharCode(this.#uint8());
      if (opcode === ".") return this.#pop();
      this.#step(opcode);
    }
    throw refuse("a file that ends too early");
  }

  #step(opcode: string): void {
    switch (opcode) {
      case "\x80": // PROTO
        this.#at += 1;
        break;
      case "\x95": // FRAME
        this.#at += 8;
        break;
      case "(":
        this.#push({ kind: "mark" });
        break;
      case "N":
        this.#value(null);
        break;
      case "\x88": // NEWTRUE
      case "\x89": // NEWFALSE
        this.#value(opcode === "\x88");
        break;
      case "K":
        this.#value(this.#uint8());
        break;
      case "M":
        this.#value(this.#view.getUint16(this.#skip(2), true));
        break;
      case "J":
        this.#value(this.#view.getInt32(this.#skip(4), true));
        break;
      case "G":
        this.#value(this.#view.getFloat64(this.#skip(8)));
        break;
      case "U": // SHORT_BINSTRING
        this.#text(this.#uint8(), "latin1");
        break;
      case "T": // BINSTRING
        this.#text(this.#uint32(), "latin1");
        break;
      case "\x8c": // SHORT_BINUNICODE
        this.#text(this.#uint8(), "utf8");
        break;
      case "X":
        this.#text(this.#uint32(), "utf8");
        break;
      case "C": // SHORT_BINBYTES
        this.#value(this.#take(this.#uint8()));
        break;
      case "B":
        this.#value(this.#take(this.#uint32()));
        break;
      case "]":
      case ")":
        this.#push({ kind: "list", items: [] });
        break;
      case "}":
        this.#push({ kind: "map", items: [] });
        break;
      case "a":
      case "s":
        this.#add(this.#stack.splice(opcode === "a" ? -1 : -2));
        break;
      case "e":
      case "u":
        this.#add(this.#toMark());
        break;
      case "t":
        this.#push({ kind: "list", items: this.#toMark() });
        break;
      case "\x85": // TUPLE1
      case "\x86":
      case "\x87":
        this.#push({ kind: "list", items: this.#stack.splice(0x84 - opcode.charCodeAt(0)) });
        break;
      case "q":
        this.#memo.set(this.#uint8(), this.#top());
        break;
      case "r":
        this.#memo.set(this.#uint32(), this.#top());
        break;
      case "\x94": // MEMOIZE
        this.#memo.set(this.#memo.size, this.#top());
        break;
      case "h":
        this.#push(this.#remembered(this.#uint8()));
        break;
      case "j":
        this.#push(this.#remembered(this.#uint32()));
        break;
      case "c":
        this.#push({ kind: "function", name: `${this.#line()}.${this.#line()}` });
        break;
      case "\x93": {
        const [module, name] = this.#stack.splice(-2); // STACK_GLOBAL
        this.#push({ kind: "function", name: `${textOf(module)}.${textOf(name)}` });
        break;
      }
      case "R":
      case "\x81": // NEWOBJ
        this.#push(this.#apply(this.#stack.splice(-2)));
        break;
      case "Q": // BINPERSID
        if (this.#dialect.outside === undefined) throw refuse("a reference to something outside");
        this.#push(this.#dialect.outside(this.#pop()));
        break;
      case "\x8a": // LONG1
        this.#value(this.#long(this.#uint8()));
        break;
      case "b":
        this.#build();
        break;
      default:
        throw refuse(`opcode ${JSON.stringify(opcode)} at byte ${this.#at - 1}`);
    }
  }

  /** BUILD: gives an array its contents; a dtype needs nothing further. */
  #build(): void {
    const state = this.#pop();
    const target = this.#top();
    // Attributes of a dict, such as the versions in a state dict, are not among its items.
    if (target.kind === "dtype" || target.kind === "map") return;
    const [, shape, dtype, isFortran, contents] = state.kind === "list" ? state.items : [];
    if (target.kind !== "ndarray" || shape?.kind !== "list" || dtype?.kind !== "dtype")
      throw refuse("an unknown object");
    const bytes = contents?.kind === "text" ? contents.bytes : contents?.kind === "value" ? contents.value : null;
    if (
      dtype.name !== "u1" ||
      !(bytes instanceof Uint8Array) ||
      (isFortran?.kind === "value" && isFortran.value !== false && isFortran.value !== 0)
    ) {
      throw refuse(`an array of ${dtype.name} that is not plain bytes in C order`);
    }
    target.shape = shape.items.map((size) => (size.kind === "value" ? Number(size.value) : NaN));
    target.bytes = bytes;
  }

  #apply([callee, given]: readonly (Slot | undefined)[]): Slot {
    const name = callee?.kind === "function" ? callee.name : callee?.kind;
    const items = given?.kind === "list" ? given.items : [];
    const made = this.#dialect.call(name ?? "nothing", items);
    if (made === undefined) throw refuse(`a call of ${name}`);
    return made;
  }

  /** A little-endian integer of `count` bytes. */
  #long(count: number): number {
    let value = 0n;
    this.#take(count).forEach((byte, i) => (value += BigInt(byte) << BigInt(8 * i)));
    return Number(BigInt.asIntN(8 * count, value));
  }

  #add(items: readonly Slot[]): void {
    const target = this.#top();
    if (target.kind !== "list" && target.kind !== "map") throw refuse(`items for a ${target.kind}`);
    target.items.push(...items);
  }

  #toMark(): Slot[] {
    const mark = this.#stack.findLastIndex((slot) => slot.kind === "mark");
    if (mark === -1) throw refuse("a list without its beginning");
    return this.#stack.splice(mark).slice(1);
  }

  #push(slot: Slot): void {
    this.#stack.push(slot);
  }

  #value(value: null | boolean | number | Uint8Array): void {
    this.#push({ kind: "value", value });
  }

  #text(length: number, encoding: "latin1" | "utf8"): void {
    this.#push({ kind: "text", bytes: this.#take(length), encoding });
  }

  #top(): Slot {
    const slot = this.#stack.at(-1);
    if (slot === undefined) throw refuse("an empty stack");
    return slot;
  }

  #pop(): Slot {
    const slot = this.#top();
    this.#stack.pop();
    return slot;
  }

  #remembered(key: number): Slot {
    const slot = this.#memo.get(key);
    if (slot === undefined) throw refuse(`no value remembered as ${key}`);
    return slot;
  }

  #skip(count: number): number {
    const start = this.#at;
    this.#at += count;
    if (this.#at > this.#bytes.length) throw refuse("a file that ends too early");
    return start;
  }

  #uint8(): number {
    return this.#view.getUint8(this.#skip(1));
  }

  #uint32(): number {
    return this.#view.getUint32(this.#skip(4), true);
  }

  #take(count: number): Uint8Array {
    const start = this.#skip(count);
    return this.#bytes.subarray(start, start + count);
  }

  #line(): string {
    const end = this.#bytes.indexOf(10, this.#at);
    if (end === -1) throw refuse("a file that ends too early");
    const line = Buffer.from(this.#bytes.subarray(this.#at, end)).toString("latin1");
    this.#at = end + 1;
    return line;
  }
}

/** CIFAR's archives. */
const arrays: Dialect = {
  expected: "a batch of CIFAR",
  call(name, items) {
    switch (name) {
      case "numpy.core.multiarray._reconstruct":
      case "numpy._core.multiarray._reconstruct":
        return { kind: "ndarray", shape: [], bytes: new Uint8Array() };
      case "numpy.dtype":
        return { kind: "dtype", name: textOf(items[0]) };
      case "_codecs.encode": // how Python 3 writes bytes in protocol 2
        return { kind: "value", value: Buffer.from(textOf(items[0]), "latin1") };
      default:
        return undefined;
    }
  },
};
