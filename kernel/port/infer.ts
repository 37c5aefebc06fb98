/**
 * Finds out what the values of a notebook are, by going through its cells as Python would: what is assigned, what calls give to functions,
 * what functions return. Several times, so that what is known at the end is known at the start. Long because it is one walk over all kinds
 * of statements and expressions, with the scopes that they share.
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
} from "./tree.ts";
import {
  ANY,
  BOOL,
  elementOf,
  FLOAT,
  INT,
  isNumber,
  join,
  listOf,
  MODULE,
  NONE,
  OTHER,
  STRING,
  TENSOR,
  tupleOf,
} from "./kinds.ts";
import type { ClassInfo, FunctionInfo, Kind } from "./kinds.ts";
import { ATTRIBUTES, FUNCTIONS, METHODS, MODULE_METHODS, MODULE_TENSORS, WITH_INDICES } from "./torch-names.ts";
import { resolveLibrary } from "./libraries.ts";

const STRINGS = new Set(
  "lower upper strip lstrip rstrip replace join format capitalize title ljust rjust center zfill".split(" "),
);
/** What a function is given by another one that is given it by a third is known one round later. */
const ROUNDS = 6;
const ONLY_TENSORS = new Set(
  "view reshape permute unsqueeze squeeze detach clamp backward matmul mm bmm softmax log_softmax argmax argmin float long double type_as expand expand_as contiguous masked_fill scatter_ gather flatten mean std var norm tanh relu sigmoid exp requires_grad_ zero_ fill_ copy_ add_ sub_ mul_ div_ clone numel nelement item".split(
    " ",
  ),
);

class Scope {
  readonly names = new Map<string, Kind>();
  readonly #above: Scope | undefined;
  readonly globals = new Set<string>();

  constructor(above?: Scope) {
    this.#above = above;
  }

  get(name: string): Kind | undefined {
    return this.names.get(name) ?? this.#above?.get(name);
  }

  /** What is put into a list or a dict changes it where it was made. */
  grow(name: string, kind: Kind): void {
    if (this.names.has(name) || this.#above === undefined) this.names.set(name, kind);
    else this.#above.grow(name, kind);
  }

  set(name: string, kind: Kind): void {
    if (this.globals.has(name) && this.#above !== undefined) this.#above.set(name, kind);
    // What is not known tells nothing against what is.
    else if (kind.is !== "any" || !this.names.has(name)) this.names.set(name, kind);
  }
}

export class Kinds {
  readonly #kinds = new WeakMap<Expression, Kind>();
  readonly #functions = new WeakMap<object, FunctionInfo>();
  readonly #classes = new WeakMap<object, ClassInfo>();
  /** Names that an import binds: these stand for the library's own. */
  readonly imported = new Set<string>();
  readonly #global = new Scope();
  #scope = this.#global;
  #returns: Kind | undefined;
  #self: ClassInfo | undefined;
  /** Functions whose bodies are being gone through: a recursion ends there. */
  readonly #open = new Set<FunctionInfo>();

  constructor(cells: readonly (readonly Statement[])[]) {
    for (let round = 0; round < ROUNDS; round++) for (const cell of cells) this.#block(cell);
  }

  of(expression: Expression): Kind {
    return this.#kinds.get(expression) ?? ANY;
  }

  /** Of an expression that the translation has made itself. */
  note(expression: Expression, kind: Kind): void {
    this.#kinds.set(expression, kind);
  }

  function(definition: object): FunctionInfo | undefined {
    return this.#functions.get(definition);
  }

  class(definition: object): ClassInfo | undefined {
    return this.#classes.get(definition);
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
        const kind = statement.value === undefined ? ANY : this.#infer(statement.value);
        for (const target of statement.targets) this.#assign(target, kind);
        break;
      }
      case "augment": {
        const [target, value] = [this.#infer(statement.target), this.#infer(statement.value)];
        this.#assign(statement.target, arithmetic(statement.operator, target, value));
        break;
      }
      case "if":
        for (const { test, body } of statement.branches) {
          if (test !== undefined) this.#infer(test);
          this.#block(body);
        }
        break;
      case "for":
        this.#assign(statement.target, elementOf(this.#infer(statement.iterable)));
        this.#block(statement.body);
        this.#block(statement.otherwise);
        break;
      case "while":
        this.#infer(statement.test);
        this.#block(statement.body);
        this.#block(statement.otherwise);
        break;
      case "with":
        for (const { value, target } of statement.items) {
          const kind = this.#infer(value);
          if (target !== undefined) this.#assign(target, kind);
        }
        this.#block(statement.body);
        break;
      case "try":
        this.#block(statement.body);
        for (const { type, name, body } of statement.handlers) {
          if (type !== undefined) this.#infer(type);
          if (name !== undefined) this.#scope.set(name, { is: "error" });
          this.#block(body);
        }
        this.#block(statement.otherwise);
        this.#block(statement.lastly);
        break;
      case "function":
        for (const each of statement.decorators) this.#infer(each);
        this.#scope.set(statement.name, { is: "function", info: this.#define(statement, false) });
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
          this.#scope.set(as, { is: "library", path: resolveLibrary(whole) });
        }
        break;
      case "raise":
        if (statement.value !== undefined) this.#infer(statement.value);
        break;
      case "assert":
        this.#infer(statement.test);
        if (statement.message !== undefined) this.#infer(statement.message);
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

  #assign(target: Expression, kind: Kind): void {
    this.#kinds.set(target, kind);
    switch (target.kind) {
      case "name":
        this.#scope.set(target.id, kind);
        break;
      case "tuple":
      case "list":
        for (const [i, item] of target.items.entries()) {
          if (item.kind === "star") this.#assign(item.of, listOf(elementOf(kind)));
          else this.#assign(item, kind.is === "tuple" ? (kind.items[i] ?? ANY) : elementOf(kind));
        }
        break;
      case "attribute": {
        const owner = this.#infer(target.of);
        if (owner.is !== "instance") break;
        const known = owner.info.attributes.get(target.name);
        owner.info.statics.delete(target.name);
        owner.info.attributes.set(target.name, join(known, kind));
        break;
      }
      case "index": {
        const owner = this.#infer(target.of);
        for (const item of target.items) this.#infer(item);
        if (target.of.kind !== "name") break;
        if (owner.is === "dict") {
          const key = this.#kinds.get(target.items[0]!) ?? ANY;
          this.#scope.grow(target.of.id, { is: "dict", key: join(owner.key, key), of: join(owner.of, kind) });
        } else if (owner.is === "list") this.#scope.grow(target.of.id, listOf(join(owner.of, kind)));
        break;
      }
      default:
    }
  }

  #define(definition: FunctionDefinition, isMethod: boolean): FunctionInfo {
    let info = this.#functions.get(definition);
    if (info === undefined) {
      info = { definition, given: new Map(), result: ANY, isMethod };
      this.#functions.set(definition, info);
    }
    this.#run(info, definition.body);
    return info;
  }

  /** Goes through a function with what its calls have given so far. */
  #run(info: FunctionInfo, body: readonly Statement[] | Expression): void {
    if (this.#open.has(info)) return;
    this.#open.add(info);
    const [scope, returns] = [this.#scope, this.#returns];
    this.#scope = new Scope(scope);
    this.#returns = undefined;
    const { parameters } = info.definition;
    for (const [i, parameter] of parameters.entries()) {
      const self = info.isMethod && i === 0 ? this.#self : undefined;
      this.#scope.names.set(
        parameter.name,
        self === undefined ? this.#parameter(info, parameter) : { is: "instance", info: self },
      );
    }
    if ("kind" in body) this.#returns = this.#infer(body);
    else this.#block(body);
    info.result = join(info.result, this.#returns ?? NONE);
    if (!("kind" in body) && hasYield(body)) info.result = { is: "iterator", of: ANY };
    [this.#scope, this.#returns] = [scope, returns];
    this.#open.delete(info);
  }

  #parameter(info: FunctionInfo, { name, stars, fallback, type }: Parameter): Kind {
    if (stars === 2) return { is: "dict", key: STRING, of: ANY };
    const given = info.given.get(name);
    if (stars === 1) return listOf(given ?? ANY);
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
        family: base === undefined ? undefined : familyOf(base),
      };
      this.#classes.set(definition, info);
    }
    this.#scope.set(definition.name, { is: "class", info });
    const self = this.#self;
    this.#self = info;
    for (const statement of definition.body) {
      if (statement.kind === "function") {
        const isStatic = statement.decorators.some((each) => each.kind === "name" && each.id === "staticmethod");
        if (statement.decorators.some((each) => each.kind === "name" && each.id === "property"))
          info.properties.add(statement.name);
        const method = this.#define(statement, !isStatic);
        info.methods.set(statement.name, method);
        // Nobody calls these by name.
        if (statement.name === "forward" && info.family === "module") {
          const [, input] = statement.parameters;
          if (input !== undefined && !method.given.has(input.name)) method.given.set(input.name, TENSOR);
        }
        if (info.family === "function")
          for (const each of statement.parameters.slice(1))
            method.given.set(each.name, join(method.given.get(each.name), TENSOR));
        if (["__getitem__", "__len__"].includes(statement.name)) {
          const index = statement.parameters[1];
          if (index !== undefined) method.given.set(index.name, INT);
        }
      } else if (statement.kind === "assign" && statement.value !== undefined) {
        const kind = this.#infer(statement.value);
        for (const target of statement.targets) {
          if (target.kind !== "name") continue;
          info.attributes.set(target.id, kind);
          info.statics.add(target.id);
        }
      } else this.#statement(statement);
    }
    this.#self = self;
  }

  #infer(expression: Expression): Kind {
    const kind = this.#find(expression);
    const known = this.#kinds.get(expression);
    // The last round knows most; what an earlier one knew is kept where a later call gives nothing.
    this.#kinds.set(expression, kind.is === "any" && known !== undefined ? known : kind);
    return kind;
  }

  #find(expression: Expression): Kind {
    switch (expression.kind) {
      case "name":
        return this.#scope.get(expression.id) ?? { is: "library", path: `builtins.${expression.id}` };
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
        return { is: expression.kind, of: items.length === 0 ? ANY : items.reduce((a, b) => join(a, b)) };
      }
      case "dict": {
        let [key, of]: Kind[] = [ANY, ANY];
        for (const [name, value] of expression.entries) {
          const kind = this.#infer(value);
          if (name === undefined) of = join(of, elementOf(kind));
          else [key, of] = [join(key, this.#infer(name)), join(of, kind)];
        }
        return { is: "dict", key: key!, of: of! };
      }
      case "comprehension":
        return this.#comprehension(expression.clauses, () => {
          const element = this.#infer(expression.element);
          if (expression.value !== undefined) return { is: "dict", key: element, of: this.#infer(expression.value) };
          if (expression.makes === "set") return { is: "set", of: element };
          return expression.makes === "list" ? listOf(element) : { is: "iterator", of: element };
        });
      case "attribute":
        return this.#attribute(this.#infer(expression.of), expression.name);
      case "index":
        return this.#index(expression);
      case "slice":
        for (const part of [expression.from, expression.to, expression.step]) if (part !== undefined) this.#infer(part);
        return OTHER;
      case "call":
        return this.#call(expression.of, expression.args);
      case "unary": {
        const operand = this.#infer(expression.operand);
        return expression.operator === "not" ? BOOL : operand.is === "bool" ? INT : operand;
      }
      case "binary":
        return arithmetic(expression.operator, this.#infer(expression.left), this.#infer(expression.right));
      case "compare": {
        const kinds = expression.items.map((item) => this.#infer(item));
        const asks = expression.operators.every((each) => !["in", "not in", "is", "is not"].includes(each));
        return asks && kinds.some(({ is }) => is === "tensor") ? TENSOR : BOOL;
      }
      case "logic":
        return join(this.#infer(expression.left), this.#infer(expression.right));
      case "choice":
        this.#infer(expression.test);
        return join(this.#infer(expression.yes), this.#infer(expression.no));
      case "lambda": {
        let info = this.#functions.get(expression);
        if (info === undefined) {
          const definition = { name: "lambda", parameters: expression.parameters };
          info = { definition, given: new Map(), result: ANY, isMethod: false };
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
        if (expression.value !== undefined) this.#infer(expression.value);
        return ANY;
      default:
        return ANY;
    }
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

  #attribute(owner: Kind, name: string): Kind {
    if (name === "__name__") return STRING;
    if (name === "saved_tensors") return listOf(TENSOR);
    switch (owner.is) {
      case "library":
        return { is: "library", path: resolveLibrary(`${owner.path}.${name}`) };
      case "class":
        return this.#known(owner.info, name) ?? ANY;
      case "tensor":
        return ATTRIBUTES[name] ?? OTHER;
      case "module":
        if (MODULE_METHODS[name] !== undefined) return ANY;
        return MODULE_TENSORS.has(name) ? TENSOR : MODULE;
      case "instance": {
        const method = this.#method(owner.info, name);
        if (method !== undefined)
          return this.#isProperty(owner.info, name) ? method.result : { is: "function", info: method };
        const known = this.#known(owner.info, name);
        if (known !== undefined) return known;
        return owner.info.family === "module" && name === "training" ? BOOL : ANY;
      }
      default:
        return ANY;
    }
  }

  #known(info: ClassInfo, name: string): Kind | undefined {
    const own = info.attributes.get(name);
    return own ?? (info.base?.is === "class" ? this.#known(info.base.info, name) : undefined);
  }

  #method(info: ClassInfo, name: string): FunctionInfo | undefined {
    return info.methods.get(name) ?? (info.base?.is === "class" ? this.#method(info.base.info, name) : undefined);
  }

  #isProperty(info: ClassInfo, name: string): boolean {
    return info.properties.has(name) || (info.base?.is === "class" && this.#isProperty(info.base.info, name));
  }

  #index({ of, items }: Extract<Expression, { kind: "index" }>): Kind {
    const owner = this.#infer(of);
    for (const item of items) this.#infer(item);
    const [first] = items;
    const isSlice = first?.kind === "slice";
    switch (owner.is) {
      case "tensor":
        return TENSOR;
      case "size":
        return isSlice ? owner : INT;
      case "dict":
        return owner.of;
      case "string":
        return STRING;
      case "tuple": {
        if (isSlice) return listOf(elementOf(owner));
        const at =
          first?.kind === "number"
            ? Number(first.text)
            : first?.kind === "unary" && first.operand.kind === "number"
              ? owner.items.length - Number(first.operand.text)
              : undefined;
        return at === undefined ? elementOf(owner) : (owner.items[at] ?? ANY);
      }
      case "list":
        return isSlice ? owner : owner.of;
      case "dataset":
        return isSlice ? listOf(owner.of) : owner.of;
      case "instance":
        return this.#method(owner.info, "__getitem__")?.result ?? (owner.info.family === "module" ? MODULE : ANY);
      case "module":
        return MODULE;
      default:
        return ANY;
    }
  }

  #call(of: Expression, args: readonly Argument[]): Kind {
    const kinds = args.map(({ value }) => this.#infer(value));
    const callee = this.#infer(of);
    switch (callee.is) {
      case "function":
        this.#give(callee.info, args, kinds);
        return callee.info.result;
      case "class": {
        const constructor = this.#method(callee.info, "__init__");
        if (constructor !== undefined) this.#give(constructor, args, kinds);
        return { is: "instance", info: callee.info };
      }
      case "instance": {
        const called = this.#method(callee.info, callee.info.family === "module" ? "forward" : "__call__");
        if (called !== undefined) this.#give(called, args, kinds);
        if (called === undefined) return callee.info.family === "module" ? TENSOR : ANY;
        return called.result.is === "any" && callee.info.family === "module" ? TENSOR : called.result;
      }
      case "module":
        return TENSOR;
      case "library":
        return this.#library(callee.path, args, kinds);
      default:
        return of.kind === "attribute" ? this.#methodCall(of, args, kinds) : ANY;
    }
  }

  #give({ definition, given, isMethod }: FunctionInfo, args: readonly Argument[], kinds: readonly Kind[]): void {
    const parameters = definition.parameters.slice(isMethod ? 1 : 0);
    const set = (name: string, kind: Kind): void => void given.set(name, join(given.get(name), kind));
    for (const [i, { name, stars }] of args.entries()) {
      if (name !== undefined) set(name, kinds[i]!);
      else if (stars === 0) {
        const parameter = parameters[i] ?? parameters.find((each) => each.stars === 1);
        if (parameter !== undefined) set(parameter.name, kinds[i]!);
      }
    }
  }

  #methodCall(of: Extract<Expression, { kind: "attribute" }>, args: readonly Argument[], kinds: readonly Kind[]): Kind {
    const owner = this.of(of.of);
    const { name } = of;
    switch (owner.is) {
      case "tensor":
        this.#hook(name, kinds[0]);
        if (WITH_INDICES.has(name))
          return args.length > 0 && kinds[0]!.is !== "tensor" ? (METHODS["sort"] ?? ANY) : TENSOR;
        if (name === "size" && args.length > 0) return INT;
        if (name === "item") return FLOAT;
        return METHODS[name] ?? TENSOR;
      case "module":
        this.#hook(name, kinds[0]);
        return MODULE_METHODS[name] ?? TENSOR;
      case "instance":
        this.#hook(name, kinds[0]);
        if (/^register_(?:buffer|parameter)$/.test(name) && args[0]?.value.kind === "string") {
          owner.info.attributes.set(args[0].value.value, TENSOR);
          owner.info.registered.add(args[0].value.value);
        }
        if (owner.info.family === "module") return MODULE_METHODS[name] ?? ANY;
        return ANY;
      case "string":
        if (STRINGS.has(name)) return STRING;
        if (["split", "splitlines"].includes(name)) return listOf(STRING);
        if (["find", "index", "count"].includes(name)) return INT;
        return BOOL;
      case "list":
        this.#key(args, kinds, owner.of);
        if (name === "append" || name === "insert") {
          const grown = listOf(join(owner.of, kinds.at(-1) ?? ANY));
          if (of.of.kind === "name") this.#scope.grow(of.of.id, grown);
          if (of.of.kind === "attribute") this.#assign(of.of, grown);
        }
        if (name === "pop") return owner.of;
        if (["index", "count"].includes(name)) return INT;
        return name === "copy" ? owner : NONE;
      case "dict":
        if (name === "items") return { is: "iterator", of: tupleOf(owner.key, owner.of) };
        if (name === "keys") return { is: "iterator", of: owner.key };
        if (name === "values") return { is: "iterator", of: owner.of };
        if (name === "update" && of.of.kind === "name")
          this.#scope.grow(of.of.id, {
            ...owner,
            key: STRING,
            of: kinds.reduce((a, b) => join(a, b.is === "dict" ? b.of : b), owner.of),
          });
        if (["get", "pop", "setdefault"].includes(name)) return owner.of;
        return name === "copy" ? owner : NONE;
      default:
        // Only tensors have these: whatever it is, it is one.
        if (!ONLY_TENSORS.has(name)) return ANY;
        if (of.of.kind === "name" && owner.is === "any" && !this.imported.has(of.of.id))
          this.#scope.set(of.of.id, TENSOR);
        return METHODS[name] ?? TENSOR;
    }
  }

  /** What `sorted` and its like call their key with. */
  #key(args: readonly Argument[], kinds: readonly Kind[], element: Kind): void {
    const key = kinds[args.findIndex(({ name }) => name === "key")];
    const one: Argument = { name: undefined, stars: 0, value: { kind: "constant", value: null, at: 0 } };
    if (key?.is === "function") this.#give(key.info, [one], [element]);
  }

  /** What torch calls a hook with. */
  #hook(name: string, hook: Kind | undefined): void {
    if (hook?.is !== "function") return;
    const given: Readonly<Record<string, readonly Kind[]>> = {
      register_hook: [TENSOR],
      register_forward_hook: [MODULE, tupleOf(TENSOR), TENSOR],
      register_forward_pre_hook: [MODULE, tupleOf(TENSOR)],
      register_full_backward_hook: [MODULE, tupleOf(TENSOR), tupleOf(TENSOR)],
      apply: [MODULE],
    };
    const kinds = given[name] ?? [];
    this.#give(
      hook.info,
      kinds.map((_kind, i) => ({ name: undefined, stars: 0, value: { kind: "constant", value: null, at: i } })),
      kinds,
    );
  }

  #library(path: string, args: readonly Argument[], kinds: readonly Kind[]): Kind {
    const name = path.slice(path.lastIndexOf(".") + 1);
    if (path.startsWith("builtins.")) return this.#builtin(name, args, kinds);
    if (path === "torch.nn.Parameter") return TENSOR;
    if (path.startsWith("torch.nn.init.")) return TENSOR;
    if (path === "torch.nn.ModuleList") return listOf(kinds[0] === undefined ? MODULE : elementOf(kinds[0]));
    if (/^torch\.nn\.[A-Z]/.test(path)) return MODULE;
    if (path.startsWith("torch.nn.functional.")) return TENSOR;
    if (path.startsWith("torch.optim.lr_scheduler.")) return OTHER;
    if (/^torch\.optim\.[A-Z]/.test(path)) return { is: "optimizer" };
    if (path === "torch.utils.data.DataLoader") return { is: "loader", of: batchOf(kinds[0] ?? ANY) };
    if (path === "torch.utils.data.TensorDataset") return { is: "dataset", of: tupleOf(...kinds.map(() => TENSOR)) };
    if (path === "torch.utils.data.random_split") return listOf(kinds[0] ?? ANY);
    if (/^torch\.utils\.data\.(?:Subset|ConcatDataset)$/.test(path)) return kinds[0] ?? ANY;
    if (/^torchvision\.datasets\.[A-Z]/.test(path)) return { is: "dataset", of: tupleOf(TENSOR, INT) };
    if (path.startsWith("torchvision.transforms.")) return OTHER;
    if (path === "torch.autograd.grad") return listOf(TENSOR);
    if (/^torch\.(?:cuda|backends)\./.test(path)) return BOOL;
    if (path.startsWith("math."))
      return ["floor", "ceil", "gcd", "factorial", "comb", "prod"].includes(name) ? INT : FLOAT;
    if (path.startsWith("time.")) return FLOAT;
    if (path === "collections.Counter") return { is: "dict", key: elementOf(kinds[0] ?? ANY), of: INT };
    if (path === "collections.defaultdict") {
      const [made] = kinds;
      const of =
        made?.is === "library"
          ? { int: INT, float: FLOAT, list: listOf(ANY), dict: OTHER }[made.path.replace("builtins.", "")]
          : undefined;
      return { is: "dict", key: ANY, of: of ?? ANY };
    }
    if (path === "csv.reader") return listOf(listOf(STRING));
    if (path.startsWith("tqdm")) return kinds[0] ?? ANY;
    if (path.startsWith("copy.")) return kinds[0] ?? ANY;
    if (path === "collections.OrderedDict")
      return { is: "dict", key: STRING, of: kinds[0]?.is === "dict" ? kinds[0].of : ANY };
    if (/^(?:collections|itertools|functools|random|os|sys|json|datetime)\b/.test(path)) return ANY;
    if (path.startsWith("numpy.")) return path.startsWith("numpy.random.") ? TENSOR : name === "prod" ? INT : TENSOR;
    if (/^torch\.[a-z_]\w*$/.test(path)) {
      if (WITH_INDICES.has(name))
        return args.length > 1 && kinds[1]!.is !== "tensor" ? tupleOf(TENSOR, TENSOR) : TENSOR;
      return FUNCTIONS[name] ?? TENSOR;
    }
    return ANY;
  }

  #builtin(name: string, args: readonly Argument[], kinds: readonly Kind[]): Kind {
    const first = kinds[0] ?? ANY;
    this.#key(args, kinds, elementOf(first));
    switch (name) {
      case "len":
      case "int":
      case "ord":
      case "id":
      case "hash":
        return INT;
      case "float":
        return FLOAT;
      case "str":
      case "repr":
      case "chr":
      case "input":
        return STRING;
      case "bool":
      case "isinstance":
      case "hasattr":
      case "callable":
      case "any":
      case "all":
        return BOOL;
      case "round":
        return args.length > 1 ? FLOAT : INT;
      case "abs":
        return first.is === "bool" ? INT : first;
      case "pow":
        return arithmetic("**", first, kinds[1] ?? ANY);
      case "sum": {
        const of = elementOf(first);
        return of.is === "bool" ? INT : of;
      }
      case "min":
      case "max":
        return args.filter((each) => each.name === undefined).length > 1
          ? kinds.reduce((a, b) => join(a, b))
          : elementOf(first);
      case "range":
        return { is: "iterator", of: INT };
      case "enumerate":
        return { is: "iterator", of: tupleOf(INT, elementOf(first)) };
      case "zip":
        if (args[0]?.stars === 1) {
          const of = elementOf(first);
          return of.is === "tuple"
            ? tupleOf(...of.items.map((item) => listOf(item)))
            : { is: "iterator", of: listOf(elementOf(of)) };
        }
        return { is: "iterator", of: tupleOf(...kinds.map((kind) => elementOf(kind))) };
      case "iter":
        return { is: "iterator", of: elementOf(first) };
      case "next":
        return elementOf(first);
      case "list":
      case "sorted":
      case "reversed":
        return listOf(kinds.length === 0 ? ANY : elementOf(first));
      case "tuple":
        return first.is === "tuple" ? first : listOf(elementOf(first));
      case "set":
        return { is: "set", of: kinds.length === 0 ? ANY : elementOf(first) };
      case "dict": {
        if (first.is === "dict") return first;
        const of = elementOf(first);
        return {
          is: "dict",
          key: of.is === "tuple" ? of.items[0]! : STRING,
          of: of.is === "tuple" ? (of.items[1] ?? ANY) : (kinds[0] ?? ANY),
        };
      }
      case "map": {
        const info = first.is === "function" ? first.info : undefined;
        if (info !== undefined)
          this.#give(
            info,
            args.slice(1),
            kinds.slice(1).map((kind) => elementOf(kind)),
          );
        if (first.is === "library")
          return { is: "iterator", of: this.#library(first.path, args.slice(1), kinds.slice(1).map(elementOf)) };
        return { is: "iterator", of: info?.result ?? ANY };
      }
      case "filter":
        return { is: "iterator", of: elementOf(kinds[1] ?? ANY) };
      case "print":
        return NONE;
      default:
        return ANY;
    }
  }
}

const TYPES: Readonly<Record<string, Kind>> = {
  int: INT,
  float: FLOAT,
  str: STRING,
  bool: BOOL,
  "torch.Tensor": TENSOR,
  Tensor: TENSOR,
  "nn.Module": MODULE,
};

/** What an operator gives. */
export function arithmetic(operator: string, left: Kind, right: Kind): Kind {
  if (left.is === "tensor" || right.is === "tensor") return TENSOR;
  if (operator === "%" && left.is === "string") return STRING;
  if (operator === "@") return TENSOR;
  if (left.is === "string" || right.is === "string") return STRING;
  if (left.is === "tuple" && right.is === "tuple" && operator === "+") return tupleOf(...left.items, ...right.items);
  if (left.is === "size" || right.is === "size") return listOf(INT);
  if (left.is === "list" || right.is === "list" || left.is === "tuple" || right.is === "tuple") {
    const of = [left, right].filter(({ is }) => is === "list" || is === "tuple").map((kind) => elementOf(kind));
    return listOf(of.reduce((a, b) => join(a, b)));
  }
  if (left.is === "set") return left;
  if (operator === "/") return isNumber(left) && isNumber(right) ? FLOAT : join(left, right);
  if (left.is === "bool" && right.is === "bool" && !["&", "|", "^"].includes(operator)) return INT;
  return join(left, right);
}

function batchOf(dataset: Kind): Kind {
  const item =
    dataset.is === "instance" ? (dataset.info.methods.get("__getitem__")?.result ?? ANY) : elementOf(dataset);
  if (item.is === "tuple") return tupleOf(...item.items.map(() => TENSOR));
  return item.is === "any" ? listOf(TENSOR) : TENSOR;
}

function familyOf(base: Kind): ClassInfo["family"] {
  if (base.is === "class") return base.info.family;
  if (base.is !== "library") return undefined;
  if (base.path.startsWith("torch.nn.")) return "module";
  if (/^torch\.utils\.data\.\w*Dataset$/.test(base.path)) return "dataset";
  return base.path === "torch.autograd.Function" ? "function" : undefined;
}

function hasYield(body: readonly Statement[]): boolean {
  return JSON.stringify(body, (_key, value: unknown) =>
    typeof value === "object" && value !== null && (value as { kind?: string }).kind === "function" ? undefined : value,
  ).includes('"kind":"yield"');
}
