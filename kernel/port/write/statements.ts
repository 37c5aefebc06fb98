/**
 * Statements: declarations where they belong, `with`, `try` and the rest; comments stay at their lines. Long because every kind of
 * statement may contain blocks of every other kind.
 */
import type { ClassInfo, FunctionInfo } from "../kinds/kinds.ts";
import { methodOf } from "../kinds/kinds.ts";
import type { Comment, Expression, FunctionDefinition, Parameter, Statement } from "../python/tree.ts";
import { bodiesOf, hasYield, targetNames } from "../python/walk.ts";
import { assign, augment, isPattern } from "./assign.ts";
import { classText, withSelf } from "./classes.ts";
import { commented, documentation, documentationOf, isDocumentation, withoutDocumentation } from "./comments.ts";
import type { Context } from "./context.ts";
import { type Declarations, placeDeclarations } from "./declarations.ts";
import { deleteDictItem } from "./dicts.ts";
import { Expressions } from "./express.ts";
import { plainFigure } from "./figures.ts";
import { needlessNames, uses } from "./handed-on.ts";
import { negated } from "./operators.ts";
import { parameterType, resultType } from "./types.ts";

type Of<K extends Statement["kind"]> = Extract<Statement, { kind: K }>;

/** Calls that are about warnings, graphics cards and the like. */
const NEEDLESS =
  /^(?:warnings\.\w+|gc\.collect|torch\.(?:backends\.|cuda\.(?:empty_cache|manual_seed|synchronize|reset_|set_device)|use_deterministic_algorithms|set_num_threads|set_float32_matmul_precision|multiprocessing\.))/;

/** Modules that are translated, or whose absence is named where they are used. */
const KNOWN_MODULES = new Set(
  "__future__ abc argparse bisect collections contextlib copy csv dataclasses datetime enum functools gc glob heapq IPython itertools json logging math matplotlib numpy operator os pathlib PIL pprint random re shutil statistics string sys tempfile textwrap time torch torchinfo torchsummary torchvision tqdm types typing warnings".split(
    " ",
  ),
);

const NOTHING: Declarations = { at: new Map(), before: new Map() };

export class Statements {
  readonly context: Context;
  readonly e: Expressions;
  declarations: Declarations = NOTHING;
  /** The class that is being written. */
  class: ClassInfo | undefined;
  /** Whether the cell's last line is a figure of `plot`. */
  isFigureLast = false;
  #isShown = false;
  /** The name of the error in the enclosing handler. */
  #error = "error";
  /** Whether we are in a function, where `return` is allowed and the body is not a cell. */
  #isInside = false;

  constructor(context: Context) {
    this.context = context;
    this.e = new Expressions(context);
  }

  /** @param isShown - Whether the value of the last line is shown. */
  cell(body: readonly Statement[], comments: readonly Comment[], declarations: Declarations, isShown: boolean): string {
    this.context.comments = [...comments];
    this.declarations = declarations;
    this.isFigureLast = false;
    this.#isShown = isShown;
    const text = this.#block(body, Infinity, 0);
    return text;
  }

  /** Statements up to `end`, with the comments before and after them. */
  #block(body: readonly Statement[], end: number, column: number): string {
    const lines: string[] = [];
    let after = 0;
    for (const [i, statement] of body.entries()) {
      if (i < after) continue;
      if (i === 0 && isDocumentation(statement)) {
        lines.push(documentation(statement.value.value));
        continue;
      }
      if (
        lines.length > 0 &&
        this.context.hasGapBefore(
          this.context.comments[0] !== undefined && this.context.comments[0].at < statement.at
            ? this.context.comments[0].at
            : statement.at,
        )
      )
        lines.push("");
      lines.push(...this.commentsUpTo(statement.at));
      const isCell = end === Infinity && !this.#isInside;
      const figure = plainFigure(this.e, body, i, isCell);
      if (figure !== undefined) {
        after = i + figure.count;
        const isLast = isCell && after === body.length;
        if (isLast) this.isFigureLast = true;
        lines.push(...this.commentsUpTo(body[after - 1]!.end));
        const word = this.#isInside ? "void" : "await";
        lines.push(isLast && this.#isShown ? `${figure.text};` : `${word} display(${figure.text});`);
        continue;
      }
      const names = this.declarations.before.get(statement);
      if (names !== undefined)
        lines.push(`let ${names.map((name) => `${this.context.names.of(name)}: any`).join(", ")};`);
      const text = this.#statement(statement);
      // Comments between the lines of a statement that have no other place go above it.
      if (bodiesOf(statement).length === 0 && !("body" in statement)) lines.push(...this.commentsUpTo(statement.end));
      const tail = this.#tail(statement);
      if (text !== "") lines.push(tail === undefined ? text : `${text} // ${tail}`);
      else if (tail !== undefined) lines.push(`// ${tail}`);
    }
    lines.push(...this.commentsUpTo(end, column));
    return lines.join("\n");
  }

  commentsUpTo(end: number, column = 0): string[] {
    const found: string[] = [];
    while (
      this.context.comments.length > 0 &&
      this.context.comments[0]!.at < end &&
      (end === Infinity || this.context.comments[0]!.column >= column)
    )
      found.push(`// ${this.context.comments.shift()!.text}`.trimEnd());
    return found;
  }

  /** The comment after a one-line statement. */
  #tail(statement: Statement): string | undefined {
    const [next] = this.context.comments;
    if (next === undefined || !next.isTail || bodiesOf(statement).length > 0 || "body" in statement) return undefined;
    if (next.at < statement.end || this.context.line(next.at) !== this.context.line(statement.end - 1))
      return undefined;
    return this.context.comments.shift()!.text;
  }

  #statement(statement: Statement): string {
    const e = this.e;
    switch (statement.kind) {
      case "expression":
        return this.#expression(statement);
      case "assign":
        return assign(this, statement);
      case "augment":
        return augment(this, statement);
      case "if":
        if (statement.branches.length === 1 && isMain(statement.branches[0]!.test)) {
          const { body } = statement.branches[0]!;
          const inner = this.#inner(body, statement);
          return body.every(({ kind }) => kind === "expression") ? inner : `{\n${inner}\n}`;
        }
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
        return classText(this, statement);
      case "return":
        return statement.value === undefined ? "return;" : `return ${e.of(statement.value)};`;
      case "import":
        return "";
      case "raise":
        return this.#raise(statement);
      case "assert": {
        const message = statement.message === undefined ? '"assertion failed"' : e.of(statement.message);
        return `if (${negated(e.condition(statement.test))}) throw new ${e.error("AssertionError")}(${message});`;
      }
      case "delete":
        return statement.targets
          .map((target) => this.#delete(target))
          .filter((text) => text !== "")
          .join("\n");
      case "break":
        return this.#label === undefined ? "break;" : `break ${this.#label};`;
      case "continue":
        return `${statement.kind};`;
      case "unknown":
        this.context.note(statement, "not understood");
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
    return this.context.column(statement.at);
  }

  #delete(target: Expression): string {
    const { e } = this;
    if (target.kind === "tuple") return target.items.map((item) => this.#delete(item)).join("\n");
    if (target.kind === "attribute") return `delete ${e.of(target)};`;
    if (target.kind !== "index") return "";
    const owner = e.kind(target.of);
    const [place] = target.items;
    const list = e.atom(target.of);
    if (owner.is === "dict") {
      const key = target.isTuple ? `[${e.list(target.items)}]` : e.scalar(place!);
      if (e.context.checks("key")) return `${e.context.python("take")}(${list}, ${key});`;
      return deleteDictItem(e, target.of, key, owner);
    }
    if (owner.is === "instance") return `${list}.delitem(${e.list(target.items)});`;
    if (owner.is !== "list") return `delete ${e.of(target)};`;
    if (place?.kind !== "slice") return `${list}.splice(${e.scalar(place!)}, 1);`;
    const from = place.from === undefined ? "0" : e.of(place.from);
    return `${list}.splice(${from}${place.to === undefined ? "" : `, ${e.atom(place.to)} - ${from}`});`;
  }

  /** Whether it is a matplotlib call that only makes a picture larger or finer. */
  #isNeedless(value: Expression): boolean {
    const kind = value.kind === "call" ? this.e.kind(value.of) : undefined;
    return (
      kind?.is === "library" &&
      (/^matplotlib\.(?!pyplot\.(?!savefig$|ion$|ioff$|pause$)\w+$)/.test(kind.path) || NEEDLESS.test(kind.path))
    );
  }

  #expression({ value, at }: Of<"expression">): string {
    if (value.kind === "string") return commented(value.value);
    if (value.kind === "constant" && value.value === "...") return "";
    if (this.#isNeedless(value)) {
      if (/savefig/.test(this.context.line(at))) this.context.note({ at }, "matplotlib: it saves a figure");
      return `// ${this.context.line(at)}`;
    }
    const isShown = !this.#isInside && value.kind === "tuple";
    if (!this.#isInside && value.kind === "attribute" && value.name === "shape" && this.e.is(value.of, "array"))
      return `${this.context.needs("tuple")}(...${this.e.of(value)});`;
    return isShown ? `${this.context.needs("tuple")}(${this.e.list(value.items)});` : `${this.e.of(value)};`;
  }

  #for(statement: Of<"for">): string {
    const e = this.e;
    const { target, iterable } = statement;
    const names = targetNames(target);
    const words = this.declarations.at.get(statement);
    const own = names.filter((name) => words?.has(name) || name === "_");
    const declares = own.length === names.length;
    const isChanged = declares && names.some((name) => words?.get(name) === "let");
    const over = e.iterable(iterable);
    // Only names can be declared in a loop's head: what else gets a value gets it in the body.
    if (!isPattern(target)) {
      const text = this.#loop(statement, `for (const each of ${over})`);
      const first = text.indexOf("{\n", text.indexOf("for (const each of ") + `for (const each of ${over})`.length) + 2;
      const before =
        own.length === 0 ? "" : `let ${own.map((name) => `${this.context.names.of(name)}: any`).join(", ")};\n`;
      return `${before}${text.slice(0, first)}${e.target(target)} = each;\n${text.slice(first)}`;
    }
    const pattern = target.kind === "name" && target.id === "_" ? "_" : e.target(target);
    const lead =
      declares || own.length === 0
        ? ""
        : `let ${own.map((name) => `${this.context.names.of(name)}: any`).join(", ")};\n`;
    const isName = target.kind === "name" && target.id === "_";
    const head = declares || isName ? `${isChanged ? "let" : "const"} ${pattern}` : pattern;
    return `${lead}${this.#loop(statement, `for (${head} of ${over})`)}`;
  }

  /** For a loop with an `else`: the label of the block that a `break` leaves, so that the `else` is skipped too. */
  #label: string | undefined;
  #labels = 0;

  /** The `else` of a loop runs unless a `break` ended the loop. */
  #loop(statement: Of<"for"> | Of<"while">, head: string): string {
    const saved = this.#label;
    this.#label = statement.otherwise.length > 0 ? `loop${++this.#labels}` : undefined;
    const label = this.#label;
    const text = `${head} {\n${this.#inner(statement.body, statement)}\n}`;
    this.#label = saved;
    return label === undefined ? text : `${label}: {\n${text}\n${this.#inner(statement.otherwise, statement)}\n}`;
  }

  #with({ items, body, at, end }: Of<"with">): string {
    const { e } = this;
    const guards: string[] = [];
    /** The user's own context managers; the last one is exited first. */
    const managers: { readonly name: string; readonly asks: boolean }[] = [];
    for (const { value, target } of items) {
      const kind = value.kind === "call" ? e.kind(value.of) : e.kind(value);
      const path = kind.is === "library" ? kind.path : "";
      const own = e.kind(value);
      if (/^torch\.(?:no_grad|enable_grad|set_grad_enabled|inference_mode)$/.test(path)) {
        const text = path === "torch.inference_mode" ? `${this.context.needs("torch")}.noGrad()` : e.of(value);
        guards.push(`using _${guards.length === 0 ? "" : guards.length} = ${text};`);
      } else if (path === "builtins.open") {
        guards.push(`using ${target?.kind === "name" ? this.context.names.of(target.id) : "_file"} = ${e.of(value)};`);
      } else if (own.is === "instance" && methodOf(own.info, "__enter__") !== undefined) {
        const exit = methodOf(own.info, "__exit__");
        const given = exit?.definition.parameters.slice(1).map(({ name }) => name) ?? [];
        const definition = own.info.definition.body.find(
          (each) => each.kind === "function" && each.name === "__exit__",
        );
        const asks = definition?.kind === "function" && uses(definition.body, new Set(given));
        const name = `manager${++this.#managers === 1 ? "" : this.#managers}`;
        managers.push({ name, asks });
        const entered = target?.kind === "name" ? `const ${this.context.names.of(target.id)} = ` : "";
        guards.push(`const ${name} = ${e.of(value)};`, `${entered}${name}.enter();`);
      } else if (own.is === "object" && own.type === "ContextManager") {
        const name = `manager${++this.#managers === 1 ? "" : this.#managers}`;
        managers.push({ name, asks: true });
        const entered = target?.kind === "name" ? `const ${this.context.names.of(target.id)} = ` : "";
        guards.push(`const ${name} = ${e.of(value)};`, `${entered}${name}.enter();`);
      } else if (own.is === "object" && own.type === "TemporaryDirectory") {
        guards.push(`using _folder = ${e.of(value)};`);
        if (target?.kind === "name") guards.push(`const ${this.context.names.of(target.id)} = _folder.name;`);
      } else if (own.is === "file") {
        guards.push(`using ${target?.kind === "name" ? this.context.names.of(target.id) : "_file"} = ${e.of(value)};`);
      } else {
        this.context.note({ at }, "with: only torch.no_grad and its like, open, and classes with __enter__ are known");
        const name = target?.kind === "name" ? `const ${this.context.names.of(target.id)} = ` : "";
        guards.push(`${name}${e.of(value)};`);
      }
    }
    const column = body[0] === undefined ? 0 : this.#columnOf(body[0]);
    let text = this.#block(body, end + 1, column);
    const isShort = guards.length === 1 && body.length === 1 && body[0]!.kind === "expression";
    const call = /^using _ = (torch\.noGrad\(\));$/.exec(guards[0] ?? "");
    if (isShort && call !== null && !/^console|await|yield|\/\/|\n/.test(text))
      return `torch.noGrad(() => ${text.replace(/;$/, "")});`;
    for (const { name, asks } of managers.toReversed()) {
      const failed = `${name}Failed`;
      text = asks
        ? `let ${failed} = false;\ntry {\n${text}\n} catch (error: any) {\n${failed} = true;\nif (!${name}.exit(error.constructor, error, null)) throw error;\n} finally {\nif (!${failed}) ${name}.exit(null, null, null);\n}`
        : `try {\n${text}\n} finally {\n${name}.exit(null, null, null);\n}`;
    }
    return `{\n${guards.join("\n")}\n${text}\n}`;
  }

  #managers = 0;

  /** Modules that only some computers have, and that none of the cells' imports stands for. */
  #missing({ body, handlers }: Of<"try">): string | undefined {
    const catches = handlers.some(({ type }) =>
      /ImportError|ModuleNotFoundError|"Exception"/.test(type === undefined ? '"Exception"' : JSON.stringify(type)),
    );
    if (!catches) return undefined;
    const paths = body.flatMap((each) =>
      each.kind === "import" ? each.names.map(({ path }) => (each.from === undefined ? path : each.from)) : [],
    );
    return paths.map((path) => path.split(".")[0]!).find((name) => !KNOWN_MODULES.has(name));
  }

  #try(given: Of<"try">): string {
    const missing = this.#missing(given);
    const { handlers, otherwise, lastly } = given;
    const error = `throw new Error(${JSON.stringify(`No module named '${missing ?? ""}'`)});`;
    if (missing !== undefined) {
      const [handler] = handlers;
      const inner = handler === undefined ? "" : this.#inner(handler.body, given);
      return handler?.name === undefined
        ? `// ${this.context.line(given.body[0]!.at)}: there is no ${missing} here\n${inner}`
        : `try {\n${error}\n} catch (${this.context.names.of(handler.name)}: any) {\n${inner}\n}`;
    }
    const statement = given;
    const { body } = given;
    const flag =
      otherwise.length > 0 && handlers.length > 0 ? `passed${++this.#flags === 1 ? "" : this.#flags}` : undefined;
    let text = `try {\n${this.#inner(body, statement)}`;
    if (flag !== undefined) text += `\n${flag} = true;`;
    text += "\n}";
    if (handlers.length > 0) {
      const saved = this.#error;
      const name = handlers.find((each) => each.name !== undefined)?.name;
      const error = name === undefined ? "error" : this.context.names.of(name);
      this.#error = error;
      const tests = handlers.map(({ type }) => this.#errorTest(error, type, handlers.length === 1));
      const parts = handlers.map(({ name: own, body: inner }, i) => {
        const rename = own !== undefined && own !== name ? `const ${this.context.names.of(own)} = ${error};\n` : "";
        const test = tests[i];
        const written = `${rename}${this.#inner(inner, statement)}`;
        if (handlers.length === 1) return test === undefined ? written : `if (!(${test})) throw ${error};\n${written}`;
        if (test === undefined) return i === 0 ? written : ` else {\n${written}\n}`;
        return `${i > 0 ? " else " : ""}if (${test}) {\n${written}\n}`;
      });
      const isOpen = handlers.length > 1 && tests.every((test) => test !== undefined);
      text += ` catch (${error}: any) {\n${parts.join("")}${isOpen ? ` else throw ${error};` : ""}\n}`;
      this.#error = saved;
    }
    if (flag !== undefined)
      text = `let ${flag} = false;\n${text}\nif (${flag}) {\n${this.#inner(otherwise, statement)}\n}`;
    if (lastly.length === 0) return text;
    const end = ` finally {\n${this.#inner(lastly, statement)}\n}`;
    return flag === undefined ? text + end : `try {\n${text}\n}${end}`;
  }

  #flags = 0;

  /** If tensors are used, errors may come from the library, which does not use Python's classes, so a single handler catches them all. */
  #errorTest(error: string, type: Expression | undefined, isOnly: boolean): string | undefined {
    if (type === undefined || (type.kind === "name" && type.id === "Exception")) return undefined;
    const types = type.kind === "tuple" ? type.items : [type];
    // These come from the program itself.
    const isOwn = types.every(
      (each) =>
        this.e.is(each, "class") || (each.kind === "name" && ["ZeroDivisionError", "StopIteration"].includes(each.id)),
    );
    if (isOnly && !this.context.isPlain && !isOwn) return undefined;
    return types.map((each) => `${error} instanceof ${this.e.of(each)}`).join(" || ");
  }

  #raise({ value }: Of<"raise">): string {
    if (value === undefined) return `throw ${this.#error};`;
    const called = value.kind === "call" ? value : undefined;
    const name = called?.of ?? value;
    const kind = this.e.kind(name);
    if (kind.is === "class" && called === undefined) return `throw new ${this.e.of(value)}();`;
    if (name.kind !== "name" || kind.is !== "library") return `throw ${this.e.of(value)};`;
    const known = this.e.error(name.id);
    const text = called === undefined ? "" : this.e.list(called.args.map((each) => each.value));
    const says = text === "" && known === "Error" && name.id !== "Exception";
    const message =
      name.id === "KeyError" && text !== "" && known !== "RangeError"
        ? `${this.context.python("repr")}(${text})`
        : text;
    return `throw new ${known}(${says ? JSON.stringify(name.id) : message});`;
  }

  #function(definition: Of<"function">): string {
    const info = this.context.kinds.function(definition);
    const hidesSelf = definition.parameters.some(({ name }) => name === this.e.self);
    const { head, body } = withSelf(this, hidesSelf ? "" : this.e.self, () =>
      this.functionParts(definition, info, definition.parameters),
    );
    const generator = hasYield(definition.body) ? "*" : "";
    const name = this.context.names.of(definition.name);
    const type = resultType(info, false, this.context.kinds.usesNumpy);
    const decorators = definition.decorators.filter((each) => !this.#isKnownDecorator(each));
    // Its name is assigned something else later.
    if (this.context.replaced.has(definition.name) || decorators.length > 0) {
      const made = decorators.toReversed().map((each) => `\n${name} = ${this.#decorated(each, name)};`);
      return `${documentationOf(definition)}let ${name}: any = function${generator} (${head})${type} {\n${body}\n};${made.join("")}`;
    }
    // It uses `this` of the enclosing method.
    if (this.e.self !== "" && !hidesSelf && uses(definition.body, new Set([this.e.self])))
      return generator === ""
        ? `${documentationOf(definition)}const ${name} = (${head})${type} => {\n${body}\n};`
        : `${documentationOf(definition)}const ${name} = function* (this: any, ${head})${type} {\n${body}\n}.bind(this);`;
    const wrapped = this.context.uses("__name__") ? this.#wrapped(definition) : undefined;
    const named = wrapped === undefined ? "" : `\nObject.defineProperty(${name}, "name", { value: ${wrapped}.name });`;
    return `${documentationOf(definition)}function${generator} ${name}(${head})${type} {\n${body}\n}${named}`;
  }

  /** What `@wraps(function)` names. */
  #wrapped({ decorators }: FunctionDefinition): string | undefined {
    for (const each of decorators) {
      const kind = each.kind === "call" ? this.e.kind(each.of) : undefined;
      if (each.kind === "call" && kind?.is === "library" && kind.path === "functools.wraps")
        return this.e.of(each.args[0]!.value);
    }
    return undefined;
  }

  /** Whether the decorator is translated in another way, or has no visible effect. */
  #isKnownDecorator(decorator: Expression): boolean {
    const kind = this.e.kind(decorator.kind === "call" ? decorator.of : decorator);
    return (
      kind.is === "library" &&
      /^(?:torch\.(?:no_grad|inference_mode|jit|compile)|functools\.wraps|typing\.|abc\.)/.test(kind.path)
    );
  }

  #decorated(decorator: Expression, name: string): string {
    const kind = this.e.kind(decorator.kind === "call" ? decorator.of : decorator);
    if (kind.is === "library" && /^functools\.(?:lru_)?cache$/.test(kind.path))
      return `${this.context.python("cache")}(${name})`;
    if (kind.is === "library" && kind.path === "contextlib.contextmanager")
      return `${this.context.python("contextManager")}(${name})`;
    return `${this.e.atom(decorator)}(${name})`;
  }

  functionParts(
    definition: FunctionDefinition & { readonly at: number; readonly end: number },
    info: FunctionInfo | undefined,
    parameters: readonly Parameter[],
  ): { readonly head: string; readonly body: string } {
    const saved = this.declarations;
    const needless = needlessNames(definition, info);
    if (needless !== undefined) this.context.needless.add(needless);
    const known = new Set(definition.parameters.map(({ name }) => name));
    this.declarations = placeDeclarations(definition.body, known, this.context.isInPlace);
    const wasInside = this.#isInside;
    this.#isInside = true;
    const head = this.e.parameters(parameters, (parameter) => parameterType(this, info, parameter, definition.body));
    const body = withoutDocumentation(definition.body);
    const column = body[0] === undefined ? 0 : this.#columnOf(body[0]);
    const noGrad = definition.decorators.some((each) => /no_grad|inference_mode/.test(JSON.stringify(each)));
    const guard = noGrad ? `using _ = ${this.context.needs("torch")}.noGrad();\n` : "";
    const text = guard + this.#block(body, definition.end + 1, column);
    this.declarations = saved;
    this.#isInside = wasInside;
    if (needless !== undefined) this.context.needless.delete(needless);
    return { head, body: text };
  }
}

/** `if __name__ == "__main__"`: a notebook is always the main program. */
function isMain(test: Expression | undefined): boolean {
  return test?.kind === "compare" && test.items[0]?.kind === "name" && test.items[0].id === "__name__";
}
