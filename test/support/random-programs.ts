/**
 * Random programs in TypeScript: lists of top-level statements that can be run whole or cut into cells anywhere, and print the same either
 * way. So they contain nothing whose meaning a cut would change: no top-level name is declared twice or used by a statement before its
 * declaration (functions may name what comes later), and nothing is left running unawaited.
 *
 * Longer than other files: the rules of a grammar call each other, and splitting them would only scatter it.
 */

/** xorshift32: the same programs from the same seed, on any machine. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed * 2654435761 + 1) >>> 0 || 1;
  }

  /** An integer from 0 to `sides - 1`. */
  roll(sides: number): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x >>> 0;
    return this.#state % sides;
  }

  chance(percent: number): boolean {
    return this.roll(100) < percent;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.roll(items.length)]!;
  }
}

type Kind = "number" | "string" | "array" | "object";

interface Variable {
  readonly name: string;
  readonly kind: Kind;
  readonly writable: boolean;
}

interface Callable {
  readonly name: string;
  readonly parameters: number;
  readonly style: "sync" | "async" | "generator";
}

/** The statements of a program; each prints through a function `out` that its surroundings provide. */
export function randomProgram(seed: number): string[] {
  return new Generator(new Dice(seed)).program();
}

/** Cuts a program into cells at random places. */
export function cutIntoCells(statements: readonly string[], dice: Dice): string[] {
  const cells: string[] = [];
  let cell: string[] = [];
  for (const statement of statements) {
    cell.push(statement);
    if (!dice.chance(45)) continue;
    cells.push(cell.join("\n"));
    cell = [];
  }
  if (cell.length > 0) cells.push(cell.join("\n"));
  return cells;
}

class Generator {
  readonly #dice: Dice;
  /** What is in scope, innermost last. */
  #variables: Variable[] = [];
  #callables: Callable[] = [];
  #classes: string[] = [];
  #count = 0;
  #depth = 0;

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  program(): string[] {
    const statements: string[] = [];
    const later: string[] = [];
    const length = 8 + this.#dice.roll(25);
    for (let i = 0; i < length; i++) {
      statements.push(this.#topLevel(later));
      if (later.length > 0 && this.#dice.chance(30)) statements.push(later.pop()!);
    }
    statements.push(...later.reverse());
    for (const { name } of this.#variables) statements.push(`out(${JSON.stringify(name)}, ${name});`);
    return statements;
  }

  #fresh(prefix: string): string {
    // Names that a cell might confuse with the compiler's own, with globals, or with V8's.
    const odd = [
      "URL",
      "exports",
      "require",
      "_",
      "name",
      "status",
      "event",
      "module",
      "process",
      "$",
      "from",
      "set",
      "get",
      "let_",
      "value",
      "page",
    ];
    const number = this.#count++;
    return number < 3 && this.#dice.chance(20) && this.#depth === 0
      ? `${odd[(number * 5 + this.#dice.roll(5)) % odd.length]!}`
      : `${prefix}${number}`;
  }

  #topLevel(later: string[]): string {
    switch (this.#dice.roll(16)) {
      case 14:
        return this.#nestedVar();
      case 15:
        return this.#receiver();
      case 0:
      case 1:
        return this.#function();
      case 2:
        return this.#class();
      case 3:
        return this.#forwardReference(later);
      case 4:
        return this.#awaiting();
      case 5:
      case 6:
      case 7:
        return this.#declaration(true);
      default:
        return this.#statement();
    }
  }

  /** A function that refers to something a later statement declares; a statement after that calls it. */
  #forwardReference(later: string[]): string {
    const user = this.#fresh("uses");
    // Not one of the odd names: before its declaration a global of that name would be seen in cells and not in a module.
    const used = this.#inner(() => this.#fresh("used"));
    const isFunction = this.#dice.chance(50);
    const declaration = isFunction
      ? this.#dice.pick([
          `function ${used}() { return ${this.#number()}; }`,
          `const ${used} = () => ${this.#number()};`,
          `var ${used} = function () { return ${this.#number()}; };`,
        ])
      : `${this.#dice.pick(["let", "const", "var"])} ${used} = ${this.#number()};`;
    later.push(`${declaration}\nout("later", ${user}());`);
    const body = isFunction ? `${used}() + 1` : `[${used}, typeof ${used}]`;
    const guarded =
      this.#dice.chance(30) && !declaration.startsWith("var") && !declaration.startsWith("function")
        ? `\ntry { out(${user}()); } catch (e: any) { out(e.name); }`
        : "";
    return this.#dice.chance(50)
      ? `function ${user}(): any { return ${body}; }${guarded}`
      : `const ${user} = (): any => ${body};${guarded}`;
  }

  /** `var` belongs to the top level, however deeply it is nested. */
  #nestedVar(): string {
    const name = this.#fresh("deep");
    const value = this.#number();
    const text = this.#dice.pick([
      `if (${this.#boolean()}) {\n  var ${name} = ${value};\n} else {\n  var ${name} = 1;\n}`,
      `try {\n  throw 1;\n} catch (e) {\n  out(${name});\n  var ${name} = ${value};\n}`,
      `do {\n  switch (1) {\n    default: for (var ${name} of [1, ${value}]) out(${name});\n  }\n} while (false);`,
      `out(${name});\n{\n  { var [${name} = ${value}] = [] as number[]; }\n}`,
      `try { } finally { for (var { length: ${name} } = "abc"; ${name} < 5; ${name}++); }`,
      `label${this.#count}: {\n  var ${name} = ${value};\n  if (${name} > 1) break label${this.#count};\n  ${name}++;\n}`,
      `while (true) {\n  var ${name} = ((): number => { var ${name} = ${value}; return ${name} + 1; })();\n  break;\n}`,
    ]);
    this.#add(name, "number", "var");
    return text;
  }

  /** Functions that look at what they were called on and with. */
  #receiver(): string {
    const name = this.#fresh("self");
    const text = this.#dice.pick([
      `function ${name}(this: any): any { return [typeof this, arguments.length]; }`,
      `const ${name} = function (this: any): any { return [typeof this, arguments.length, ${this.#inner(() => this.#number())}]; };`,
      `let ${name} = function own(this: any, n = 0): any { return n > 1 ? typeof own : [this === undefined, own(n + 2)]; };`,
    ]);
    return `${text}\nout(${name}(), ${name}?.(1), ${name}\`\`, (0, ${name})(), { ${name} }.${name}(), ${name}.name);`;
  }

  #awaiting(): string {
    const asyncs = this.#callables.filter(({ style }) => style === "async");
    switch (this.#dice.roll(4)) {
      case 0:
        return this.#declare("number", "const", `await Promise.resolve(${this.#number()})`);
      case 1:
        return asyncs.length === 0
          ? `out(await ${this.#number()});`
          : `out(await ${this.#call(this.#dice.pick(asyncs))});`;
      case 2:
        return `for await (const item of [${this.#number()}, Promise.resolve(${this.#number()})]) {\n  out("awaited", item);\n}`;
      default:
        return this.#declare(
          "array",
          "let",
          `await Promise.all([${this.#number()}, (async () => ${this.#number()})()])`,
        );
    }
  }

  #declaration(isTop: boolean): string {
    const keyword = this.#dice.pick(isTop ? ["let", "const", "var", "let"] : ["let", "const"]);
    switch (this.#dice.roll(isTop ? 8 : 4)) {
      case 0:
        return this.#declare("string", keyword, this.#string());
      case 1:
        return this.#declare("array", keyword, this.#array());
      case 2:
        return this.#declare(
          "object",
          keyword,
          `{ a: ${this.#number()}, b: { c: ${this.#number()} }, d: ${this.#array()} }`,
        );
      case 4: {
        const source = `{ a: ${this.#number()}, b: { c: ${this.#number()} }, d: [${this.#number()}, ${this.#number()}] }`;
        const [a, c, d, rest, e] = ["a", "c", "d", "rest", "e"].map((prefix) => this.#fresh(prefix));
        const text = `${keyword} { a: ${a}, b: { c: ${c}, zz: ${e} = ${this.#number()} }, ...${rest} } = ${source} as any, [${d} = 7] = [] as number[];`;
        for (const name of [a, c, d, e]) this.#add(name!, "number", keyword);
        return `${text}\nout(${rest});`;
      }
      case 5: {
        const [first, second, rest] = ["first", "second", "others"].map((prefix) => this.#fresh(prefix));
        const text = `${keyword} [${first}, ${second} = ${this.#number()}, ...${rest}] = ${this.#array()} as number[];`;
        this.#add(rest!, "array", keyword);
        return `${text}\nout(${first}, ${second});`;
      }
      case 6: {
        const [x, y] = [this.#fresh("x"), this.#fresh("y")];
        const text = `${keyword} ${x} = ${this.#number()}, ${y}: number = ${x} * 2;`;
        for (const name of [x, y]) this.#add(name, "number", keyword);
        return text;
      }
      default:
        return this.#declare("number", keyword, this.#number());
    }
  }

  #declare(kind: Kind, keyword: string, value: string): string {
    const name = this.#fresh(kind[0]!);
    const types = { number: "number", string: "string", array: "any[]", object: "any" } as const;
    const annotation = this.#dice.chance(40) ? `: ${types[kind]}` : "";
    const text = `${keyword} ${name}${annotation} = ${value};`;
    this.#add(name, kind, keyword);
    return text;
  }

  #add(name: string, kind: Kind, keyword: string): void {
    this.#variables.push({ name, kind, writable: keyword !== "const" });
  }

  #function(): string {
    const style = this.#dice.pick(["sync", "sync", "sync", "async", "generator"] as const);
    const name = this.#fresh("f");
    const parameters = this.#dice.roll(4);
    const star = style === "generator" ? "*" : "";
    const isArrow = style !== "generator" && this.#dice.chance(40);
    const names = Array.from({ length: parameters }, (_, i) => `p${i}`);
    const shadow =
      this.#variables.length > 0 && this.#dice.chance(25) ? this.#dice.pick(this.#variables).name : undefined;
    const head = names.map((each, i) =>
      i > 0 && this.#dice.chance(40) ? `${each} = ${this.#inner(() => this.#number())}` : `${each}: any`,
    );
    const body = this.#inner(() => {
      for (const each of names) this.#add(each, "number", "let");
      const lines: string[] = [];
      if (shadow !== undefined) {
        this.#variables = this.#variables.filter((variable) => variable.name !== shadow);
        lines.push(`let ${shadow} = ${this.#number()};`);
        this.#add(shadow, "number", "let");
      }
      for (let i = this.#dice.roll(4); i > 0; i--) lines.push(this.#statement());
      if (style === "async") lines.push(`await ${this.#number()};`);
      if (style === "generator")
        lines.push(`yield ${this.#number()};`, `for (let i = 0; i < 2; i++) yield i * ${this.#number()};`);
      else lines.push(`return ${this.#number()};`);
      return lines.join("\n");
    });
    this.#callables.push({ name, parameters, style });
    const prefix = style === "async" ? "async " : "";
    return isArrow
      ? `const ${name} = ${prefix}(${head.join(", ")}) => {\n${body}\n};\nout(${name}.name);`
      : `${prefix}function${star} ${name}(${head.join(", ")})${style === "sync" ? ": number" : ""} {\n${body}\n}`;
  }

  #class(): string {
    const name = this.#fresh("K");
    const parent = this.#classes.length > 0 && this.#dice.chance(40) ? this.#dice.pick(this.#classes) : undefined;
    const text = this.#inner(() => {
      const value = this.#number();
      return [
        `class ${name}${parent === undefined ? "" : ` extends ${parent}`} {`,
        `  static made = 0;`,
        `  #secret = ${value};`,
        `  open: number = ${this.#number()};`,
        this.#dice.chance(30) ? `  static { out("static", ${name}.made, this === ${name}); }` : "",
        `  constructor(readonlyArgument: number = 1) {`,
        parent === undefined ? "" : `    super(readonlyArgument + 1);`,
        `    this.open += readonlyArgument;`,
        `    ${name}.made++;`,
        `  }`,
        `  get secret(): number { return this.#secret + this.open; }`,
        `  set secret(v: number) { this.#secret = v; }`,
        `  work(x: number): number { ${parent !== undefined && this.#dice.chance(60) ? "x = super.work(x);" : ""} this.secret = x; return this.secret + ${this.#number()}; }`,
        `  static twin(): ${name} { return new ${name}(2); }`,
        `}`,
      ]
        .filter((line) => line !== "")
        .join("\n");
    });
    this.#classes.push(name);
    return `${text}\nout(new ${name}(${this.#number()}).work(3), ${name}.twin().secret, ${name}.made, ${name}.name);`;
  }

  /** A statement for any place; its declarations stay in its block. */
  #statement(): string {
    if (this.#depth > 3) return `out(${this.#number()});`;
    const writable = this.#variables.filter((variable) => variable.writable && variable.kind === "number");
    const target = writable.length > 0 ? this.#dice.pick(writable).name : undefined;
    switch (this.#dice.roll(16)) {
      case 0:
        return `for (let i = 0; i < ${1 + this.#dice.roll(4)}; i++) {\n${this.#block()}\n}`;
      case 1:
        return `for (const [key, each] of Object.entries({ k: ${this.#number()}, l: ${this.#number()} })) {\n  out(key, each);\n${this.#block()}\n}`;
      case 2:
        return `if (${this.#boolean()}) {\n${this.#block()}\n} else {\n${this.#block()}\n}`;
      case 3:
        return `try {\n${this.#block()}\n  if (${this.#boolean()}) throw new RangeError("r" + ${this.#number()});\n} catch (e: any) {\n  out(e.name, e.message);\n} finally {\n${this.#block()}\n}`;
      case 4:
        return `switch (${this.#number()} % 3) {\n  case 0: {\n${this.#block()}\n    break;\n  }\n  case 1: out("one");\n  default: out("default");\n}`;
      case 5:
        return `outer${this.#count++}: for (const i of [1, 2, 3]) {\n  for (let j = 0; ; j++) {\n    if (j === i) continue outer${this.#count - 1};\n    if (i === 3) break outer${this.#count - 1};\n${this.#block()}\n  }\n}`;
      case 6:
        return `{\n${this.#block()}\n${this.#block()}\n}`;
      case 7: {
        const list = this.#fresh("fs");
        const text = `const ${list}: (() => number)[] = [];\nfor (let i = 0; i < 3; i++) ${list}.push(() => i * ${this.#number()});\nout(${list}.map((f) => f()));`;
        return this.#depth === 0 ? text : `{\n${text}\n}`;
      }
      case 8:
        return target === undefined
          ? `out(${this.#string()});`
          : `${target} ${this.#dice.pick(["=", "+=", "-=", "*=", "??=", "||=", "&&="])} ${this.#number()} % 1000;`;
      case 9:
        return target === undefined
          ? `out(${this.#array()});`
          : `${this.#dice.pick(["++", "--"])}${target};\nout(${target}${this.#dice.pick(["++", "--"])});`;
      case 10: {
        const other = writable.length > 0 ? this.#dice.pick(writable).name : undefined;
        if (target === undefined || other === undefined || other === target) return `out(${this.#number()});`;
        return this.#dice.pick([
          `[${target}, ${other}] = [${other}, ${target}];`,
          `({ v: ${target}, w: ${other} = 3 } = { v: ${this.#number()} } as any);`,
          `for (${target} of [1, 2, 3]) out(${target});`,
          `for ({ length: ${target} } of ["ab", "c"]) out(${target} + ${other});`,
        ]);
      }
      case 11: {
        const generators = this.#callables.filter(({ style }) => style === "generator");
        return generators.length === 0
          ? `out([...${this.#string()}].length);`
          : `out([...${this.#call(this.#dice.pick(generators))}].slice(0, 5));`;
      }
      case 12:
        return `{\n  using resource = { [Symbol.dispose]() { out("disposed"); } };\n  out(typeof resource);\n${this.#block()}\n}`;
      case 13:
        return `out(((x, { y = x } = {} as any, ...more: any[]) => [x, y, more.length, ${this.#inner(() => this.#number())}])(${this.#number()}, ${this.#dice.pick(["undefined", "{ y: 1 }"])}, 3));`;
      case 14: {
        if (this.#depth === 0 && this.#dice.chance(60)) {
          const counter = this.#fresh("w");
          const text = `for (var ${counter} = 0; ${counter} < 3; ${counter}++) {\n${this.#block()}\n}`;
          this.#add(counter, "number", "var");
          return text;
        }
        return `out(${this.#object()});`;
      }
      default:
        return `out(${this.#dice.pick([() => this.#number(), () => this.#string(), () => this.#array(), () => this.#boolean()])()});`;
    }
  }

  #block(): string {
    return this.#inner(() => {
      const lines: string[] = [];
      for (let i = this.#dice.roll(3); i >= 0; i--)
        lines.push(this.#dice.chance(30) ? this.#declaration(false) : this.#statement());
      return lines.join("\n");
    });
  }

  /** Names declared inside are forgotten outside. */
  #inner(make: () => string): string {
    const saved = [this.#variables, this.#callables, this.#classes] as const;
    [this.#variables, this.#callables, this.#classes] = [
      [...this.#variables],
      [...this.#callables],
      [...this.#classes],
    ];
    this.#depth++;
    const text = make();
    this.#depth--;
    [this.#variables, this.#callables, this.#classes] = saved;
    return text;
  }

  #call({ name, parameters }: Callable): string {
    return `${name}(${Array.from({ length: parameters }, () => this.#leaf()).join(", ")})`;
  }

  #named(kind: Kind): string | undefined {
    const names = this.#variables.filter((variable) => variable.kind === kind);
    return names.length === 0 ? undefined : this.#dice.pick(names).name;
  }

  #leaf(): string {
    return this.#dice.chance(60) ? (this.#named("number") ?? String(this.#dice.roll(10))) : String(this.#dice.roll(10));
  }

  #number(levels = 2): string {
    if (levels === 0) return this.#leaf();
    const next = (): string => this.#number(levels - 1);
    // Calls would multiply the running time at each level of functions, so they are made only at the top level.
    const functions = this.#depth === 0 ? this.#callables.filter(({ style }) => style === "sync") : [];
    switch (this.#dice.roll(10)) {
      case 0:
        return `(${next()} + ${next()})`;
      case 1:
        return `((${next()} * ${next()}) % 97)`;
      case 2:
        return functions.length === 0 ? this.#leaf() : this.#call(this.#dice.pick(functions));
      case 3:
        return `(${this.#boolean()} ? ${next()} : ${next()})`;
      case 4:
        return `${this.#named("array") ?? "[1, 2]"}.length`;
      case 5:
        return `(${this.#named("object") ?? "({} as any)"}?.b?.c ?? ${next()})`;
      case 6:
        return `[${next()}, ${next()}].reduce((sum, each) => sum + each, 0)`;
      case 7:
        return `(() => ${this.#inner(() => this.#number(levels - 1))})()`;
      default:
        return this.#leaf();
    }
  }

  #boolean(): string {
    return this.#dice.pick([
      () => `${this.#leaf()} > ${this.#leaf()}`,
      () => `!(${this.#leaf()} % 2)`,
      () => `typeof ${this.#named("string") ?? "undeclaredAnywhere"} === "string"`,
      () => `"a" in ${this.#named("object") ?? "{}"}`,
    ])();
  }

  #string(): string {
    return this.#dice.pick([
      () => `"s${this.#dice.roll(100)}"`,
      () => `\`t\${${this.#number(1)}}u\${${this.#named("string") ?? "1"}}\``.slice(0, 80),
      () => `String(${this.#number(1)})`,
      () => `((strings: any, ...values: any[]) => strings.raw.join("|") + values.length)\`a\${${this.#leaf()}}b\``,
    ])();
  }

  #array(): string {
    return this.#dice.pick([
      () => `[${this.#number(1)}, ${this.#number(1)}]`,
      () => `[...${this.#named("array") ?? "[]"}, ${this.#number(1)}].slice(0, 6)`,
      () => `Array.from({ length: 3 }, (_, i) => i + ${this.#inner(() => this.#number(1))})`,
    ])();
  }

  #object(): string {
    const name = this.#named("number");
    const own =
      name === undefined
        ? "z: 1"
        : this.#dice.pick([name, `${name}: ${name}`, `[${JSON.stringify(name)} + "k"]: ${name}`]);
    return `{ ${own}, get g() { return ${this.#inner(() => this.#number(1))}; }, m() { return typeof this; }, ...${this.#named("object") ?? "{}"} }`;
  }
}
