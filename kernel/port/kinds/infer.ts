/**
 * Finds out what the values in a notebook are, by going through its cells as Python would: what is assigned, what calls pass to functions,
 * what functions return. It goes through them several times, so that what is learned at the end is known at the start. The results of
 * library calls are in `results.ts` and `methods.ts`. Long because it is one walk over all kinds of statements and expressions, with the
 * scopes that they share.
 */
import type {
  Argument,
  ClassDefinition,
  Clause,
  Expression,
  FormatPart,
  FunctionDefinition,
  Parameter,
  Statement,
} from "../python/tree.ts";
import { hasYield } from "../python/walk.ts";
import { arithmetic } from "./arithmetic.ts";
import {
  ANY,
  BOOL,
  DictKind,
  elementOf,
  FLOAT,
  instanceOf,
  INT,
  isNumber,
  join,
  listOf,
  methodOf,
  MODULE,
  NONE,
  operatorMethod,
  OTHER,
  possibleMethods,
  plain,
  STRING,
  TENSOR,
  tupleOf,
} from "./kinds.ts";
import type { ClassInfo, FunctionInfo, Kind } from "./kinds.ts";
import { familyOf, isWithin, TYPES } from "./families.ts";
import { give, giveHook, giveKey, giveKinds, giveOne } from "./giving.ts";
import { libraryCall } from "./library-calls.ts";
import { attributeKind } from "./members.ts";
import { isBuiltin, resolveLibrary } from "./libraries.ts";
import { methodResult, ONLY_TENSORS } from "./methods.ts";
import { arrayOf, mayBeArrays, onArrays } from "./numpy-names.ts";
import { Scope } from "./scope.ts";
import { MODULE_METHODS } from "./torch-names.ts";

/** A key that is written out. */
const nameOf = (key: Expression | undefined): string | undefined => (key?.kind === "string" ? key.value : undefined);

/** Each time a value is passed on through another function, it becomes known one round later. */
const ROUNDS = 6;

export class Kinds {
  readonly #kinds = new WeakMap<Expression, Kind>();
  readonly #functions = new WeakMap<object, FunctionInfo>();
  readonly #classes = new WeakMap<object, ClassInfo>();
  readonly #all: ClassInfo[] = [];
  /** Lists and dicts by the expressions that create them, so that what is put in at one place is known everywhere. */
  readonly #holders = new WeakMap<Expression, Kind>();
  /** Names that an import binds; they stand for the library's own names. */
  readonly imported = new Set<string>();
  /** Whether values of unknown kind may be arrays, or tensors. */
  usesNumpy = false;
  usesTorch = false;
  readonly #global = new Scope();
  #round = 0;
  #scope = this.#global;
  #returns: Kind | undefined;
  #yields: Kind | undefined;
  #self: ClassInfo | undefined;
  /** Class methods: their first parameter is the class. */
  readonly #isOfClass = new WeakSet<FunctionInfo>();
  /** Methods as the plain functions that their decorators receive and return. */
  readonly #unbound = new WeakMap<FunctionInfo, FunctionInfo>();
  readonly #decoratedMethods = new WeakMap<FunctionInfo, FunctionInfo>();
  readonly #managers = new Map<FunctionInfo, FunctionInfo>();
  /** Functions whose bodies are being walked; recursion stops at these. */
  readonly #open = new Set<FunctionInfo>();

  /** @param given - What names stand for before the first cell. */
  constructor(cells: readonly (readonly Statement[])[], given: ReadonlyMap<string, Kind> = new Map()) {
    for (const [name, kind] of given) {
      this.#global.set(name, kind);
      if (kind.is === "library") this.imported.add(name);
    }
    for (this.#round = 0; this.#round < ROUNDS; this.#round++) for (const cell of cells) this.#block(cell);
  }

  of(expression: Expression): Kind {
    return this.#kinds.get(expression) ?? ANY;
  }

  /** Notes the kind of an expression that the translation itself has created. */
  note(expression: Expression, kind: Kind): void {
    this.#kinds.set(expression, kind);
  }

  function(definition: object): FunctionInfo | undefined {
    return this.#functions.get(definition);
  }

  class(definition: object): ClassInfo | undefined {
    return this.#classes.get(definition);
  }

  /** Whether some module class has an attribute that all its instances share. */
  isStatic(name: string): boolean {
    return this.#all.some(({ statics, family }) => family === "module" && statics.has(name));
  }

  /** Whether a subclass has an attribute of the same name. */
  isBelow(info: ClassInfo, name: string): boolean {
    return this.#all.some(
      (each) => each !== info && each.statics.has(name) && each.base?.is === "class" && isWithin(each.base.info, info),
    );
  }

  #block(body: readonly Statement[]): void {
    for (const statement of body) this.#statement(statement);
  }

  #statement(statement: Statement): void {
    switch (statement.kind) {
      case "expression":
        this.#infer(statement.value);
        break;
      case "assign": {
        const found = statement.value === undefined ? ANY : this.#infer(statement.value);
        const kind = TYPES[statement.type ?? ""] ?? found;
        for (const target of statement.targets) this.#assign(target, kind);
        break;
      }
      case "augment": {
        const [target, value] = [this.#infer(statement.target), this.#infer(statement.value)];
        const method = operatorMethod(statement.operator, target, value);
        if (method !== undefined) giveOne(method.info, method.isTurned ? target : value);
        const open = this.#operated(statement.operator, target, value);
        if (open !== undefined) this.#assign(statement.target, open);
        else if (target.is === "list" && statement.operator === "+") target.of = join(target.of, elementOf(value));
        else {
          const kind = arithmetic(statement.operator, target, value);
          // What was a number before may still be one.
          this.#assign(statement.target, kind.is === "array" ? join(target, kind) : kind);
          if (kind.is === "array") this.#kinds.set(statement.target, join(this.of(statement.target), target));
        }
        break;
      }
      case "if":
        this.#if(statement.branches);
        break;
      case "for":
        this.#assign(statement.target, elementOf(this.#infer(statement.iterable)));
        this.#loop(statement.body);
        this.#block(statement.otherwise);
        break;
      case "while":
        this.#loop(statement.body, () => void this.#infer(statement.test));
        this.#block(statement.otherwise);
        break;
      case "with":
        for (const { value, target } of statement.items) {
          const kind = this.#infer(value);
          const entered =
            kind.is === "instance"
              ? (methodOf(kind.info, "__enter__")?.result ?? ANY)
              : kind.is !== "object"
                ? kind
                : kind.type === "TemporaryDirectory"
                  ? STRING
                  : (kind.of ?? ANY);
          if (target !== undefined) this.#assign(target, entered);
        }
        this.#block(statement.body);
        break;
      case "try":
        this.#block(statement.body);
        for (const { type, name, body } of statement.handlers) {
          const caught = type === undefined ? ANY : this.#infer(type);
          if (name !== undefined)
            this.#scope.set(name, caught.is === "class" ? instanceOf(caught.info) : { is: "error" });
          this.#block(body);
        }
        this.#block(statement.otherwise);
        this.#block(statement.lastly);
        break;
      case "function":
        this.#scope.set(statement.name, this.#decorated(statement));
        break;
      case "class":
        this.#defineClass(statement);
        break;
      case "return":
        this.#returns = join(this.#returns, statement.value === undefined ? NONE : this.#infer(statement.value));
        break;
      case "import":
        for (const { path, as } of statement.names) {
          const whole =
            statement.from === undefined ? (as === path.split(".")[0] ? as : path) : `${statement.from}.${path}`;
          this.imported.add(as);
          if (/^numpy\b/.test(whole)) this.usesNumpy = true;
          if (whole.startsWith("torch")) this.usesTorch = true;
          this.#scope.set(as, { is: "library", path: resolveLibrary(whole) });
        }
        break;
      case "raise":
        if (statement.value !== undefined) this.#infer(statement.value);
        break;
      case "assert":
        this.#infer(statement.test);
        if (statement.message !== undefined) this.#infer(statement.message);
        {
          const tested = this.#tested(statement.test);
          if (tested !== undefined) this.#scope.names.set(tested.name, tested.yes);
        }
        break;
      case "delete":
        for (const each of statement.targets) this.#infer(each);
        break;
      case "scope":
        for (const name of statement.names) this.#scope.globals.add(name);
        break;
      default:
    }
  }

  /** In a loop a name may hold what it held before it, or what the loop's body gave it: a number at first, then an array. */
  #loop(body: readonly Statement[], before: () => void = () => undefined): void {
    const names = new Map(this.#scope.names);
    before();
    this.#block(body);
    if (!this.usesNumpy) return;
    const changed = [...names].filter(([name, kind]) => isNumber(kind) && this.#scope.names.get(name)?.is === "array");
    if (changed.length === 0) return;
    for (const [name, kind] of changed) this.#scope.names.set(name, join(kind, this.#scope.names.get(name)!));
    before();
    this.#block(body);
  }

  /** Tests of a name's type hold in their branch; the opposite holds in those behind it, and after a branch that leaves. */
  #if(branches: Extract<Statement, { kind: "if" }>["branches"]): void {
    const before: (() => void)[] = [];
    for (const [i, { test, body }] of branches.entries()) {
      if (test !== undefined) this.#infer(test);
      const tested = test === undefined ? undefined : this.#tested(test);
      if (tested === undefined) {
        this.#block(body);
        continue;
      }
      const { name, kind, yes, no } = tested;
      const set = (from: Kind, to: Kind): void => {
        if (this.#scope.get(name) === from) this.#scope.names.set(name, to);
      };
      this.#scope.names.set(name, yes);
      this.#block(body);
      const leaves = ["return", "raise", "continue", "break"].includes(body.at(-1)?.kind ?? "");
      set(yes, no);
      if (!leaves || i < branches.length - 1) before.push(() => set(no, kind));
    }
    for (const restore of before) restore();
  }

  /** What `isinstance(name, type)` says about a name that may be several things. */
  #tested(
    test: Expression,
  ): { readonly name: string; readonly kind: Kind; readonly yes: Kind; readonly no: Kind } | undefined {
    if (test.kind === "unary" && test.operator === "not") {
      const found = this.#tested(test.operand);
      return found === undefined ? undefined : { ...found, yes: found.no, no: found.yes };
    }
    if (test.kind !== "call" || test.of.kind !== "name" || test.of.id !== "isinstance") return undefined;
    const [of, type] = test.args.map(({ value }) => value);
    if (of?.kind !== "name" || type === undefined) return undefined;
    const kind = this.of(of);
    if (!["any", "other", "either", "instance"].includes(kind.is)) return undefined;
    const types = (type.kind === "tuple" ? type.items : [type]).map((each) => this.#named(each));
    const yes = types.reduce((a, b) => (a === undefined || b === undefined ? undefined : join(a, b)));
    if (yes === undefined) return undefined;
    // Only one of the two is known yet.
    if (kind.is === "instance") return { name: of.id, kind, yes: kind, no: yes.is === "instance" ? ANY : kind };
    if (kind.is !== "either") return { name: of.id, kind, yes, no: kind };
    if (isNumber(yes)) return { name: of.id, kind, yes: kind.number, no: instanceOf(kind.info) };
    return { name: of.id, kind, yes, no: yes.is === "instance" ? kind.number : kind };
  }

  /** The kind that a type stands for. */
  #named(type: Expression): Kind | undefined {
    const kind = this.of(type);
    if (kind.is === "class") return instanceOf(kind.info);
    if (kind.is !== "library") return undefined;
    return TYPES[kind.path.replace("builtins.", "")];
  }

  /** The result of an operator on values of which only the run shows what they are; undefined if they are known. */
  #operated(operator: string, left: Kind, right: Kind): Kind | undefined {
    const methods = possibleMethods(operator, left, right, this.#all);
    if (methods.length === 0) return undefined;
    for (const { info, isTurned } of methods) giveOne(info, isTurned ? left : right);
    // What is not known yet may still turn out to be a plain number.
    if (this.#round < ROUNDS / 2 && (left.is === "any" || right.is === "any")) return ANY;
    const found = methods.map(({ info }) => info.result).reduce((a, b) => join(a, b));
    const sides = [left, right].map((kind) => (kind.is === "either" ? kind.number : kind));
    const isNever = sides.some(({ is }) => is === "instance");
    const number = sides.filter((kind) => isNumber(kind)).reduce((a, b) => join(a, b), FLOAT);
    return isNever || found.is !== "instance" ? found : join(found, number);
  }

  /** Whether it is left to the run what an operator does. */
  isOpen(operator: string, left: Kind, right: Kind): boolean {
    return possibleMethods(operator, left, right, this.#all).length > 0;
  }

  /** Whether a method belongs to its class and not to an object. */
  isStaticMethod(info: FunctionInfo): boolean {
    return !info.isMethod || this.#isOfClass.has(info);
  }

  /** Whether some class has a method. */
  hasMethod(name: string): boolean {
    return this.#all.some(({ methods }) => methods.has(name));
  }

  /** Whether a class that has a method for an operator has another member of its short name too. */
  isTaken(dunder: string, short: string): boolean {
    return this.#all.some(
      ({ methods, attributes }) => methods.has(dunder) && (methods.has(short) || attributes.has(short)),
    );
  }

  #assign(target: Expression, given: Kind): void {
    const kind = plain(given);
    this.#kinds.set(target, kind);
    switch (target.kind) {
      case "name":
        this.#scope.set(target.id, kind);
        break;
      case "tuple":
      case "list":
        for (const [i, item] of target.items.entries()) {
          if (item.kind === "star") this.#assign(item.of, listOf(elementOf(kind)));
          else
            this.#assign(item, kind.is === "tuple" && kind.isLong !== true ? (kind.items[i] ?? ANY) : elementOf(kind));
        }
        break;
      case "attribute": {
        const owner = this.#infer(target.of);
        if (owner.is === "object") owner.fields?.set(target.name, join(owner.fields.get(target.name), kind));
        if (owner.is !== "instance") break;
        const known = owner.info.attributes.get(target.name);
        owner.info.statics.delete(target.name);
        owner.info.attributes.set(target.name, join(known, kind));
        break;
      }
      case "index": {
        const owner = this.#infer(target.of);
        for (const item of target.items) this.#infer(item);
        if (owner.is === "dict") owner.grow(this.#keyOf(target), kind, nameOf(target.items[0]));
        else if (owner.is === "list") {
          const isSlice = target.items[0]?.kind === "slice";
          owner.of = join(owner.of, isSlice ? elementOf(kind) : kind);
        } else if (owner.is === "instance") {
          const method = methodOf(owner.info, "__setitem__");
          if (method !== undefined) giveKinds(method, [this.#keyOf(target), kind]);
        }
        break;
      }
      default:
    }
  }

  #keyOf({ items, isTuple }: Extract<Expression, { kind: "index" }>): Kind {
    const kinds = items.map((item) => this.of(item));
    return isTuple ? tupleOf(...kinds) : kinds[0]!;
  }

  /** A function, or what its decorators turn it into. */
  #decorated(definition: FunctionDefinition): Kind {
    const own: Kind = { is: "function", info: this.#define(definition, false) };
    return definition.decorators.toReversed().reduce<Kind>((kind, decorator) => {
      const by = this.#infer(decorator);
      if (by.is === "library" && by.path === "contextlib.contextmanager" && kind.is === "function")
        return this.#manager(kind.info);
      if (by.is !== "function") return kind;
      giveKinds(by.info, [kind]);
      return by.info.result.is === "function" ? by.info.result : ANY;
    }, own);
  }

  /** A generator as a context manager, which gives what it yields. */
  #manager(info: FunctionInfo): Kind {
    const known = this.#managers.get(info) ?? { ...info };
    this.#managers.set(info, known);
    known.result = { is: "object", type: "ContextManager", of: elementOf(info.result) };
    return { is: "function", info: known };
  }

  /** A method after its decorators: it takes the same arguments, but may return something else. */
  #wrapped(definition: FunctionDefinition, method: FunctionInfo): FunctionInfo {
    let result: Kind = ANY;
    for (const decorator of definition.decorators.toReversed()) {
      const by = this.#infer(decorator);
      if (by.is !== "function") continue;
      let open = this.#unbound.get(method);
      open ??= { ...method, isMethod: false };
      open.result = method.result;
      this.#unbound.set(method, open);
      giveKinds(by.info, [{ is: "function", info: open }]);
      if (by.info.result.is === "function") result = by.info.result.info.result;
    }
    if (result.is === "any" || result === method.result) return method;
    const own = this.#decoratedMethods.get(method) ?? { ...method };
    own.result = result;
    this.#decoratedMethods.set(method, own);
    return own;
  }

  #define(definition: FunctionDefinition, isMethod: boolean): FunctionInfo {
    let info = this.#functions.get(definition);
    if (info === undefined) {
      info = { definition, given: new Map(), result: ANY, isMethod, isGivenNames: false };
      this.#functions.set(definition, info);
    }
    this.#run(info, definition.body);
    return info;
  }

  /** Walks a function's body with the arguments that its calls have passed so far. */
  #run(info: FunctionInfo, body: readonly Statement[] | Expression): void {
    if (this.#open.has(info)) return;
    this.#open.add(info);
    const [scope, returns, yields] = [this.#scope, this.#returns, this.#yields];
    this.#scope = new Scope(scope);
    this.#returns = undefined;
    this.#yields = undefined;
    const { parameters } = info.definition;
    for (const [i, parameter] of parameters.entries()) {
      const self = info.isMethod && i === 0 ? this.#self : undefined;
      const own = self === undefined || this.#isOfClass.has(info) ? undefined : instanceOf(self);
      const kind = self === undefined ? this.#parameter(info, parameter) : (own ?? { is: "class", info: self });
      this.#scope.names.set(parameter.name, kind);
    }
    if ("kind" in body) this.#returns = this.#infer(body);
    else this.#block(body);
    if (!("kind" in body) && hasYield(body)) info.result = { is: "iterator", of: this.#yields ?? ANY };
    else info.result = join(info.result, this.#returns ?? NONE);
    [this.#scope, this.#returns, this.#yields] = [scope, returns, yields];
    this.#open.delete(info);
  }

  #parameter(info: FunctionInfo, { name, stars, fallback, type }: Parameter): Kind {
    const given = info.given.get(name);
    if (stars === 2) return new DictKind(STRING, given ?? ANY);
    if (stars === 1) return { is: "tuple", items: [given ?? ANY], isLong: true };
    const named = type === undefined ? undefined : TYPES[type];
    const kind = join(fallback === undefined ? undefined : this.#infer(fallback), given ?? named ?? ANY);
    return named ?? kind;
  }

  #defineClass(definition: ClassDefinition): void {
    let info = this.#classes.get(definition);
    if (info === undefined) {
      const base = definition.bases[0] === undefined ? undefined : this.#infer(definition.bases[0]);
      info = {
        definition,
        attributes: new Map(),
        methods: new Map(),
        properties: new Set(),
        statics: new Set(),
        registered: new Set(),
        base,
        family: definition.fields === undefined ? (base === undefined ? undefined : familyOf(base)) : "tuple",
      };
      this.#classes.set(definition, info);
      this.#all.push(info);
      const self: Parameter = { name: "self", stars: 0, fallback: undefined, type: undefined };
      if (definition.fields !== undefined)
        info.methods.set("__init__", {
          definition: { name: "__init__", parameters: [self, ...definition.fields] },
          given: new Map(),
          result: NONE,
          isMethod: true,
          isGivenNames: false,
        });
    }
    for (const { name, fallback } of definition.fields ?? []) {
      const given = info.methods.get("__init__")!.given.get(name) ?? ANY;
      info.attributes.set(name, join(fallback === undefined ? undefined : this.#infer(fallback), given));
    }
    this.#scope.set(definition.name, { is: "class", info });
    const self = this.#self;
    this.#self = info;
    for (const statement of definition.body) {
      if (statement.kind === "function") {
        const isStatic = statement.decorators.some((each) => each.kind === "name" && each.id === "staticmethod");
        const has = (name: string): boolean =>
          statement.decorators.some((each) => each.kind === "name" && each.id === name);
        if (has("property")) info.properties.add(statement.name);
        const isSetter = statement.decorators.some((each) => each.kind === "attribute" && each.name === "setter");
        const method = this.#define(statement, !isStatic);
        if (has("classmethod")) this.#isOfClass.add(method);
        if (isSetter) continue;
        info.methods.set(statement.name, isStatic ? method : this.#wrapped(statement, method));
        // These are not called by name.
        if (statement.name === "forward" && info.family === "module") {
          const [, input] = statement.parameters;
          if (input !== undefined && !method.given.has(input.name)) method.given.set(input.name, TENSOR);
        }
        if (info.family === "function")
          for (const each of statement.parameters.slice(1))
            method.given.set(each.name, join(method.given.get(each.name), TENSOR));
        if (statement.name === "__getitem__" && info.family === "dataset") {
          const index = statement.parameters[1];
          if (index !== undefined && !method.given.has(index.name)) method.given.set(index.name, INT);
        }
        if (/^__r?(?:add|sub|mul|eq|ne|lt|gt|le|ge|and|or)__$/.test(statement.name)) {
          const other = statement.parameters[1];
          if (other !== undefined && !method.given.has(other.name)) method.given.set(other.name, instanceOf(info));
        }
      } else if (statement.kind === "assign" && statement.value !== undefined) {
        const kind = this.#infer(statement.value);
        for (const target of statement.targets) {
          if (target.kind !== "name") continue;
          if (info.family === "enum") info.values = [...(info.values ?? []), kind];
          info.attributes.set(target.id, info.family === "enum" ? instanceOf(info) : kind);
          info.statics.add(target.id);
        }
      } else {
        this.#statement(statement);
        if (statement.kind !== "class") continue;
        info.attributes.set(statement.name, { is: "class", info: this.#classes.get(statement)! });
        info.statics.add(statement.name);
      }
    }
    this.#self = self;
  }

  #infer(expression: Expression): Kind {
    const kind = this.#find(expression);
    const known = this.#kinds.get(expression);
    // The last round knows most; what an earlier round knew is kept if a later one finds nothing.
    this.#kinds.set(expression, kind.is === "any" && known !== undefined ? known : kind);
    return kind;
  }

  #find(expression: Expression): Kind {
    switch (expression.kind) {
      case "name":
        return (
          this.#scope.get(expression.id) ??
          (isBuiltin(expression.id) ? { is: "library", path: `builtins.${expression.id}` } : ANY)
        );
      case "number":
        return /^(?:0[xob])|^\d+$/i.test(expression.text) ? INT : FLOAT;
      case "string":
        return STRING;
      case "format":
        this.#parts(expression.parts);
        return STRING;
      case "constant":
        return expression.value === null ? NONE : typeof expression.value === "boolean" ? BOOL : OTHER;
      case "tuple":
        return tupleOf(...expression.items.map((item) => this.#infer(item)));
      case "list":
      case "set": {
        const items = expression.items.map((item) =>
          item.kind === "star" ? elementOf(this.#infer(item.of)) : this.#infer(item),
        );
        return this.#held(expression, {
          is: expression.kind,
          of: items.length === 0 ? ANY : items.reduce((a, b) => join(a, b)),
        });
      }
      case "dict": {
        let [key, of]: Kind[] = [ANY, ANY];
        for (const [name, value] of expression.entries) {
          const kind = this.#infer(value);
          if (name === undefined) [key, of] = kind.is === "dict" ? [join(key, kind.key), join(of, kind.of)] : [key, of];
          else [key, of] = [join(key, this.#infer(name)), join(of, kind)];
        }
        const dict = new DictKind(key!, of!);
        const names = expression.entries.map(([name]) => nameOf(name));
        if (names.length > 0 && names.every((name) => name !== undefined))
          dict.fields = new Map(names.map((name, i) => [name, this.of(expression.entries[i]![1])]));
        return this.#held(expression, dict);
      }
      case "comprehension":
        return this.#comprehension(expression.clauses, () => {
          const element = this.#infer(expression.element);
          if (expression.value !== undefined)
            return this.#held(expression, new DictKind(element, this.#infer(expression.value)));
          if (expression.makes === "generator") return { is: "iterator", of: element };
          return this.#held(expression, { is: expression.makes === "set" ? "set" : "list", of: element });
        });
      case "attribute":
        return attributeKind(this.#infer(expression.of), expression.name);
      case "index":
        return this.#index(expression);
      case "slice":
        for (const part of [expression.from, expression.to, expression.step]) if (part !== undefined) this.#infer(part);
        return OTHER;
      case "call":
        return this.#call(expression, expression.of, expression.args);
      case "unary": {
        const operand = this.#infer(expression.operand);
        if (operand.is === "either" && expression.operator === "-")
          return join(methodOf(operand.info, "__neg__")?.result ?? operand, operand.number);
        if (operand.is === "instance" && expression.operator !== "not")
          return methodOf(operand.info, expression.operator === "-" ? "__neg__" : "__invert__")?.result ?? ANY;
        return expression.operator === "not" ? BOOL : operand.is === "bool" ? INT : operand;
      }
      case "binary": {
        const [left, right] = [this.#infer(expression.left), this.#infer(expression.right)];
        const method = operatorMethod(expression.operator, left, right);
        if (method !== undefined) giveOne(method.info, method.isTurned ? left : right);
        const open = this.#operated(expression.operator, left, right);
        if (open !== undefined) return open;
        const kind = arithmetic(expression.operator, left, right);
        return kind.is === "list" ? this.#held(expression, kind) : kind;
      }
      case "compare": {
        const kinds = expression.items.map((item) => this.#infer(item));
        for (const [i, operator] of expression.operators.entries()) {
          const method = operatorMethod(operator, kinds[i]!, kinds[i + 1]!);
          if (method !== undefined) giveOne(method.info, method.isTurned ? kinds[i]! : kinds[i + 1]!);
        }
        const asks = expression.operators.every((each) => !["in", "not in", "is", "is not"].includes(each));
        if (asks && kinds.some(({ is }) => is === "tensor")) return TENSOR;
        if (asks && this.usesNumpy && mayBeArrays(kinds) && !kinds.some(({ is }) => is === "library"))
          return arrayOf("bool", true);
        return asks && kinds.some(({ is }) => is === "array")
          ? onArrays(expression.operators[0]!, kinds[0]!, kinds[1]!)
          : BOOL;
      }
      case "logic":
        return join(this.#infer(expression.left), this.#infer(expression.right));
      case "choice":
        return this.#choice(expression);
      case "lambda": {
        let info = this.#functions.get(expression);
        if (info === undefined) {
          const definition = { name: "lambda", parameters: expression.parameters };
          info = { definition, given: new Map(), result: ANY, isMethod: false, isGivenNames: false };
          this.#functions.set(expression, info);
        }
        this.#run(info, expression.body);
        return { is: "function", info };
      }
      case "walrus": {
        const kind = this.#infer(expression.value);
        this.#scope.set(expression.name, kind);
        return kind;
      }
      case "star":
        return this.#infer(expression.of);
      case "yield":
        if (expression.value !== undefined) {
          const kind = this.#infer(expression.value);
          this.#yields = join(this.#yields, expression.isAll ? elementOf(kind) : kind);
        }
        return ANY;
      default:
        return ANY;
    }
  }

  /** The list, set or dict that an expression creates; the same one in all rounds. */
  #held(expression: Expression, kind: Kind): Kind {
    const isObject = kind.is === "object" && kind.fields !== undefined;
    if (kind.is !== "list" && kind.is !== "set" && kind.is !== "dict" && !isObject) return kind;
    const held = this.#holders.get(expression);
    if (held?.is !== kind.is) {
      const own = kind.is === "list" || kind.is === "set" ? { is: kind.is, of: kind.of } : kind;
      this.#holders.set(expression, own);
      return own;
    }
    if (held.is === "dict" && kind.is === "dict") held.renew(kind);
    else if (held.is === "object" && kind.is === "object")
      for (const [name, each] of kind.fields!) held.fields!.set(name, join(held.fields!.get(name), each));
    else if ((held.is === "list" || held.is === "set") && (kind.is === "list" || kind.is === "set"))
      held.of = join(held.of, kind.of);
    return held;
  }

  #choice({ test, yes, no }: Extract<Expression, { kind: "choice" }>): Kind {
    this.#infer(test);
    const tested = this.#tested(test);
    if (tested === undefined) return join(this.#infer(yes), this.#infer(no));
    const scope = this.#scope;
    const [a, b] = [tested.yes, tested.no].map((kind, i) => {
      this.#scope = new Scope(scope);
      this.#scope.names.set(tested.name, kind);
      return this.#infer(i === 0 ? yes : no);
    });
    this.#scope = scope;
    return join(a, b!);
  }

  #parts(parts: readonly FormatPart[]): void {
    for (const part of parts) {
      if (typeof part === "string") continue;
      this.#infer(part.value);
      this.#parts(part.spec);
    }
  }

  #comprehension(clauses: readonly Clause[], element: () => Kind): Kind {
    const scope = this.#scope;
    this.#scope = new Scope(scope);
    for (const clause of clauses) {
      if (clause.kind === "if") this.#infer(clause.test);
      else this.#assign(clause.target, elementOf(this.#infer(clause.iterable)));
    }
    const kind = element();
    this.#scope = scope;
    return kind;
  }

  #index(expression: Extract<Expression, { kind: "index" }>): Kind {
    const { of, items } = expression;
    const owner = this.#infer(of);
    for (const item of items) this.#infer(item);
    const [first] = items;
    const isSlice = first?.kind === "slice";
    switch (owner.is) {
      case "tensor":
        return TENSOR;
      case "array":
        return { ...owner, isMixed: false };
      case "size":
        return isSlice ? owner : INT;
      case "dict":
        // Reading a missing key creates it.
        if (owner.makes === "default") owner.grow(this.#keyOf(expression), ANY);
        return owner.fields?.get(nameOf(first) ?? "") ?? owner.of;
      case "string":
      case "object":
        return STRING;
      case "class":
        return owner.info.family === "enum" ? instanceOf(owner.info) : ANY;
      case "tuple": {
        if (isSlice) return { is: "tuple", items: [elementOf(owner)], isLong: true };
        if (owner.isLong === true) return owner.items[0]!;
        const at =
          first?.kind === "number"
            ? Number(first.text)
            : first?.kind === "unary" && first.operand.kind === "number"
              ? owner.items.length - Number(first.operand.text)
              : undefined;
        return at === undefined ? elementOf(owner) : (owner.items[at] ?? ANY);
      }
      case "list":
        return isSlice ? this.#held(expression, owner) : owner.of;
      case "dataset":
        return isSlice ? listOf(owner.of) : owner.of;
      case "instance":
        giveKinds(methodOf(owner.info, "__getitem__"), [this.#keyOf(expression)]);
        return methodOf(owner.info, "__getitem__")?.result ?? (owner.info.family === "module" ? MODULE : ANY);
      case "module":
        return MODULE;
      default:
        return ANY;
    }
  }

  #call(call: Expression, of: Expression, args: readonly Argument[]): Kind {
    const kinds = args.map(({ value }) => this.#infer(value));
    const callee = this.#infer(of);
    switch (callee.is) {
      case "function":
        give(callee.info, args, kinds);
        return join(callee.info.result, this.#overriding(of, args, kinds));
      case "class": {
        const constructor = methodOf(callee.info, "__init__");
        if (constructor !== undefined) give(constructor, args, kinds);
        return instanceOf(callee.info);
      }
      case "instance": {
        const called = methodOf(callee.info, callee.info.family === "module" ? "forward" : "__call__");
        if (called !== undefined) give(called, args, kinds);
        if (called === undefined) return callee.info.family === "module" ? TENSOR : ANY;
        return called.result.is === "any" && callee.info.family === "module" ? TENSOR : called.result;
      }
      case "module":
        return TENSOR;
      case "library":
        return this.#held(call, libraryCall(callee.path, args, kinds));
      case "other":
        for (const info of callee.functions ?? []) give(info, args, kinds);
        if (callee.functions !== undefined)
          return callee.functions.map(({ result }) => result).reduce((a, b) => join(a, b));
        return of.kind === "attribute" ? this.#methodCall(call, of, args, kinds) : ANY;
      default:
        return of.kind === "attribute" ? this.#methodCall(call, of, args, kinds) : ANY;
    }
  }

  /** The methods of subclasses that a call may mean as well; gives them its arguments, and returns the kind of their results. */
  #overriding(of: Expression, args: readonly Argument[], kinds: readonly Kind[]): Kind {
    const owner = of.kind === "attribute" ? this.of(of.of) : ANY;
    if (of.kind !== "attribute" || owner.is !== "instance") return ANY;
    let result = ANY;
    for (const each of this.#all) {
      const method = each.methods.get(of.name);
      if (each === owner.info || method === undefined || !isWithin(each, owner.info)) continue;
      give(method, args, kinds);
      if (method.result.is !== "none") result = join(result, method.result);
    }
    return result;
  }

  /** Whether only subclasses have a method. */
  isOnlyBelow(info: ClassInfo, name: string): boolean {
    return (
      methodOf(info, name) === undefined && this.#all.some((each) => each.methods.has(name) && isWithin(each, info))
    );
  }

  /** Whether a subclass has a method of the same name that takes more. */
  isWidened(info: ClassInfo, name: string): boolean {
    const count = info.methods.get(name)?.definition.parameters.length ?? 0;
    return this.#all.some(
      (each) =>
        each !== info && isWithin(each, info) && (each.methods.get(name)?.definition.parameters.length ?? 0) > count,
    );
  }

  /** A name that nothing else is known of, by itself or compared with something: `(x > 0).float()`. */
  #isTensor(expression: Expression): void {
    if (expression.kind === "compare") this.#isTensor(expression.items[0]!);
    else if (expression.kind === "name" && this.of(expression).is === "any" && !this.imported.has(expression.id))
      this.#scope.set(expression.id, TENSOR);
  }

  #methodCall(
    call: Expression,
    of: Extract<Expression, { kind: "attribute" }>,
    args: readonly Argument[],
    kinds: readonly Kind[],
  ): Kind {
    const owner = this.of(of.of);
    const { name } = of;
    if (owner.is === "class" && name === "_make") return instanceOf(owner.info);
    giveHook(name, kinds[0]);
    if (owner.is === "instance") {
      if (/^register_(?:buffer|parameter)$/.test(name) && args[0]?.value.kind === "string") {
        owner.info.attributes.set(args[0].value.value, TENSOR);
        owner.info.registered.add(args[0].value.value);
      }
      return owner.info.family === "module" ? (MODULE_METHODS[name] ?? ANY) : this.#overriding(of, args, kinds);
    }
    if (owner.is === "list") giveKey(args, kinds, owner.of);
    const known = methodResult(owner, name, { args, kinds });
    if (known !== undefined) return known.isNew ? this.#held(call, known.kind) : known.kind;
    // Only tensors have these methods, so the value must be one.
    if (!ONLY_TENSORS.has(name) || this.hasMethod(name)) return ANY;
    if (this.usesNumpy && !this.usesTorch) return ANY;
    this.#isTensor(of.of);
    return methodResult(TENSOR, name, { args, kinds })!.kind;
  }
}
