/**
 * Statements: declarations where they belong, classes, `with` and the rest; comments stay at their lines. Long because it is one walk over
 * all kinds of statements, which share where they are: the comments that are left, the class, the declarations.
 */
import { type Context, IN_PLACE } from "./context.ts";
import { placeDeclarations, type Declarations } from "./declarations.ts";
import { Expressions } from "./express.ts";
import { ANY, isNumber } from "./kinds.ts";
import type { ClassInfo, FunctionInfo, Kind } from "./kinds.ts";
import { ERRORS, MODULE_METHODS } from "./torch-names.ts";
import type { Comment, Expression, FunctionDefinition, Parameter, Statement } from "./tree.ts";
import { bodiesOf, targetNames } from "./walk.ts";

type Of<K extends Statement["kind"]> = Extract<Statement, { kind: K }>;

const NOTHING: Declarations = { at: new Map(), before: new Map() };

export class Statements {
  readonly #context: Context;
  readonly #e: Expressions;
  #declarations: Declarations = NOTHING;
  #comments: Comment[] = [];
  #class: ClassInfo | undefined;
  /** In a function: `return` is free, and the body is no cell. */
  #isInside = false;

  constructor(context: Context) {
    this.#context = context;
    this.#e = new Expressions(context);
  }

  cell(body: readonly Statement[], comments: readonly Comment[], declarations: Declarations): string {
    this.#comments = [...comments];
    this.#declarations = declarations;
    const text = this.#block(body, Infinity, 0);
    return text;
  }

  /** Statements up to `end`, with the comments before and behind them. */
  #block(body: readonly Statement[], end: number, column: number): string {
    const lines: string[] = [];
    for (const [i, statement] of body.entries()) {
      if (i === 0 && isDocumentation(statement)) {
        lines.push(documentation(statement.value.value));
        continue;
      }
      if (
        lines.length > 0 &&
        this.#context.hasGapBefore(
          this.#comments[0] !== undefined && this.#comments[0].at < statement.at ? this.#comments[0].at : statement.at,
        )
      )
        lines.push("");
      lines.push(...this.#commentsUpTo(statement.at));
      // Those between the lines of one statement stand above it.
      if (bodiesOf(statement).length === 0 && !("body" in statement)) lines.push(...this.#commentsUpTo(statement.end));
      const names = this.#declarations.before.get(statement);
      if (names !== undefined)
        lines.push(`let ${names.map((name) => `${this.#context.names.of(name)}: any`).join(", ")};`);
      const text = this.#statement(statement);
      const tail = this.#tail(statement);
      if (text !== "") lines.push(tail === undefined ? text : `${text} // ${tail}`);
      else if (tail !== undefined) lines.push(`// ${tail}`);
    }
    lines.push(...this.#commentsUpTo(end, column));
    return lines.join("\n");
  }

  #commentsUpTo(end: number, column = 0): string[] {
    const found: string[] = [];
    while (
      this.#comments.length > 0 &&
      this.#comments[0]!.at < end &&
      (end === Infinity || this.#comments[0]!.column >= column)
    )
      found.push(`// ${this.#comments.shift()!.text}`.trimEnd());
    return found;
  }

  /** The comment behind a statement of one line. */
  #tail(statement: Statement): string | undefined {
    const [next] = this.#comments;
    if (next === undefined || !next.isTail || bodiesOf(statement).length > 0 || "body" in statement) return undefined;
    if (next.at < statement.end || this.#context.line(next.at) !== this.#context.line(statement.end - 1))
      return undefined;
    return this.#comments.shift()!.text;
  }

  #statement(statement: Statement): string {
    const e = this.#e;
    switch (statement.kind) {
      case "expression":
        return this.#expression(statement);
      case "assign":
        return this.#assign(statement);
      case "augment":
        return this.#augment(statement);
      case "if":
        return statement.branches
          .map(({ test, body }, i) => {
            const head = test === undefined ? "" : `if (${e.condition(test)}) `;
            return `${i > 0 ? " else " : ""}${head}{\n${this.#inner(body, statement)}\n}`;
          })
          .join("");
      case "for":
        return this.#for(statement);
      case "while":
        return this.#loop(statement, `while (${e.condition(statement.test)})`);
      case "with":
        return this.#with(statement);
      case "try":
        return this.#try(statement);
      case "function":
        return this.#function(statement);
      case "class":
        return this.#classText(statement);
      case "return":
        return statement.value === undefined ? "return;" : `return ${e.of(statement.value)};`;
      case "import":
        return "";
      case "raise":
        return this.#raise(statement);
      case "assert": {
        const message = statement.message === undefined ? '"assertion failed"' : e.of(statement.message);
        return `if (!(${e.condition(statement.test)})) throw new Error(${message});`;
      }
      case "delete":
        return statement.targets
          .map((target) => (target.kind === "index" ? `delete ${e.of(target)};` : ""))
          .filter((text) => text !== "")
          .join("\n");
      case "break":
        return this.#label === undefined ? "break;" : `break ${this.#label};`;
      case "continue":
        return `${statement.kind};`;
      case "unknown":
        this.#context.note(statement, "not understood");
        return `${commented(statement.text)}\nthrow new Error("port: not understood");`;
      default:
        return "";
    }
  }

  #inner(body: readonly Statement[], statement: Statement): string {
    const column = body[0] === undefined ? 0 : this.#columnOf(body[0]);
    return this.#block(
      body,
      body.at(-1)?.end === undefined ? statement.end : Math.max(statement.end, body.at(-1)!.end) + 1,
      column,
    );
  }

  #columnOf(statement: Statement): number {
    return this.#context.column(statement.at);
  }

  #expression({ value, at }: Of<"expression">): string {
    if (value.kind === "string") return commented(value.value);
    if (value.kind === "constant" && value.value === "...") return "";
    const kind = value.kind === "call" ? this.#e.kind(value.of) : undefined;
    if (kind?.is === "library" && /^matplotlib\b/.test(kind.path)) {
      this.#context.note({ at }, "drawn by plot.image, plot.line, plot.histogram and others");
      return `// ${this.#context.line(at)}`;
    }
    if (kind?.is === "library" && /^(?:numpy\.random|random)\.seed$/.test(kind.path)) {
      this.#context.note({ at }, "seeds a generator that is not here; torch.manualSeed seeds torch's");
      return `// ${this.#context.line(at)}`;
    }
    const isShown = !this.#isInside && value.kind === "tuple";
    return isShown ? `${this.#context.needs("tuple")}(${this.#e.list(value.items)});` : `${this.#e.of(value)};`;
  }

  #assign(statement: Of<"assign">): string {
    const { targets, value } = statement;
    if (value === undefined) return "";
    const e = this.#e;
    const [only] = targets;
    if (targets.length === 1 && only?.kind === "name") {
      const { id } = only;
      const word = this.#declarations.at.get(statement)?.get(id);
      const type = this.#typeOf(value, word, statement);
      if (this.#context.becomesTensor.has(statement))
        return `${word === undefined ? "" : `${word} `}${this.#context.names.of(id)} = ${this.#context.needs("torch")}.tensor(${e.of(value)}${e.is(value, "float") ? ", { dtype: torch.float32 }" : ""});`;
      if (value.kind === "lambda" && word !== undefined)
        return `${word} ${this.#context.names.of(id)} = ${e.of(value)};`;
      return `${word === undefined ? "" : `${word} `}${this.#context.names.of(id)}${type} = ${e.of(value)};`;
    }
    if (targets.length > 1) {
      // From right to left there is no difference, where the value is named once.
      const names = targets.every((target) => target.kind === "name");
      const declared = this.#declarations.at.get(statement);
      const lines: string[] = [];
      let text = e.of(value);
      for (const [i, target] of targets.toReversed().entries()) {
        if (target.kind === "name") {
          const word = declared?.get(target.id);
          const name = this.#context.names.of(target.id);
          lines.push(`${word === undefined ? "" : `${word} `}${name} = ${text};`);
          text = name;
        } else {
          lines.push(this.#assignTo(target, text, statement));
          if (i === 0 && !names) text = e.of(target);
        }
      }
      return lines.join("\n");
    }
    return this.#assignTo(targets[0]!, e.of(value), statement, e.kind(value));
  }

  /** Where TypeScript would take the first value for all that will come. */
  #typeOf(value: Expression, word: "const" | "let" | undefined, statement: Statement): string {
    if (word === undefined) return "";
    if (this.#context.changing.has(statement)) return ": any";
    if (value.kind === "call") {
      const of = this.#e.kind(value.of);
      if (of.is === "library" && of.path === "torch.load") return ": any";
      const [data] = value.args;
      if (
        of.is === "library" &&
        of.path === "torch.utils.data.DataLoader" &&
        data !== undefined &&
        this.#e.is(data.value, "instance", "any")
      )
        return ": any";
    }
    const kind = this.#e.kind(value);
    if (value.kind === "list" && kind.is === "list" && (kind.of.is === "module" || kind.of.is === "instance"))
      return ": any[]";
    if (value.kind === "list" && value.items.length === 0) return ": any[]";
    if (value.kind === "dict") return ": Record<string, any>";
    return value.kind === "constant" && value.value === null ? ": any" : "";
  }

  #assignTo(target: Expression, text: string, statement: Statement, kind: Kind = ANY): string {
    const e = this.#e;
    if (target.kind === "tuple" || target.kind === "list") {
      const names = targetNames(target).filter((name) => name !== "_");
      const words = this.#declarations.at.get(statement);
      const own = names.filter((name) => words?.has(name));
      const early = target.items.findIndex((item) => item.kind === "star");
      if (early >= 0 && early < target.items.length - 1)
        return this.#assignAround(target.items, early, text, own.length === names.length);
      const pattern = e.target(target);
      const value = kind.is === "iterator" ? `[...${text}]` : text;
      if (own.length === names.length && own.length > 0 && isPattern(target)) {
        const word = own.some((name) => words!.get(name) === "let") ? "let" : "const";
        const type = this.#context.changing.has(statement) || /\[\]/.test(text) ? ": any" : "";
        return `${word} ${pattern}${type} = ${value};`;
      }
      const before =
        own.length === 0 ? "" : `let ${own.map((name) => `${this.#context.names.of(name)}: any`).join(", ")};\n`;
      return `${before}${pattern} = ${value};`;
    }
    if (target.kind === "index") return this.#setItem(target, text);
    return `${e.of(target)} = ${text};`;
  }

  /** `*lead, last = values`: TypeScript has the rest at the end only. */
  #assignAround(items: readonly Expression[], star: number, text: string, declares: boolean): string {
    const e = this.#e;
    const behind = items.length - star - 1;
    const names = items.map((item) => e.target(item.kind === "star" ? item.of : item));
    const all = `[...${text}]`;
    const parts = [
      ...(star === 0 ? [] : [`...${all}.slice(0, ${star})`]),
      `${all}.slice(${star}, ${-behind})`,
      `...${all}.slice(${-behind})`,
    ];
    return `${declares ? "let " : ""}[${names.join(", ")}]${declares ? ": any[]" : ""} = [${parts.join(", ")}];`;
  }

  #setItem(target: Extract<Expression, { kind: "index" }>, text: string): string {
    const e = this.#e;
    const owner = e.kind(target.of);
    const items = target.items.map((item) => e.subscript(item));
    if (owner.is === "tensor")
      return `${e.atom(target.of)}.setAt(${items.length === 1 ? items[0]! : `[${items.join(", ")}]`}, ${text});`;
    if (owner.is === "list" && target.items[0]?.kind === "slice") {
      const { from, to } = target.items[0];
      const start = from === undefined ? "0" : e.of(from);
      const count = to === undefined ? `${e.atom(target.of)}.length` : `${e.of(to)} - ${start}`;
      return `${e.atom(target.of)}.splice(${start}, ${count}, ...${text});`;
    }
    if (owner.is === "instance" || owner.is === "module")
      return `${e.atom(target.of)}.setAt(${items.join(", ")}, ${text});`;
    return `${e.of(target)} = ${text};`;
  }

  #augment(statement: Of<"augment">): string {
    const { target, operator, value } = statement;
    const e = this.#e;
    const kind = e.kind(target);
    if (kind.is === "tensor" && target.kind === "index" && e.kind(target.of).is === "tensor") {
      const isView = target.items.every(
        (item) =>
          item.kind === "slice" ||
          item.kind === "number" ||
          item.kind === "unary" ||
          e.is(item, "int") ||
          item.kind === "constant",
      );
      if (isView && IN_PLACE[operator] !== undefined) return `${e.of(target)}.${IN_PLACE[operator]}(${e.of(value)});`;
      return this.#setItem(target, e.binary(operator, target, value));
    }
    if (kind.is === "tensor" && IN_PLACE[operator] !== undefined && !this.#context.becomesTensor.has(statement))
      return `${e.atom(target)}.${IN_PLACE[operator]}(${e.of(value)});`;
    if (kind.is === "tensor" || e.is(value, "tensor")) return `${e.of(target)} = ${e.binary(operator, target, value)};`;
    if (kind.is === "list" && operator === "+") {
      const items = value.kind === "list" ? e.list(value.items) : `...${e.array(value)}`;
      return `${e.atom(target)}.push(${items});`;
    }
    if (operator === "//" || operator === "%" || operator === "@" || kind.is === "tuple" || kind.is === "set")
      return `${e.of(target)} = ${e.binary(operator, target, value)};`;
    if (target.kind === "index" && e.is(target.of, "tensor"))
      return this.#setItem(target, e.binary(operator, target, value));
    return `${e.of(target)} ${operator}= ${e.scalar(value)};`;
  }

  #for(statement: Of<"for">): string {
    const e = this.#e;
    const { target, iterable } = statement;
    this.#notePositive(target, iterable);
    const names = targetNames(target);
    const words = this.#declarations.at.get(statement);
    const own = names.filter((name) => words?.has(name) || name === "_");
    const declares = own.length === names.length;
    const isChanged = declares && names.some((name) => words?.get(name) === "let");
    const over = e.iterable(iterable);
    const pattern = target.kind === "name" && target.id === "_" ? "_" : e.target(target);
    const lead =
      declares || own.length === 0
        ? ""
        : `let ${own.map((name) => `${this.#context.names.of(name)}: any`).join(", ")};\n`;
    const isName = target.kind === "name" && target.id === "_";
    const head = declares || isName ? `${isChanged ? "let" : "const"} ${pattern}` : pattern;
    return `${lead}${this.#loop(statement, `for (${head} of ${over})`)}`;
  }

  #notePositive(target: Expression, iterable: Expression): void {
    if (iterable.kind !== "call" || iterable.of.kind !== "name") return;
    const isRange =
      iterable.of.id === "range" &&
      iterable.args.length < 3 &&
      iterable.args.every(({ value }) => value.kind !== "unary");
    if (isRange && target.kind === "name") this.#e.positive.add(target.id);
    if (iterable.of.id === "enumerate" && target.kind === "tuple" && target.items[0]?.kind === "name")
      this.#e.positive.add(target.items[0].id);
  }

  /** Of a loop with an `else`: the block that a `break` leaves, so that the `else` is left too. */
  #label: string | undefined;
  #labels = 0;

  /** `else` of a loop runs unless a `break` ended it. */
  #loop(statement: Of<"for"> | Of<"while">, head: string): string {
    const saved = this.#label;
    this.#label = statement.otherwise.length > 0 ? `loop${++this.#labels}` : undefined;
    const label = this.#label;
    const text = `${head} {\n${this.#inner(statement.body, statement)}\n}`;
    this.#label = saved;
    return label === undefined ? text : `${label}: {\n${text}\n${this.#inner(statement.otherwise, statement)}\n}`;
  }

  #with({ items, body, at, end }: Of<"with">): string {
    const e = this.#e;
    const guards: string[] = [];
    for (const { value, target } of items) {
      const kind = value.kind === "call" ? e.kind(value.of) : e.kind(value);
      const path = kind.is === "library" ? kind.path : "";
      if (/^torch\.(?:no_grad|enable_grad|set_grad_enabled|inference_mode)$/.test(path)) {
        const text = path === "torch.inference_mode" ? `${this.#context.needs("torch")}.noGrad()` : e.of(value);
        guards.push(`using _${guards.length === 0 ? "" : guards.length} = ${text};`);
      } else {
        this.#context.note({ at }, "with: only torch.no_grad and its like are known");
        const name = target?.kind === "name" ? `const ${this.#context.names.of(target.id)} = ` : "";
        guards.push(`${name}${e.of(value)};`);
      }
    }
    const column = body[0] === undefined ? 0 : this.#columnOf(body[0]);
    return `{\n${guards.join("\n")}\n${this.#block(body, end + 1, column)}\n}`;
  }

  #try(statement: Of<"try">): string {
    const { body, handlers, otherwise, lastly } = statement;
    let text = `try {\n${this.#inner(body, statement)}`;
    if (otherwise.length > 0) text += `\n${this.#inner(otherwise, statement)}`;
    text += "\n}";
    if (handlers.length > 0) {
      const name = handlers.find((each) => each.name !== undefined)?.name;
      const error = name === undefined ? "error" : this.#context.names.of(name);
      const parts = handlers.map(({ type, name: own, body: inner }, i) => {
        const rename = own !== undefined && own !== name ? `const ${this.#context.names.of(own)} = ${error};\n` : "";
        const test = handlers.length === 1 ? undefined : this.#errorTest(error, type);
        const block = `{\n${rename}${this.#inner(inner, statement)}\n}`;
        if (test === undefined) return i === 0 ? `${rename}${this.#inner(inner, statement)}` : ` else ${block}`;
        return `${i > 0 ? " else " : ""}if (${test}) ${block}`;
      });
      const isOpen = handlers.length > 1 && handlers.every(({ type }) => this.#errorTest(error, type) !== undefined);
      text += ` catch (${error}: any) {\n${parts.join("")}${isOpen ? ` else throw ${error};` : ""}\n}`;
    }
    if (lastly.length > 0) text += ` finally {\n${this.#inner(lastly, statement)}\n}`;
    return text;
  }

  #errorTest(error: string, type: Expression | undefined): string | undefined {
    if (type === undefined || (type.kind === "name" && type.id === "Exception")) return undefined;
    const types = type.kind === "tuple" ? type.items : [type];
    return types
      .map(
        (each) =>
          `${error} instanceof ${each.kind === "name" ? (ERRORS[each.id] ?? this.#context.names.of(each.id)) : this.#e.of(each)}`,
      )
      .join(" || ");
  }

  #raise({ value }: Of<"raise">): string {
    if (value === undefined) return "throw error;";
    const called = value.kind === "call" ? value : undefined;
    const name = called?.of ?? value;
    const known = name.kind === "name" ? ERRORS[name.id] : undefined;
    if (known === undefined) return `throw ${this.#e.of(value)};`;
    const text = called === undefined ? "" : this.#e.list(called.args.map((each) => each.value));
    return `throw new ${known}(${text === "" && name.kind === "name" && known === "Error" && name.id !== "Exception" ? JSON.stringify(name.id) : text});`;
  }

  #function(definition: Of<"function">): string {
    const info = this.#context.kinds.function(definition);
    const { head, body } = this.#functionParts(definition, info, definition.parameters);
    const generator = info?.result.is === "iterator" && hasYield(definition.body) ? "*" : "";
    const name = this.#context.names.of(definition.name);
    const type = this.#resultType(info);
    // Something else gets its name later.
    if (this.#context.replaced.has(definition.name))
      return `${documentationOf(definition)}let ${name}: any = function${generator} (${head})${type} {\n${body}\n};`;
    return `${documentationOf(definition)}function${generator} ${name}(${head})${type} {\n${body}\n}`;
  }

  #functionParts(
    definition: FunctionDefinition & { readonly at: number; readonly end: number },
    info: FunctionInfo | undefined,
    parameters: readonly Parameter[],
  ): { readonly head: string; readonly body: string } {
    const saved = this.#declarations;
    const known = new Set(definition.parameters.map(({ name }) => name));
    const positive = [...this.#e.positive];
    this.#declarations = placeDeclarations(definition.body, known, this.#context.isInPlace);
    const wasInside = this.#isInside;
    this.#isInside = true;
    const head = this.#e.parameters(parameters, (parameter) => this.#type(info, parameter, definition.body));
    const body = withoutDocumentation(definition.body);
    const column = body[0] === undefined ? 0 : this.#columnOf(body[0]);
    const noGrad = definition.decorators.some((each) => /no_grad|inference_mode/.test(JSON.stringify(each)));
    const guard = noGrad ? `using _ = ${this.#context.needs("torch")}.noGrad();\n` : "";
    const text = guard + this.#block(body, definition.end + 1, column);
    this.#declarations = saved;
    this.#isInside = wasInside;
    this.#e.positive.clear();
    for (const name of positive) this.#e.positive.add(name);
    return { head, body: text };
  }

  /** Several values of several kinds would each be all of them. */
  #resultType(info: FunctionInfo | undefined, isForward = false): string {
    const result = info?.result;
    if (result?.is === "tuple" && (isForward || result.items.some((item) => item.is !== result.items[0]!.is)))
      return ": any";
    return isForward && result !== undefined && !["tensor", "any", "none"].includes(result.is) ? ": any" : "";
  }

  /** The type of a parameter, where calls tell it. */
  #type(info: FunctionInfo | undefined, { name, fallback }: Parameter, body: readonly Statement[]): string {
    const kind = info?.given.get(name);
    if (fallback !== undefined) {
      const own = this.#e.kind(fallback);
      return ["none", "library", "class", "function", "list", "dict"].includes(own.is) ||
        (kind !== undefined && kind.is !== own.is && !(isNumber(kind) && isNumber(own)))
        ? ": any"
        : "";
    }
    if (kind === undefined) return "";
    if (assigns(body, name)) return ": any";
    if (kind.is === "module" && usesMembers(body, name)) return ": any";
    const type = typeName(kind, (needed) => this.#context.needs(needed));
    return type === undefined ? "" : `: ${type}`;
  }

  #classText(definition: Of<"class">): string {
    const info = this.#context.kinds.class(definition);
    if (info === undefined) return commented(this.#context.line(definition.at));
    const saved = this.#class;
    this.#class = info;
    const base = this.#base(definition);
    const members: string[] = [];
    const constructor = definition.body.find((each) => each.kind === "function" && each.name === "__init__");
    const parts = constructor?.kind === "function" ? this.#initializer(constructor, info) : undefined;
    for (const statement of definition.body) {
      members.push(...this.#commentsUpTo(statement.at));
      if (isDocumentation(statement) || statement.kind === "pass") continue;
      if (statement === constructor) members.push(parts!);
      else if (statement.kind === "function") {
        // The same name in TypeScript.
        if (statement.name === "__len__" && info.properties.has("length")) continue;
        members.push(this.#method(statement, info));
      } else if (statement.kind === "assign" && statement.targets[0]?.kind === "name" && statement.value !== undefined)
        members.push(`static ${this.#context.names.member(statement.targets[0].id)} = ${this.#e.of(statement.value)};`);
      else this.#context.note(statement, "a statement in a class");
    }
    this.#class = saved;
    const doc =
      definition.body[0] !== undefined && isDocumentation(definition.body[0])
        ? `${documentation(definition.body[0].value.value)}\n`
        : "";
    return `${doc}class ${this.#context.names.of(definition.name)}${base} {\n${members.join("\n")}\n}`;
  }

  #base({ bases }: Of<"class">): string {
    const [base] = bases;
    if (base === undefined || (base.kind === "name" && base.id === "object")) return "";
    const text = this.#e.of(base);
    return ` extends ${text}${/\bDataset$/.test(text) && this.#e.kind(base).is === "library" ? "<any>" : ""}`;
  }

  #self<T>(definition: FunctionDefinition, body: () => T): T {
    const saved = this.#e.self;
    this.#e.self = definition.parameters[0]?.name ?? "self";
    const found = body();
    this.#e.self = saved;
    return found;
  }

  /** Fields in front of the constructor; where it does nothing else, fields alone. */
  #initializer(definition: Of<"function">, info: ClassInfo): string {
    return this.#self(definition, () => {
      const parameters = definition.parameters.slice(1);
      const own: { name: string; value: Expression }[] = [];
      const fields = new Set<string>();
      let isPlain = parameters.length === 0 && info.family !== undefined;
      for (const statement of withoutDocumentation(definition.body)) {
        const target = statement.kind === "assign" && statement.targets.length === 1 ? statement.targets[0] : undefined;
        if (
          statement.kind === "assign" &&
          target !== undefined &&
          isOwn(target, this.#e.self) &&
          statement.value !== undefined
        ) {
          const name = this.#e.attributeName({ is: "instance", info }, target.name);
          if (fields.has(name)) isPlain = false;
          fields.add(name);
          own.push({ name, value: statement.value });
        } else if (!isSuper(statement)) isPlain = false;
      }
      for (const name of assignedOfSelf(definition.body, this.#e.self))
        fields.add(this.#e.attributeName({ is: "instance", info }, name));
      for (const other of info.definition.body) {
        if (other.kind !== "function" || other === definition) continue;
        for (const name of assignedOfSelf(other.body, other.parameters[0]?.name ?? "self"))
          fields.add(this.#e.attributeName({ is: "instance", info }, name));
      }
      if (isPlain && own.length > 0) {
        const lines = own.flatMap(({ name, value }) => [
          ...this.#commentsUpTo(value.at),
          `${name} = ${this.#e.of(value)};`,
        ]);
        return lines.join("\n");
      }
      const { head, body } = this.#functionParts(definition, this.#context.kinds.function(definition), parameters);
      const made = [...info.registered].map((name) => `declare ${name}: any;\n`).join("");
      const declared = made + [...fields].map((name) => `${name}${this.#fieldType(info, name)};`).join("\n");
      const first = info.base !== undefined && !/^super\(/m.test(body) ? "super();\n" : "";
      return `${declared}\nconstructor(${head}) {\n${first}${body}\n}\n`;
    });
  }

  #fieldType(info: ClassInfo, name: string): string {
    const kind = [...info.attributes].find(
      ([each]) => this.#e.attributeName({ is: "instance", info }, each) === name,
    )?.[1];
    return kind === undefined ||
      kind.is === "any" ||
      kind.is === "none" ||
      kind.is === "other" ||
      kind.is === "list" ||
      kind.is === "dict"
      ? ": any"
      : "";
  }

  #method(definition: Of<"function">, info: ClassInfo): string {
    const decorators = definition.decorators.map((each) =>
      each.kind === "name" ? each.id : each.kind === "attribute" ? each.name : "",
    );
    const isStatic = decorators.includes("staticmethod");
    return this.#self(
      isStatic
        ? { ...definition, parameters: [{ name: "", stars: 0, fallback: undefined, type: undefined }] }
        : definition,
      () => {
        const parameters = isStatic ? definition.parameters : definition.parameters.slice(1);
        const method = this.#context.kinds.function(definition);
        const { head, body } = this.#functionParts(definition, method, parameters);
        const generator = hasYield(definition.body) ? "*" : "";
        const special: Readonly<Record<string, string>> = {
          __len__: "get length",
          __getitem__: "at",
          __setitem__: "setAt",
          __call__: "call",
          __repr__: "toString",
          __str__: "toString",
          __iter__: "*[Symbol.iterator]",
        };
        const lead =
          isStatic || decorators.includes("classmethod")
            ? "static "
            : decorators.includes("property")
              ? "get "
              : decorators.includes("setter")
                ? "set "
                : "";
        const named = special[definition.name];
        const name = named ?? this.#e.attributeName({ is: "instance", info }, definition.name);
        const iterates =
          definition.name === "__iter__" && generator === "" ? body.replace(/return ([^]*?);\s*$/, "yield* $1;") : body;
        return `${documentationOf(definition)}${lead}${named === "*[Symbol.iterator]" ? "" : generator}${name}(${head})${this.#resultType(method, definition.name === "forward" && info.family === "module")} {\n${iterates}\n}\n`;
      },
    );
  }
}

function typeName(kind: Kind, needs: (name: string) => string): string | undefined {
  if (isNumber(kind)) return kind.is === "bool" ? "boolean" : "number";
  switch (kind.is) {
    case "string":
      return "string";
    case "tensor":
      return needs("Tensor");
    case "module":
      return `${needs("nn")}.Module`;
    case "optimizer":
      return `${needs("optim")}.Optimizer`;
    case "list":
      return `${typeName(kind.of, needs) ?? "any"}[]`;
    case "tuple": {
      const [first = ANY] = kind.items;
      return kind.items.some((item) => item.is !== first.is) ? "any[]" : `${typeName(first, needs) ?? "any"}[]`;
    }
    default:
      return undefined;
  }
}

function isDocumentation(
  statement: Statement,
): statement is Of<"expression"> & { readonly value: Extract<Expression, { kind: "string" }> } {
  return statement.kind === "expression" && statement.value.kind === "string";
}

const withoutDocumentation = (body: readonly Statement[]): readonly Statement[] =>
  body[0] !== undefined && isDocumentation(body[0]) ? body.slice(1) : body;

function documentationOf({ body }: FunctionDefinition): string {
  return body[0] !== undefined && isDocumentation(body[0]) ? `${documentation(body[0].value.value)}\n` : "";
}

function documentation(text: string): string {
  const lines = text
    .replaceAll("*/", "* /")
    .trim()
    .split("\n")
    .map((line) => line.trim());
  return lines.length === 1
    ? `/** ${lines[0]!} */`
    : `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */`;
}

const commented = (text: string): string =>
  text
    .trim()
    .split("\n")
    .map((line) => `// ${line}`.trimEnd())
    .join("\n");

const lookFor = (body: readonly Statement[], fits: (value: Expression | Statement) => boolean): boolean => {
  const visit = (value: unknown): boolean =>
    Array.isArray(value)
      ? value.some((each) => visit(each))
      : typeof value === "object" &&
        value !== null &&
        (fits(value as Expression) || Object.values(value).some((each) => visit(each)));
  return visit(body);
};

/** A parameter gets another value, which may be of another kind. */
const assigns = (body: readonly Statement[], name: string): boolean =>
  lookFor(
    body,
    (value) =>
      value.kind === "assign" &&
      value.targets.flatMap((target) => targetNames(target)).includes(name) &&
      value.value?.kind !== "call",
  );

/** More of a module is used than all of them have. */
const usesMembers = (body: readonly Statement[], name: string): boolean =>
  lookFor(
    body,
    (value) =>
      (value.kind === "attribute" &&
        value.of.kind === "name" &&
        value.of.id === name &&
        MODULE_METHODS[value.name] === undefined) ||
      (value.kind === "index" && value.of.kind === "name" && value.of.id === name),
  );

/** Only names: what a declaration can hold. */
function isPattern(target: Expression): boolean {
  if (target.kind === "star") return isPattern(target.of);
  return (
    target.kind === "name" ||
    ((target.kind === "tuple" || target.kind === "list") && target.items.every((item) => isPattern(item)))
  );
}

function isOwn(target: Expression, self: string): target is Extract<Expression, { kind: "attribute" }> {
  return target.kind === "attribute" && target.of.kind === "name" && target.of.id === self;
}

function isSuper(statement: Statement): boolean {
  if (statement.kind === "pass") return true;
  return (
    statement.kind === "expression" &&
    /"id":"super"/.test(JSON.stringify(statement.value)) &&
    statement.value.kind === "call"
  );
}

function assignedOfSelf(body: readonly Statement[], self: string): readonly string[] {
  return body.flatMap((statement) => {
    const targets = statement.kind === "assign" ? statement.targets : [];
    const flat = targets.flatMap((target) => (target.kind === "tuple" ? target.items : [target]));
    return [
      ...flat.flatMap((target) => (isOwn(target, self) ? [target.name] : [])),
      ...bodiesOf(statement).flatMap((inner) => assignedOfSelf(inner, self)),
    ];
  });
}

export function hasYield(body: readonly Statement[]): boolean {
  return body.some((statement) =>
    statement.kind === "function" || statement.kind === "class"
      ? false
      : JSON.stringify(statement).includes('"kind":"yield"'),
  );
}
