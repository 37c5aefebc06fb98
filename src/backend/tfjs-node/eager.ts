/** Eager ops of TensorFlow by name: tensors, attributes, calls. */
import { LRUCache } from "lru-cache";
import { numel } from "../../shape/index.ts";
import type { TypedArray } from "../../shape/index.ts";
import { outOfMemory } from "../allocate.ts";
import type { Raw, RawDType } from "../device/engine.ts";
import type { Attribute, Binding, TensorInfo } from "./binding.ts";

class Tensor implements Raw {
  readonly id: number;
  readonly shape: readonly number[];
  readonly dtype: RawDType;

  constructor(id: number, shape: readonly number[], dtype: RawDType) {
    this.id = id;
    this.shape = shape;
    this.dtype = dtype;
  }
}

/** TensorFlow's message about a lack of memory becomes torch's; anything else is our mistake. */
function translated(name: string, error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  const shape = /OOM when allocating tensor with shape\[([\d,]*)\]/.exec(message)?.[1];
  if (shape !== undefined) return outOfMemory(numel(shape.split(",").map(Number)) * 4, error);
  return new Error(`internal: ${name}: ${message}`, { cause: error });
}

export class Eager {
  /** The attribute that most ops have. */
  readonly float: readonly Attribute[];
  readonly #binding: Binding;
  readonly #dtypes: ReadonlyMap<number, RawDType>;
  /** The least recently used one is never needed by the op being prepared. */
  readonly #constants = new LRUCache<string, Tensor>({ max: 1000, dispose: (tensor) => this.free(tensor) });

  constructor(binding: Binding) {
    this.#binding = binding;
    this.#dtypes = new Map<number, RawDType>([
      [binding.TF_FLOAT, "float32"],
      [binding.TF_INT32, "int32"],
      [binding.TF_BOOL, "bool"],
    ]);
    this.float = [this.type("T", "float32")];
  }

  // Tensors

  upload(dtype: RawDType, array: TypedArray, shape: readonly number[]): Raw {
    const id = this.#binding.createTensor(shape, this.#code(dtype), array as Float32Array);
    return new Tensor(id, shape, dtype);
  }

  read(x: Raw): TypedArray {
    return this.#binding.tensorDataSync((x as Tensor).id);
  }

  free(x: Raw): void {
    this.#binding.deleteTensor((x as Tensor).id);
  }

  // Attributes

  type(name: string, dtype: RawDType): Attribute {
    return { name, type: this.#binding.TF_ATTR_TYPE, value: this.#code(dtype) };
  }

  int(name: string, value: number): Attribute {
    return { name, type: this.#binding.TF_ATTR_INT, value };
  }

  ints(name: string, value: readonly number[]): Attribute {
    return { name, type: this.#binding.TF_ATTR_INT, value };
  }

  number(name: string, value: number): Attribute {
    return { name, type: this.#binding.TF_ATTR_FLOAT, value };
  }

  bool(name: string, value: boolean): Attribute {
    return { name, type: this.#binding.TF_ATTR_BOOL, value };
  }

  string(name: string, value: string): Attribute {
    return { name, type: this.#binding.TF_ATTR_STRING, value };
  }

  // Calls

  #code(dtype: RawDType): number {
    const { TF_FLOAT, TF_INT32, TF_BOOL } = this.#binding;
    return dtype === "float32" ? TF_FLOAT : dtype === "int32" ? TF_INT32 : TF_BOOL;
  }

  /** Shapes and axes as tensors. They are cached, because there are few different ones and every step needs them. */
  ints32(values: readonly number[] | number, shape?: readonly number[]): Tensor {
    const list = typeof values === "number" ? [values] : values;
    const own = shape ?? (typeof values === "number" ? [] : [list.length]);
    const key = `${own.join()}:${list.join()}`;
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const tensor = this.upload("int32", Int32Array.from(list), own) as Tensor;
    this.#constants.set(key, tensor);
    return tensor;
  }

  run(name: string, attributes: readonly Attribute[], inputs: readonly Raw[]): Raw {
    return this.runs(name, attributes, inputs, 1)[0]!;
  }

  runs(name: string, attributes: readonly Attribute[], inputs: readonly Raw[], outputs: number): Raw[] {
    const ids = inputs.map((x) => (x as Tensor).id);
    try {
      return this.#binding.executeOp(name, attributes, ids, outputs).map((info) => this.#tensor(info));
    } catch (error) {
      throw translated(name, error);
    }
  }

  #tensor({ id, shape, dtype }: TensorInfo): Tensor {
    // Workspaces are uint8, but they are never read
    return new Tensor(id, shape, this.#dtypes.get(dtype) ?? "bool");
  }
}
