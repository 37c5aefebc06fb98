/**
 * Random Python programs that use what notebooks use besides torch. They terminate: loops count, recursion counts down. They print only
 * what both languages can: no addresses, no order of sets, integers below 2 to the power of 53.
 *
 * Longer than other files: the rules of a grammar call each other, and splitting them would only scatter it.
 */
import { Dice } from "./random-programs.ts";

type Kind =
  | "int"
  | "float"
  | "str"
  | "bool"
  | "ints"
  | "strs"
  | "floats"
  | "pairs"
  | "counts"
  | "names"
  | "lookup"
  | "tuple"
  | "grid";

const KINDS: readonly Kind[] = [
  "int",
  "float",
  "str",
  "bool",
  "ints",
  "strs",
  "floats",
  "pairs",
  "counts",
  "names",
  "lookup",
  "tuple",
  "grid",
];
const WORDS = ["cat", "dog", "a", "Zed", "conv net", "loss", "", "x_1", "Bird", "it's"];

interface Variable {
  readonly name: string;
  readonly kind: Kind;
  readonly isFixed?: boolean;
}

interface Callable {
  readonly name: string;
  readonly takes: readonly Kind[];
  readonly gives: Kind;
  readonly fallback: boolean;
}

/** The source of a program. */
export function pythonProgram(seed: number): string {
  return new Program(new Dice(seed)).text();
}

class Program {
  readonly #dice: Dice;
  readonly #functions: Callable[] = [];
  #variables: Variable[] = [];
  #count = 0;
  readonly #imports = new Set<string>();
  readonly #classes: string[] = [];

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  text(): string {
    const blocks: string[] = [];
    const size = 3 + this.#dice.roll(5);
    for (let i = 0; i < size; i++) blocks.push(this.#top());
    for (const { name } of this.#variables) if (this.#dice.chance(40)) blocks.push(`print(${name})`);
    return `${[...this.#imports].map((each) => `${each}\n`).join("")}${blocks.join("\n")}\n`;
  }

  #fresh(prefix: string): string {
    return `${prefix}${++this.#count}`;
  }

  #one(kind: Kind, writable = false): Variable | undefined {
    const found = this.#variables.filter((each) => each.kind === kind && !(writable && each.isFixed));
    return found.length === 0 ? undefined : this.#dice.pick(found);
  }

  #top(): string {
    const dice = this.#dice;
    const makers: readonly (() => string)[] = [
      () => this.#assign(""),
      () => this.#assign(""),
      () => this.#function(),
      () => this.#class(),
      () => this.#statement("", 2),
      () => this.#statement("", 2),
      () => this.#statement("", 3),
      () => this.#generator(),
      () => this.#closure(),
      () => this.#decorator(),
      () => this.#tryCatch(""),
      () => this.#manager(),
      () => this.#tools(),
      () => this.#match(),
      () => this.#methodDecorator(),
    ];
    return dice.pick(makers)();
  }

  /** Statements in a body; names bound there are forgotten after it. */
  #body(indent: string, depth: number, size = 1 + this.#dice.roll(3)): string {
    const saved = this.#variables;
    const lines: string[] = [];
    for (let i = 0; i < size; i++) lines.push(this.#statement(indent, depth));
    this.#variables = saved;
    return lines.join("\n");
  }

  #statement(indent: string, depth: number): string {
    const dice = this.#dice;
    const simple: readonly (() => string)[] = [
      () => this.#assign(indent),
      () => this.#print(indent),
      () => this.#print(indent),
      () => this.#augment(indent),
      () => this.#change(indent),
      () => this.#change(indent),
    ];
    if (depth <= 0) return dice.pick(simple)();
    const deep: readonly (() => string)[] = [
      () => this.#if(indent, depth),
      () => this.#for(indent, depth),
      () => this.#for(indent, depth),
      () => this.#while(indent, depth),
      () => this.#tryCatch(indent),
      () => this.#unpack(indent),
    ];
    return dice.pick([...simple, ...deep])();
  }

  #assign(indent: string): string {
    const kind = this.#dice.pick(KINDS);
    const value = this.#value(kind, 3);
    const old = this.#dice.chance(25) ? this.#one(kind, true) : undefined;
    const name = old?.name ?? this.#fresh(this.#dice.pick(["x", "my_value", "total_", "n"]));
    if (old === undefined) this.#variables = [...this.#variables, { name, kind }];
    return `${indent}${name} = ${value}`;
  }

  #augment(indent: string): string {
    const dice = this.#dice;
    const kind = dice.pick<Kind>(["int", "float", "str", "ints", "counts"]);
    const found = this.#one(kind, true);
    if (found === undefined) return this.#print(indent);
    const { name } = found;
    switch (kind) {
      case "int":
        return `${indent}${name} = (${name} ${dice.pick(["+", "-", "*"])} ${this.#int(1)}) % 1000`;
      case "float":
        return `${indent}${name} ${dice.pick(["+=", "-=", "*="])} ${this.#float(1)}`;
      case "str":
        return `${indent}${name} = (${name} + ${this.#str(1)})[:20]`;
      case "ints":
        return dice.chance(50) ? `${indent}${name} += [${this.#int(1)}]` : `${indent}${name} = ${name}[-5:]`;
      default:
        return `${indent}${name}[${this.#int(0)} % 7] = ${this.#int(1)}`;
    }
  }

  #change(indent: string): string {
    const dice = this.#dice;
    const kind = dice.pick<Kind>(["ints", "strs", "counts", "names", "pairs", "lookup", "grid"]);
    const found = this.#one(kind, true);
    if (found === undefined) return this.#assign(indent);
    const { name } = found;
    const key = (): string => (kind === "counts" ? `${this.#int(1)} % 5` : this.#str(0));
    switch (kind) {
      case "ints":
        return dice.pick([
          () => `${indent}${name}.append(${this.#int(2)})`,
          () => `${indent}${name}.insert(0, ${this.#int(1)})`,
          () => `${indent}${name}.sort()`,
          () => `${indent}${name}.sort(reverse=True)`,
          () => `${indent}${name}.reverse()`,
          () => `${indent}if ${name}:\n${indent}    ${name}.pop()`,
          () => `${indent}if len(${name}) > 1:\n${indent}    ${name}[-1] = ${this.#int(1)}`,
          () => `${indent}${name}.extend(${this.#ints(1)})`,
          () => `${indent}if ${name}:\n${indent}    del ${name}[0]`,
          () => `${indent}if len(${name}) > 1:\n${indent}    ${name}[0], ${name}[-1] = ${name}[-1], ${name}[0]`,
        ])();
      case "strs":
        return dice.pick([
          () => `${indent}${name}.append(${this.#str(2)})`,
          () => `${indent}${name}.sort()`,
          () => `${indent}${name}.sort(key=len)`,
          () => `${indent}${name}.sort(key=lambda w: (len(w), w))`,
          () => `${indent}${name} += [${this.#str(1)}]`,
        ])();
      case "counts":
      case "names":
        return dice.pick([
          () => `${indent}${name}[${key()}] = ${this.#int(1)}`,
          () => {
            const k = key();
            return `${indent}${name}[${k}] = ${name}.get(${k}, 0) + 1`;
          },
          () => `${indent}${name}.setdefault(${key()}, ${this.#int(0)})`,
          () => `${indent}print(${name}.pop(${key()}, -1))`,
          () => `${indent}for k, v in ${name}.items():\n${indent}    print(k, v)`,
          () => `${indent}${name}.update({${key()}: ${this.#int(0)}})`,
        ])();
      case "lookup":
        return `${indent}${name}[(${this.#int(0)} % 3, ${this.#str(0)})] = ${this.#float(1)}`;
      case "grid":
        return dice.chance(50)
          ? `${indent}${name}[0][0] ${dice.pick(["=", "+="])} ${this.#int(1)}`
          : `${indent}for row in ${name}:\n${indent}    print(row, sum(row))`;
      default:
        return dice.chance(50)
          ? `${indent}${name}.append((${this.#str(1)}, ${this.#int(1)}))`
          : `${indent}${name}.sort(${dice.pick(["", "key=lambda p: p[1]", "key=lambda p: (-p[1], p[0])", "reverse=True"])})`;
    }
  }

  #print(indent: string): string {
    const dice = this.#dice;
    const kind = (): Kind => dice.pick(KINDS);
    return dice.pick([
      () => `${indent}print(${this.#value(kind(), 3)})`,
      () => `${indent}print(${this.#value(kind(), 2)}, ${this.#value(kind(), 2)})`,
      () =>
        `${indent}print(${this.#value("str", 2)}, ${this.#value(kind(), 1)}, sep=${dice.pick(['"-"', '""', '", "'])})`,
      () => `${indent}print(${this.#value(kind(), 1)}, end=${dice.pick(['"\\n"', '"; "', '""'])})`,
      () => `${indent}print(*${this.#value(dice.pick<Kind>(["ints", "strs", "floats"]), 2)})`,
      () => `${indent}print(${this.#fString()})`,
      () => `${indent}print(${this.#fString()})`,
      () => `${indent}print(${this.#percent()})`,
      () => `${indent}print(${this.#format()})`,
    ])();
  }

  #if(indent: string, depth: number): string {
    const inner = `${indent}    `;
    const head = `${indent}if ${this.#condition()}:\n${this.#body(inner, depth - 1)}`;
    const branches = this.#dice.chance(30)
      ? `\n${indent}elif ${this.#condition()}:\n${this.#body(inner, depth - 1)}`
      : "";
    return `${head}${branches}${this.#dice.chance(50) ? `\n${indent}else:\n${this.#body(inner, depth - 1)}` : ""}`;
  }

  #within(extra: readonly Variable[], body: () => string): string {
    const saved = this.#variables;
    this.#variables = [...saved, ...extra];
    const text = body();
    this.#variables = saved;
    return text;
  }

  #for(indent: string, depth: number): string {
    const dice = this.#dice;
    const inner = `${indent}    `;
    const i = this.#fresh("i");
    const s = this.#fresh("s");
    const forms: readonly (readonly [head: string, variables: readonly Variable[]])[] = [
      [`${i} in range(${1 + dice.roll(4)})`, [{ name: i, kind: "int", isFixed: true }]],
      [`${i} in range(${dice.roll(4)}, ${3 + dice.roll(5)})`, [{ name: i, kind: "int", isFixed: true }]],
      [`${i} in range(${3 + dice.roll(4)}, 0, -${1 + dice.roll(2)})`, [{ name: i, kind: "int", isFixed: true }]],
      [`${i} in ${this.#ints(1)}`, [{ name: i, kind: "int", isFixed: true }]],
      [`${s} in ${this.#strs(1)}`, [{ name: s, kind: "str", isFixed: true }]],
      [`${s} in ${this.#str(1)}`, [{ name: s, kind: "str", isFixed: true }]],
      [
        `${i}, ${s} in enumerate(${this.#strs(1)}${dice.chance(30) ? ", 1" : ""})`,
        [
          { name: i, kind: "int", isFixed: true },
          { name: s, kind: "str", isFixed: true },
        ],
      ],
      [
        `${i}, ${s} in zip(${this.#ints(1)}, ${this.#strs(1)})`,
        [
          { name: i, kind: "int", isFixed: true },
          { name: s, kind: "str", isFixed: true },
        ],
      ],
      [
        `${s}, ${i} in ${this.#value("pairs", 1)}`,
        [
          { name: i, kind: "int", isFixed: true },
          { name: s, kind: "str", isFixed: true },
        ],
      ],
      [`${i} in reversed(${this.#ints(1)})`, [{ name: i, kind: "int", isFixed: true }]],
      [`${i} in sorted(set(${this.#ints(1)}))`, [{ name: i, kind: "int", isFixed: true }]],
    ];
    const [head, variables] = dice.pick(forms);
    // A list that grows while the loop goes through it has no end.
    const looped = / in (\w+)$/.exec(head)?.[1];
    const fixed = this.#variables.filter(({ name }) => name === looped).map((each) => ({ ...each, isFixed: true }));
    const text = this.#within([], () => {
      this.#variables = [...this.#variables.filter(({ name }) => name !== looped), ...fixed, ...variables];
      return this.#body(inner, depth - 1);
    });
    const out = dice.chance(25)
      ? `\n${inner}if ${this.#within(variables, () => this.#condition())}:\n${inner}    ${dice.pick(["break", "continue"])}\n${inner}print("on")`
      : "";
    const otherwise = dice.chance(12) ? `\n${indent}else:\n${inner}print("done")` : "";
    return `${indent}for ${head}:\n${text}${out}${otherwise}`;
  }

  #while(indent: string, depth: number): string {
    const k = this.#fresh("k");
    const inner = `${indent}    `;
    const text = this.#within([{ name: k, kind: "int", isFixed: true }], () => this.#body(inner, depth - 1));
    return `${indent}${k} = ${1 + this.#dice.roll(4)}\n${indent}while ${k} > 0:\n${text}\n${inner}${k} -= 1`;
  }

  #unpack(indent: string): string {
    const dice = this.#dice;
    const [a, b, c] = [this.#fresh("a"), this.#fresh("b"), this.#fresh("c")];
    const add = (...variables: Variable[]): void => {
      this.#variables = [...this.#variables, ...variables];
    };
    switch (dice.roll(4)) {
      case 0: {
        const text = `${indent}${a}, ${b} = ${this.#int(2)}, ${this.#str(2)}`;
        add({ name: a, kind: "int" }, { name: b, kind: "str" });
        return text;
      }
      case 1: {
        const text = `${indent}${a}, *${b} = [${this.#int(1)}, ${this.#int(1)}, ${this.#int(1)}]`;
        add({ name: a, kind: "int" }, { name: b, kind: "ints" });
        return text;
      }
      case 2: {
        const text = `${indent}${a}, (${b}, ${c}) = ${this.#float(1)}, (${this.#int(1)}, ${this.#str(1)})`;
        add({ name: a, kind: "float" }, { name: b, kind: "int" }, { name: c, kind: "str" });
        return text;
      }
      default: {
        const text = `${indent}${a} = ${b} = ${this.#int(2)}`;
        add({ name: a, kind: "int" }, { name: b, kind: "int" });
        return text;
      }
    }
  }

  #function(): string {
    const dice = this.#dice;
    const name = this.#fresh("make_it");
    const takes = Array.from({ length: 1 + dice.roll(3) }, () => dice.pick(KINDS));
    const gives = dice.pick(KINDS);
    const fallback = dice.chance(40);
    const saved = this.#variables;
    const parameters = takes.map((kind, i) => ({ name: `p${i}`, kind, isFixed: kind !== "int" }));
    this.#variables = parameters;
    const last = parameters.at(-1)!;
    const head = parameters
      .map((each) => (fallback && each === last ? `${each.name}=${this.#literal(each.kind)}` : each.name))
      .join(", ");
    const body = this.#body("    ", 2);
    this.#variables = parameters;
    const doc = dice.chance(30) ? '    """Makes it."""\n' : "";
    const early = dice.chance(30) ? `    if ${this.#condition()}:\n        return ${this.#value(gives, 1)}\n` : "";
    const text = `def ${name}(${head}):\n${doc}${body}\n${early}    return ${this.#value(gives, 2)}`;
    this.#variables = saved;
    this.#functions.push({ name, takes, gives, fallback });
    return `${text}\nprint(${this.#call(this.#functions.at(-1)!, 1)})`;
  }

  #call({ name, takes, fallback }: Callable, depth: number): string {
    const args = takes.map((kind, i) => {
      const value = this.#value(kind, depth - 1);
      return i === takes.length - 1 && this.#dice.chance(40) ? `p${i}=${value}` : value;
    });
    if (fallback && this.#dice.chance(40)) args.pop();
    return `${name}(${args.join(", ")})`;
  }

  #class(): string {
    const dice = this.#dice;
    const name = this.#fresh("Shape");
    const saved = this.#variables;
    this.#variables = [{ name: "size", kind: "int" }];
    const extra = this.#int(2);
    const members = [
      `    count = 0\n\n    def __init__(self, size, tag=${this.#literal("str")}):\n        self.size = size\n        self.tag = tag\n        self.items = []\n        ${name}.count += 1`,
      `    def grow(self, by=1):\n        self.size += by\n        self.items.append(self.size)\n        return self`,
      `    @property\n    def area(self):\n        return self.size * ${1 + dice.roll(4)}`,
      `    @area.setter\n    def area(self, value):\n        self.size = value // 2`,
      `    @staticmethod\n    def twice(size):\n        return ${extra}`,
      `    @classmethod\n    def unit(cls):\n        return cls(1, "unit")`,
      `    def __repr__(self):\n        return f"${name}({self.size}, {self.tag!r})"`,
      `    def __len__(self):\n        return len(self.items)`,
      `    def __getitem__(self, i):\n        return self.items[i]`,
      `    def __eq__(self, other):\n        return self.size == other.size`,
      `    def __lt__(self, other):\n        return self.size < other.size`,
      `    def __add__(self, other):\n        return ${name}(self.size + other.size, self.tag + other.tag)`,
      `    def __contains__(self, x):\n        return x in self.items`,
      `    def __call__(self, x):\n        return x * self.size`,
      `    def __iter__(self):\n        for x in self.items:\n            yield x + 1`,
    ];
    this.#variables = saved;
    const [a, b] = [this.#fresh("obj"), this.#fresh("obj")];
    const uses = [
      `print(${a}, ${b})`,
      `print(${a}.area, ${a}.grow().size, ${name}.count)`,
      `${a}.area = ${2 + dice.roll(20)}\nprint(${a}.size)`,
      `print(${name}.twice(${1 + dice.roll(9)}), ${name}.unit())`,
      `print(len(${a}), ${a} == ${b}, ${a} < ${b})`,
      `print(${a} + ${b})`,
      `${a}.grow(2).grow(3)\nprint(${a}[0], ${a}[-1], list(${a}), 5 in ${a})`,
      `print(${a}(3), [o.size for o in sorted([${a}, ${b}, ${name}.unit()])])`,
      `print([${a}, ${b}], str(${a}), repr(${b}))`,
      `print(isinstance(${a}, ${name}), type(${a}).__name__, hasattr(${a}, "tag"), getattr(${a}, "size"), getattr(${a}, "none", 3))`,
      `setattr(${a}, "tag", "new")\nprint(${a}.tag)`,
    ];
    const child = this.#fresh("Child");
    const derived = dice.chance(50)
      ? `\n\nclass ${child}(${name}):\n    def __init__(self, size, more):\n        super().__init__(size)\n        self.more = more\n\n    def grow(self, by=1):\n        super().grow(by * 2)\n        return self\n\n    def __str__(self):\n        return "child " + super().__repr__() + " " + str(self.more)\n\n\nc${child} = ${child}(${this.#int(0)}, ${this.#value("ints", 1)})\nprint(c${child}.grow().size, c${child}, isinstance(c${child}, ${name}), c${child}.area)\nprint([c${child}])`
      : "";
    this.#classes.push(name);
    const chosen = uses.filter(() => dice.chance(45));
    return `class ${name}:\n${members.join("\n\n")}\n\n\n${a} = ${name}(${this.#int(0)})\n${b} = ${name}(${this.#int(0)}, "b")\n${chosen.join("\n")}${derived}`;
  }

  #generator(): string {
    const dice = this.#dice;
    const name = this.#fresh("walk");
    const saved = this.#variables;
    this.#variables = [
      { name: "n", kind: "int", isFixed: true },
      { name: "i", kind: "int", isFixed: true },
    ];
    const value = this.#int(2);
    const test = this.#condition();
    this.#variables = saved;
    const uses = [
      `print(list(${name}(${2 + dice.roll(5)})))`,
      `print(sum(${name}(4)), max(${name}(3), default=0))`,
      `for v in ${name}(3):\n    print(v, end=" ")\nprint()`,
      `it = ${name}(5)\nprint(next(it, None), next(it, None), list(it))`,
      `print([v for v in ${name}(6) if v % 2 == 0], dict(enumerate(${name}(3))))`,
    ];
    return `def ${name}(n):\n    for i in range(n):\n        if ${test}:\n            continue\n        yield ${value}\n    yield n\n\n\n${dice.pick(uses)}`;
  }

  #closure(): string {
    const name = this.#fresh("counter");
    return `def ${name}(start=${this.#int(0)}):\n    n = start\n    seen = []\n    def step(by=1):\n        nonlocal n\n        n += by\n        seen.append(n)\n        return n\n    return step, seen\n\n\nstep_${name}, seen_${name} = ${name}(${this.#dice.chance(50) ? this.#int(1) : ""})\nprint(step_${name}(), step_${name}(${this.#int(0)}), seen_${name})\nadders = [lambda x, i=i: x + i for i in range(3)]\nprint([f(${this.#int(1)}) for f in adders])`;
  }

  #decorator(): string {
    const [wrap, fn] = [this.#fresh("loud"), this.#fresh("work")];
    this.#imports.add("import functools");
    const uses = this.#dice.chance(50)
      ? `print(${fn}(3), ${fn}(2, b=5))`
      : `print(${fn}(${this.#int(0)}), ${fn}.__name__)`;
    return `def ${wrap}(func):\n    @functools.wraps(func)\n    def wrapper(*args, **kwargs):\n        print("calling", func.__name__)\n        return func(*args, **kwargs)\n    return wrapper\n\n\n@${wrap}\ndef ${fn}(a, b=${1 + this.#dice.roll(5)}):\n    return a * b\n\n\n${uses}`;
  }

  /** A decorator of a method, with or without arguments of its own. */
  #methodDecorator(): string {
    const dice = this.#dice;
    const [wrap, name] = [this.#fresh("noted"), this.#fresh("Runner")];
    this.#imports.add("import functools");
    const inner = dice.pick([
      "    def wrapper(*args, **kwargs):\n        print('in', func.__name__, len(args))\n        return func(*args, **kwargs)\n    return wrapper",
      "    def wrapper(self, *args):\n        print('in', func.__name__, self.n)\n        return func(self, *args)\n    return wrapper",
      "    def wrapper(self, k, scale=2):\n        return func(self, k, scale) + 1\n    return wrapper",
    ]);
    const hasOptions = dice.chance(40);
    const deeper = inner.replace(/^/gm, "    ");
    const head = hasOptions
      ? `def ${wrap}(level):\n    def decorate(func):\n        print(level)\n${deeper}\n    return decorate`
      : `def ${wrap}(func):\n${inner}`;
    const mark = hasOptions ? `@${wrap}(${this.#literal("str")})` : `@${wrap}`;
    return `${head}\n\n\nclass ${name}:\n    def __init__(self, n):\n        self.n = n\n\n    ${mark}\n    def go(self, k, scale=1):\n        def add(x):\n            return x + self.n\n        return add(k) * scale\n\n\nprint(${name}(${this.#int(0)}).go(${this.#int(0)}), ${name}(2).go(3, 4))`;
  }

  #match(): string {
    const dice = this.#dice;
    const name = this.#fresh("tell");
    const cases = [
      `        case ${dice.roll(9)} | ${10 + dice.roll(9)}:\n            return "one of two"`,
      `        case int(n) if n > ${dice.roll(12)}:\n            return f"large {n}"`,
      `        case [a, b]:\n            return f"pair {a} {b}"`,
      `        case [first, *others]:\n            return f"{first} then {others}"`,
      `        case {"one": n}:\n            return f"one is {n}"`,
      `        case "cat" | "dog":\n            return "pet"`,
      `        case str() as text:\n            return text.upper()`,
      "        case None:\n            return 'none'",
    ].filter(() => dice.chance(70));
    const kinds = dice.pick<Kind[]>([
      ["int", "str", "ints"],
      ["ints", "strs", "int"],
      ["names", "str", "int"],
    ]);
    const values = [...kinds.map((kind) => this.#value(kind, 1)), dice.pick(["None", '"dog"', "7", "[1, 2]"])];
    return `def ${name}(value):\n    match value:\n${cases.join("\n")}\n        case _:\n            return "else"\n\n\nfor each in [${values.join(", ")}]:\n    print(${name}(each))`;
  }

  #manager(): string {
    const name = this.#fresh("Timer");
    return `class ${name}:\n    def __init__(self, label):\n        self.label = label\n\n    def __enter__(self):\n        print("enter", self.label)\n        return self\n\n    def __exit__(self, kind, error, trace):\n        print("exit", self.label)\n        return ${this.#dice.pick(["False", "True"])}\n\n\nwith ${name}(${this.#literal("str")}) as t:\n    print(t.label)\n    print(${this.#value("ints", 2)})`;
  }

  #tryCatch(indent: string): string {
    const dice = this.#dice;
    const inner = `${indent}    `;
    const risky: readonly (readonly [line: string, error: string])[] = [
      [`print({"a": 1}[${this.#str(0)}])`, "KeyError"],
      [`print((${this.#ints(1)})[${dice.roll(6)}])`, "IndexError"],
      [`print(int(${dice.pick(['"12"', '"x1"', '""', '" 7 "'])}))`, "ValueError"],
      [`print(${this.#int(1)} // ${dice.pick(["0", "2", "(1 - 1)"])})`, "ZeroDivisionError"],
      [`print(${this.#float(1)} / ${dice.pick(["0", "4"])})`, "ZeroDivisionError"],
      [`print([1, 2, 3].index(${dice.roll(5)}))`, "ValueError"],
      [`raise ValueError(${this.#str(1)})`, "ValueError"],
      ["assert 1 > 2, 'no'", "AssertionError"],
      [`print(float(${dice.pick(['"1.5"', '"nan?"'])}))`, "ValueError"],
    ];
    const [line, error] = dice.pick(risky);
    const caught = dice.pick([error, error, "Exception", `(${error}, TypeError)`]);
    // The message depends on Python's version.
    const shows =
      error === "ZeroDivisionError"
        ? "print(type(e).__name__)"
        : dice.pick(["print('caught', e)", "print(type(e).__name__)", "print(f'error: {e}')", "pass"]);
    const other = dice.chance(25) ? `\n${indent}except KeyError:\n${inner}print('key')` : "";
    const first = other !== "" && caught.includes("Exception") ? "" : other;
    const otherwise = dice.chance(30) ? `\n${indent}else:\n${inner}print('fine')` : "";
    const lastly = dice.chance(30) ? `\n${indent}finally:\n${inner}print('at last')` : "";
    const handler = caught === error && error === "KeyError" ? "" : first;
    return `${indent}try:\n${inner}${line}\n${inner}print('went on')\n${indent}except ${caught} as e:\n${inner}${shows}${handler}${otherwise}${lastly}`;
  }

  #tools(): string {
    const dice = this.#dice;
    return dice.pick([
      () => {
        this.#imports.add("from collections import Counter");
        const name = this.#fresh("counts");
        return `${name} = Counter(${this.#dice.chance(50) ? this.#value("strs", 1) : this.#value("ints", 1)})\nprint(${name}.most_common(2), sum(${name}.values()), len(${name}))\nfor k, v in ${name}.items():\n    print(k, v)`;
      },
      () => {
        this.#imports.add("from collections import defaultdict");
        const name = this.#fresh("groups");
        return `${name} = defaultdict(list)\nfor w in ${this.#value("strs", 1)}:\n    ${name}[len(w)].append(w)\nfor k in sorted(${name}):\n    print(k, ${name}[k])\nprint(len(${name}), ${name}.get(99))`;
      },
      () => {
        this.#imports.add("import itertools");
        return `print(list(itertools.product([0, 1], (${this.#value("strs", 1)})[:2])))\nprint(list(itertools.combinations((${this.#ints(1)})[:3], 2)), list(itertools.accumulate(${this.#ints(1)})))\nprint(list(itertools.chain([1], ${this.#ints(1)})), [list(p) for p in itertools.permutations([1, 2, 3], 2)][:3])`;
      },
      () => {
        this.#imports.add("import math");
        return `print(math.sqrt(${1 + dice.roll(50)}), math.floor(${this.#float(1)}), math.ceil(${this.#float(1)}), math.gcd(${12 + dice.roll(40)}, 18), math.factorial(${dice.roll(10)}))\nprint(f"{math.pi:.4f} {math.log(${1 + dice.roll(9)}):.3f}", math.isclose(0.1 + 0.2, 0.3), math.inf)`;
      },
      () => {
        this.#imports.add("from functools import reduce");
        return `print(reduce(lambda a, b: a * b % 97, ${this.#ints(1)}, 1), reduce(lambda a, b: a + b, ${this.#value("strs", 1)}, ""))`;
      },
      () => {
        this.#imports.add("import random");
        return `random.seed(${dice.roll(1000)})\nitems = ${this.#ints(1)}\nrandom.shuffle(items)\nprint(items, random.randint(1, 100), random.choice(["a", "b", "c"]), f"{random.random():.6f}", random.sample(range(20), 3))`;
      },
      () => {
        this.#imports.add("from functools import lru_cache");
        const name = this.#fresh("fib");
        return `@lru_cache(maxsize=None)\ndef ${name}(n):\n    return n if n < 2 else ${name}(n - 1) + ${name}(n - 2)\n\n\nprint(${name}(${5 + dice.roll(30)}), [${name}(i) for i in range(6)])`;
      },
      () => {
        this.#imports.add("from dataclasses import dataclass");
        const name = this.#fresh("Config");
        return `@dataclass\nclass ${name}:\n    lr: float = ${this.#literal("float")}\n    steps: int = ${this.#literal("int")}\n    name: str = ${this.#literal("str")}\n\n    def total(self):\n        return self.lr * self.steps\n\n\nconfig_${name} = ${name}(steps=${dice.roll(9)})\nprint(config_${name}, config_${name}.total(), config_${name} == ${name}(steps=3))`;
      },
      () => {
        this.#imports.add("from collections import namedtuple");
        const name = this.#fresh("Pair");
        const value = `${name}(${this.#int(1)}, ${dice.chance(50) ? "the_tag=" : ""}${this.#str(1)})`;
        const fields = dice.pick(['["size", "the_tag"]', '"size the_tag"']);
        return `${name} = namedtuple("${name}", ${fields})\npair_${name} = ${value}\nprint(pair_${name}, pair_${name}.size + 1, pair_${name}[1], pair_${name}._replace(size=${this.#int(0)}), len(pair_${name}))\nsize_${name}, tag_${name} = pair_${name}\nprint(size_${name}, tag_${name}, pair_${name} == (1, "a"), [p.size for p in [pair_${name}, ${name}(2, "b")]])`;
      },
      () => {
        this.#imports.add("from typing import NamedTuple");
        const name = this.#fresh("Row");
        return `class ${name}(NamedTuple):\n    label: str\n    count: int = ${this.#literal("int")}\n\n    def twice(self):\n        return self.count * 2\n\n\nprint(${name}(${this.#str(0)}), ${name}("x", count=${this.#int(0)}).twice(), sorted([${name}("b"), ${name}("a")])[0].label)`;
      },
      () => {
        this.#imports.add("import json");
        return `text = json.dumps({"a": ${this.#ints(1)}, "b": {"c": ${this.#literal("str")}}})\nprint(text, json.loads(text)["b"]["c"])`;
      },
    ])();
  }

  #value(kind: Kind, depth: number): string {
    const callable = this.#functions.filter(({ gives }) => gives === kind);
    if (depth > 1 && callable.length > 0 && this.#dice.chance(15))
      return this.#call(this.#dice.pick(callable), depth - 1);
    const known = this.#one(kind);
    if (known !== undefined && this.#dice.chance(depth > 0 ? 35 : 60)) return known.name;
    switch (kind) {
      case "int":
        return this.#int(depth);
      case "float":
        return this.#float(depth);
      case "str":
        return this.#str(depth);
      case "bool":
        return depth > 0 ? this.#condition() : this.#literal("bool");
      case "ints":
        return this.#ints(depth);
      case "strs":
        return this.#strs(depth);
      default:
        return this.#compound(kind, depth);
    }
  }

  #literal(kind: Kind): string {
    const dice = this.#dice;
    const list = (each: Kind): string =>
      `[${Array.from({ length: 1 + dice.roll(3) }, () => this.#literal(each)).join(", ")}]`;
    switch (kind) {
      case "int":
        return String(dice.chance(20) ? -1 - dice.roll(9) : dice.roll(20));
      case "float":
        return dice.pick(["0.5", "1.0", "2.25", "-0.125", "3.14159", "1e-5", "100.0", "0.1", "2.5", "1234.5678"]);
      case "str":
        return JSON.stringify(dice.pick(WORDS));
      case "bool":
        return dice.chance(50) ? "True" : "False";
      case "ints":
        return list("int");
      case "strs":
        return list("str");
      case "floats":
        return list("float");
      case "pairs":
        return `[(${this.#literal("str")}, ${this.#literal("int")}), (${this.#literal("str")}, ${this.#literal("int")})]`;
      case "counts":
        return `{${dice.roll(9)}: ${this.#literal("int")}, ${10 + dice.roll(9)}: ${this.#literal("int")}, 2: 1}`;
      case "names":
        return `{"one": ${this.#literal("int")}, "a b": ${this.#literal("int")}}`;
      case "lookup":
        return `{(0, "a"): ${this.#literal("float")}, (1, "b"): 1.0}`;
      case "tuple":
        return `(${this.#literal("int")}, ${this.#literal("str")})`;
      case "grid":
        return `[[${this.#literal("int")}, ${this.#literal("int")}], [1, 2]]`;
    }
  }

  #int(depth: number): string {
    const dice = this.#dice;
    const known = this.#one("int");
    if (depth <= 0) return known !== undefined && dice.chance(60) ? known.name : this.#literal("int");
    return dice.pick([
      () => this.#literal("int"),
      () => known?.name ?? this.#literal("int"),
      () => `${this.#int(depth - 1)} + ${this.#int(depth - 1)}`,
      () => `(${this.#int(depth - 1)} - ${this.#int(depth - 1)})`,
      () => `(${this.#int(depth - 1)}) * ${dice.roll(5)}`,
      () => `(${this.#int(depth - 1)}) // ${1 + dice.roll(5)}`,
      () => `(${this.#int(depth - 1)}) % ${1 + dice.roll(7)}`,
      () => `(${this.#int(depth - 1)}) % -3`,
      () => `-(${this.#int(depth - 1)})`,
      () => `abs(${this.#int(depth - 1)})`,
      () => `len(${this.#value(dice.pick<Kind>(["ints", "strs", "str", "counts", "names", "pairs"]), depth - 1)})`,
      () => `sum(${this.#value("ints", depth - 1)})`,
      () => `max(${this.#int(depth - 1)}, ${this.#int(depth - 1)})`,
      () => `min([${this.#int(depth - 1)}, ${this.#int(depth - 1)}])`,
      () => `int(${this.#float(depth - 1)})`,
      () => `round(${this.#float(depth - 1)})`,
      () => `${this.#value("ints", 0)}.count(${this.#int(0)})`,
      () => `(${this.#int(depth - 1)} if ${this.#condition()} else ${this.#int(depth - 1)})`,
      () => `int(${this.#condition()})`,
      () => `ord("a") + ${dice.roll(20)}`,
      () => `(${this.#int(depth - 1)} & 7)`,
      () => `2 ** ${dice.roll(8)}`,
      () => `sum(1 for w in ${this.#value("strs", 0)} if len(w) > ${dice.roll(3)})`,
      () => `${this.#value("tuple", 0)}[0]`,
      () => `${this.#value("str", 0)}.find("${dice.pick(["a", "o", "t"])}")`,
      () => `${this.#value("names", 0)}.get(${this.#literal("str")}, ${this.#literal("int")})`,
      () => `divmod(${this.#int(depth - 1)}, ${1 + dice.roll(5)})[${dice.roll(2)}]`,
    ])();
  }

  #float(depth: number): string {
    const dice = this.#dice;
    const known = this.#one("float");
    if (depth <= 0) return known !== undefined && dice.chance(60) ? known.name : this.#literal("float");
    return dice.pick([
      () => this.#literal("float"),
      () => `(${this.#int(depth - 1)} + 0) / ${1 + dice.roll(8)}`,
      () => `(${this.#float(depth - 1)} ${dice.pick(["+", "-", "*"])} ${this.#float(depth - 1)})`,
      () => `round(${this.#float(depth - 1)}, ${dice.roll(3)})`,
      () => `float(${this.#int(depth - 1)})`,
      () => `abs(${this.#float(depth - 1)})`,
      () => `sum(${this.#value("floats", depth - 1)})`,
      () => `max(${this.#value("floats", 0)})`,
      () => `(${this.#int(depth - 1)} * 0.5)`,
      () => `${1 + dice.roll(9)} ** 0.5`,
      () => `(${this.#float(depth - 1)}) % 2`,
      () => `(${this.#float(depth - 1)}) // 2`,
      () => `float("${dice.pick(["1.5", "2", "1e3"])}")`,
    ])();
  }

  #str(depth: number): string {
    const dice = this.#dice;
    const known = this.#one("str");
    if (depth <= 0) return known !== undefined && dice.chance(60) ? known.name : this.#literal("str");
    const s = (): string => {
      const text = this.#str(depth - 1);
      return /^\w+$|^"[^"]*"$/.test(text) ? text : `(${text})`;
    };
    return dice.pick([
      () => this.#literal("str"),
      () => `${s()} + ${s()}`,
      () => `${s()}.${dice.pick(["upper", "lower", "title", "capitalize", "strip", "swapcase"])}()`,
      () => `${s()}[${dice.pick(["1:", ":2", "::-1", "-2:", ":-1", "1:3", "::2"])}]`,
      () => `${s()} * ${dice.roll(3)}`,
      () => `${dice.pick(['"-"', '", "', '""'])}.join(${this.#value("strs", depth - 1)})`,
      () => `str(${this.#value(dice.pick(KINDS), depth - 1)})`,
      () => `repr(${this.#value(dice.pick<Kind>(["str", "strs", "tuple", "float"]), depth - 1)})`,
      () => `${s()}.replace("${dice.pick(["a", "o", "x"])}", "${dice.pick(["_", "", "xx"])}")`,
      () => `(${this.#str(depth - 1)} if ${this.#condition()} else ${this.#str(depth - 1)})`,
      () => `${s()}.${dice.pick(["ljust", "rjust", "center"])}(${dice.roll(8)}${dice.chance(40) ? ', "*"' : ""})`,
      () => `${s()}.zfill(${dice.roll(6)})`,
      () => `" ".join(str(v) for v in ${this.#value("ints", depth - 1)})`,
      () => `"".join(reversed(${s()}))`,
      () => `"".join(sorted(${s()}))`,
      () => `chr(97 + ${this.#int(0)} % 26)`,
      () => `${s()}.partition("${dice.pick(["a", "o"])}")[${dice.roll(3)}]`,
      () => this.#fString(),
      () => this.#percent(),
      () => this.#format(),
      () => `${this.#value("tuple", 0)}[-1]`,
    ])();
  }

  #spec(kind: Kind): string {
    const dice = this.#dice;
    const specs: Readonly<Partial<Record<Kind, readonly string[]>>> = {
      int: ["", "d", "5d", "<5", ">6", "^7", "05d", "+d", ",", "x", "b", "*^9", " d", "o", "#x", "03", "e", ".2f", "%"],
      float: [
        "",
        ".2f",
        "8.3f",
        "<9.1f",
        "+.1f",
        "e",
        ".3e",
        "g",
        ".3g",
        "%",
        ".1%",
        "08.2f",
        ",.2f",
        "^12.4f",
        ".0f",
        "10",
        ".4",
      ],
      str: ["", "10", "<8", ">8", "^9", "*>7", ".2", "-^8.3", "s"],
      bool: [""],
    };
    return dice.pick(specs[kind] ?? [""]);
  }

  #fString(): string {
    const dice = this.#dice;
    const parts = Array.from({ length: 1 + dice.roll(3) }, () => {
      const kind = dice.pick<Kind>(["int", "float", "str", "bool", "ints", "floats", "tuple", "counts", "names"]);
      const known = this.#one(kind);
      // Before Python 3.12 an f-string cannot contain quotation marks of its own kind.
      const value = known?.name ?? this.#literal(kind);
      if (/["\\{]/.test(value)) return dice.pick(["x", "{{y}}", "100%"]);
      const isSimple = kind === "int" || kind === "float" || kind === "str";
      const spec = isSimple ? this.#spec(kind) : "";
      const conversion = dice.chance(15) && spec === "" ? "!r" : "";
      return `{${value}${dice.chance(8) && known !== undefined ? "=" : ""}${conversion}${spec === "" ? "" : `:${spec}`}}`;
    });
    return `f"${parts.join(dice.pick([" ", ", ", "|", ""]))}"`;
  }

  #percent(): string {
    const dice = this.#dice;
    const forms: readonly (readonly [string, Kind])[] = [
      ["%d", "int"],
      ["%5d", "int"],
      ["%-5d|", "int"],
      ["%05d", "int"],
      ["%+d", "int"],
      ["%x", "int"],
      ["%s", "int"],
      ["%s", "str"],
      ["%10s", "str"],
      ["%-8s|", "str"],
      ["%.2f", "float"],
      ["%8.3f", "float"],
      ["%e", "float"],
      ["%g", "float"],
      ["%s", "ints"],
      ["%r", "str"],
      ["%d%%", "int"],
      ["%.1f", "int"],
      ["%s", "float"],
      ["%s", "bool"],
    ];
    const chosen = Array.from({ length: 1 + dice.roll(2) }, () => dice.pick(forms));
    return `"${chosen.map(([form]) => form).join(" ")}" % (${chosen.map(([, kind]) => this.#value(kind, 0)).join(", ")},)`;
  }

  #format(): string {
    const dice = this.#dice;
    const kinds = Array.from({ length: 1 + dice.roll(2) }, () => dice.pick<Kind>(["int", "float", "str"]));
    const style = dice.roll(3);
    const text = kinds.map((kind, i) => {
      const spec = this.#spec(kind);
      return `{${style === 0 ? "" : style === 1 ? i : `v${i}`}${spec === "" ? "" : `:${spec}`}}`;
    });
    const values = kinds.map((kind, i) => `${style === 2 ? `v${i}=` : ""}${this.#value(kind, 0)}`);
    return `"${text.join(" ")}".format(${values.join(", ")})`;
  }

  #condition(): string {
    const dice = this.#dice;
    const int = (): string => this.#int(dice.roll(2));
    return dice.pick([
      () => `${int()} ${dice.pick(["<", ">", "<=", ">=", "==", "!="])} ${int()}`,
      () => `${dice.roll(5)} < ${int()} <= ${5 + dice.roll(9)}`,
      () => `${this.#str(0)} ${dice.pick(["==", "!=", "<", "in"])} ${this.#str(0)}`,
      () => `${this.#int(0)} ${dice.pick(["in", "not in"])} ${this.#value("ints", 0)}`,
      () => `not ${this.#value(dice.pick<Kind>(["ints", "str", "counts", "bool", "names"]), 0)}`,
      () => `(${int()} > ${dice.roll(5)} ${dice.pick(["and", "or"])} ${this.#value("bool", 0)})`,
      () => this.#literal("bool"),
      () => this.#one("bool")?.name ?? this.#literal("bool"),
      () => `${this.#literal("str")} in ${this.#value("names", 0)}`,
      () => `${dice.pick(["any", "all"])}(v > ${dice.roll(5)} for v in ${this.#value("ints", 0)})`,
      () => `${this.#str(0)}.${dice.pick(["startswith", "endswith"])}("${dice.pick(["a", "c", "g"])}")`,
      () => `${this.#value("tuple", 0)} == ${this.#value("tuple", 0)}`,
      () => `${this.#value("ints", 0)} ${dice.pick(["==", "<"])} ${this.#value("ints", 0)}`,
      () => `isinstance(${this.#value(dice.pick(KINDS), 0)}, ${dice.pick(["int", "str", "list", "dict"])})`,
      () => `${this.#str(0)}.${dice.pick(["isdigit", "isalpha", "isupper", "islower"])}()`,
      () => `bool(${this.#value(dice.pick(KINDS), 0)})`,
    ])();
  }

  #ints(depth: number): string {
    const dice = this.#dice;
    const known = this.#one("ints");
    if (known !== undefined && dice.chance(30)) return known.name;
    if (depth <= 0) return this.#literal("ints");
    const source = (): string => this.#ints(depth - 1);
    return dice.pick([
      () => `[${Array.from({ length: 1 + dice.roll(4) }, () => this.#int(depth - 1)).join(", ")}]`,
      () => `list(range(${dice.roll(4)}, ${4 + dice.roll(5)}))`,
      () => `[v * ${1 + dice.roll(4)} for v in ${source()}]`,
      () => `[v for v in ${source()} if v ${dice.pick(["> 2", "% 2 == 0", "< 5", "!= 3"])}]`,
      () => `sorted(${source()}${dice.pick(["", ", reverse=True", ", key=lambda v: -v", ", key=lambda v: v % 3"])})`,
      () => `${source()} + ${source()}`,
      () => `(${source()})[${dice.pick(["1:", ":2", "::-1", "-2:", "::2", "1:4:2", ":-1", "3:0:-1"])}]`,
      () => `[len(w) for w in ${this.#value("strs", depth - 1)}]`,
      () => `list(map(lambda v: v + ${dice.roll(4)}, ${source()}))`,
      () => `list(filter(lambda v: v % 2, ${source()}))`,
      () => `[a * b for a, b in zip(${source()}, ${source()})]`,
      () => `[i * v for i, v in enumerate(${source()})]`,
      () => `[a + b for a in [1, 2] for b in ${source()}]`,
      () => `[0] * ${1 + dice.roll(3)}`,
      () => `sorted({v % 4 for v in ${source()}})`,
      () => `[int(c) for c in "${dice.roll(9999)}"]`,
      () => `list(${this.#value("counts", 0)}.${dice.pick(["keys", "values"])}())`,
      () => `sum([[v, v] for v in ${source()}], [])`,
      () => `[x for row in ${this.#value("grid", 0)} for x in row]`,
      () => `[v if v > 3 else 1 - v for v in ${source()}]`,
    ])();
  }

  #strs(depth: number): string {
    const dice = this.#dice;
    const known = this.#one("strs");
    if (known !== undefined && dice.chance(30)) return known.name;
    if (depth <= 0) return this.#literal("strs");
    return dice.pick([
      () => `[${Array.from({ length: 1 + dice.roll(3) }, () => this.#str(depth - 1)).join(", ")}]`,
      () => `"${dice.pick(["a b c", "one two  three", "x"])}".split()`,
      () => `"a,b,,c".split(",")`,
      () => `sorted(${this.#strs(depth - 1)}${dice.pick(["", ", key=len", ", reverse=True", ", key=str.lower"])})`,
      () => `[w.upper() for w in ${this.#strs(depth - 1)}]`,
      () => `list(${this.#str(0)})`,
      () => `[str(v) for v in ${this.#value("ints", depth - 1)}]`,
      () => `list(map(str, ${this.#value("ints", depth - 1)}))`,
      () => `list(${this.#value("names", 0)})`,
      () => `[f"{k}={v}" for k, v in ${this.#value(dice.pick<Kind>(["names", "counts"]), 0)}.items()]`,
      () => `[w for w in ${this.#strs(depth - 1)} if w]`,
    ])();
  }

  #compound(kind: Kind, depth: number): string {
    const dice = this.#dice;
    const inner = depth - 1;
    if (depth <= 0) return this.#literal(kind);
    switch (kind) {
      case "floats":
        return dice.pick([
          () => `[${this.#float(inner)}, ${this.#float(inner)}]`,
          () => `[v / 2 for v in ${this.#value("ints", inner)} + [1]]`,
          () => `[round(v, 1) for v in ${this.#value("floats", inner)}]`,
          () => `[v * 0.1 for v in range(1, ${2 + dice.roll(4)})]`,
        ])();
      case "pairs":
        return dice.pick([
          () => `[(${this.#str(inner)}, ${this.#int(inner)}), (${this.#str(inner)}, ${this.#int(inner)})]`,
          () => `list(zip(${this.#value("strs", inner)}, ${this.#value("ints", inner)}))`,
          () => `sorted(${this.#value("names", inner)}.items())`,
          () => `[(w, len(w)) for w in ${this.#value("strs", inner)}]`,
          () => `sorted(${this.#value("pairs", inner)}, key=lambda p: p[1])`,
        ])();
      case "counts":
        return dice.pick([
          () => this.#literal("counts"),
          () => `{v: v * v for v in ${this.#value("ints", inner)}}`,
          () => `{i: len(w) for i, w in enumerate(${this.#value("strs", inner)})}`,
          () => `dict(zip(${this.#value("ints", inner)}, range(9)))`,
        ])();
      case "names":
        return dice.pick([
          () => `{${this.#str(0)}: ${this.#int(inner)}, "k": ${this.#int(inner)}}`,
          () => `{"k" + w: len(w) for w in ${this.#value("strs", inner)}}`,
          () => `dict(a=${this.#int(inner)}, b=${this.#int(inner)})`,
          () => `dict([(${this.#str(0)}, ${this.#int(inner)})])`,
          () => `{**${this.#value("names", inner)}, "z": ${this.#int(inner)}}`,
        ])();
      case "lookup":
        return dice.pick([
          () => this.#literal("lookup"),
          () => `{(i, w): i / 2 for i, w in enumerate(${this.#value("strs", inner)})}`,
        ])();
      case "tuple":
        return `(${this.#int(inner)}, ${this.#str(inner)})`;
      case "grid":
        return dice.pick([
          () => this.#literal("grid"),
          () => `[[i * j for j in range(3)] for i in range(${1 + dice.roll(3)})]`,
          () => `[${this.#value("ints", inner)} + [0], [1]]`,
          () => `[list(row) for row in zip(*[[1, 2, 3], [4, 5, 6]])]`,
        ])();
      default:
        return this.#literal(kind);
    }
  }
}
