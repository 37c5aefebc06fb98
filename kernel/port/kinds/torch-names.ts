/**
 * The torch names that do not return tensors: nearly everything does, so only the exceptions are listed. The order and names of arguments
 * need no table here, because the library takes torch's, by position and by name.
 */
import {
  ANY,
  BOOL,
  DictKind,
  INT,
  type Kind,
  listOf,
  MODULE,
  NONE,
  OTHER,
  ROUGH,
  STRING,
  TENSOR,
  tupleOf,
} from "./kinds.ts";

const PAIR = tupleOf(TENSOR, TENSOR);
const SIZE: Kind = { is: "size" };

/** Functions of `torch` and methods of tensors that return two tensors if a dimension is given. */
export const WITH_INDICES: ReadonlySet<string> = new Set(["max", "min", "median", "mode", "cummax", "cummin"]);

const BOTH: Readonly<Record<string, Kind>> = {
  sort: PAIR,
  topk: PAIR,
  kthvalue: PAIR,
  std_mean: PAIR,
  var_mean: PAIR,
  aminmax: PAIR,
  split: listOf(TENSOR),
  chunk: listOf(TENSOR),
  unbind: listOf(TENSOR),
  tensor_split: listOf(TENSOR),
  equal: BOOL,
  allclose: BOOL,
  is_floating_point: BOOL,
  numel: INT,
};

/** Functions of `torch` itself. */
export const FUNCTIONS: Readonly<Record<string, Kind>> = {
  ...BOTH,
  is_tensor: BOOL,
  is_grad_enabled: BOOL,
  meshgrid: listOf(TENSOR),
  broadcast_tensors: listOf(TENSOR),
  manual_seed: OTHER,
  seed: INT,
  initial_seed: INT,
  save: NONE,
  load: ANY,
  set_printoptions: NONE,
  set_grad_enabled: OTHER,
  no_grad: OTHER,
  enable_grad: OTHER,
  device: OTHER,
  Size: SIZE,
  finfo: OTHER,
  iinfo: OTHER,
};

/** Methods of tensors. */
export const METHODS: Readonly<Record<string, Kind>> = {
  ...BOTH,
  item: ROUGH,
  tolist: listOf(ANY),
  dim: INT,
  nelement: INT,
  ndimension: INT,
  element_size: INT,
  storage_offset: INT,
  data_ptr: INT,
  stride: listOf(INT),
  size: SIZE,
  is_contiguous: BOOL,
  backward: NONE,
  register_hook: OTHER,
  requires_grad_: TENSOR,
  type: STRING,
};

/** Attributes of tensors that are not methods. */
export const ATTRIBUTES: Readonly<Record<string, Kind>> = {
  shape: SIZE,
  ndim: INT,
  requires_grad: BOOL,
  is_leaf: BOOL,
  dtype: OTHER,
  device: OTHER,
  grad_fn: OTHER,
  data: TENSOR,
  grad: TENSOR,
  T: TENSOR,
  mT: TENSOR,
};

/** Methods of modules. */
export const MODULE_METHODS: Readonly<Record<string, Kind>> = {
  parameters: listOf(TENSOR),
  buffers: listOf(TENSOR),
  named_parameters: { is: "iterator", of: tupleOf(STRING, TENSOR) },
  named_buffers: { is: "iterator", of: tupleOf(STRING, TENSOR) },
  children: { is: "iterator", of: MODULE },
  modules: { is: "iterator", of: MODULE },
  named_children: { is: "iterator", of: tupleOf(STRING, MODULE) },
  named_modules: { is: "iterator", of: tupleOf(STRING, MODULE) },
  state_dict: new DictKind(STRING, TENSOR),
  load_state_dict: OTHER,
  train: MODULE,
  eval: MODULE,
  to: MODULE,
  apply: MODULE,
  cpu: MODULE,
  zero_grad: NONE,
  add_module: NONE,
  register_buffer: NONE,
  register_parameter: NONE,
  register_forward_hook: OTHER,
  register_full_backward_hook: OTHER,
  get_submodule: MODULE,
  size: SIZE,
};

/** Tensors that modules have; their other attributes are modules or plain values. */
export const MODULE_TENSORS: ReadonlySet<string> = new Set([
  "weight",
  "bias",
  "running_mean",
  "running_var",
  "num_batches_tracked",
]);

/** Attributes of torch's own modules whose Python name has an underscore; all others are the user's. */
export const MODULE_ATTRIBUTES: ReadonlySet<string> = new Set(
  "in_features out_features in_channels out_channels kernel_size padding_mode output_padding num_features running_mean running_var num_batches_tracked track_running_stats normalized_shape elementwise_affine num_embeddings embedding_dim padding_idx negative_slope start_dim end_dim ceil_mode return_indices num_groups num_channels".split(
    " ",
  ),
);

/** Python's errors that have another name in JavaScript. */
export const ERRORS: Readonly<Record<string, string>> = {
  Exception: "Error",
  ValueError: "RangeError",
  IndexError: "RangeError",
  KeyError: "RangeError",
  TypeError: "TypeError",
  RuntimeError: "Error",
  AssertionError: "Error",
  NotImplementedError: "Error",
  FileNotFoundError: "Error",
  ZeroDivisionError: "RangeError",
  StopIteration: "Error",
  KeyboardInterrupt: "Error",
  AttributeError: "TypeError",
};
