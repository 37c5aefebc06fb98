/** Which of PyTorch's public names the library has: makes the text of src/COVERAGE.md. */
import { readFileSync } from "node:fs";
import { format } from "prettier";
import { F, nn, optim, Tensor, torch } from "../../src/index.ts";
import { leftOut } from "../../src/nn/left-out.ts";
import { camel } from "../src/conformance/program.ts";

const names = JSON.parse(readFileSync(new URL("../fixtures/coverage/names.json", import.meta.url), "utf8")) as Readonly<
  Record<string, readonly string[]>
>;

const roots: Readonly<Record<string, object>> = {
  nn,
  F,
  Tensor: Tensor.prototype,
  torch,
  optim,
  "optim.lrScheduler": optim.lrScheduler,
  "nn.init": nn.init,
};

/** Parts of PyTorch that this library does not aim to have, recognised by how their names begin or end. */
const apart: readonly (readonly [part: string, names: RegExp])[] = [
  [
    "recurrent and attention layers",
    /^(RNN|GRU|LSTM|rnn|gru|lstm|Transformer|MultiheadAttention|multi_head|quantized_(lstm|gru|rnn))/,
  ],
  [
    "sparse tensors",
    /sparse|_indices$|^(coalesce|is_coalesced|indices|values|crow|ccol|col_|row_|to_dense|dense_dim|hspmm|sspaddmm)/,
  ],
  [
    "complex numbers",
    /^(cfloat|cdouble|chalf|complex|polar|real|imag|conj|resolve_|view_as_(real|complex)|is_conj|is_complex|H|mH|adjoint|stft|istft)/,
  ],
  ["quantised numbers", /quant|^(q_|qint|int_repr|fake_|fbgemm|choose_qparams|qscheme)/],
  [
    "devices and threads",
    /cuda|cudnn|mkldnn|miopen|xpu|ipu|vulkan|mps|pin_memory|is_pinned|share_memory|is_shared|record_stream|num_threads|interop/,
  ],
  [
    "tracing and compiling",
    /^(compile|export|jit|fork|wait|vmap|cond|sym_|SymInt|is_inference|inference|_|from_file|from_dlpack|to_dlpack|get_device|module_load|data_ptr|has_names|refine_names|rename|align_|names)/,
  ],
];

const partOf = (name: string): string | undefined => apart.find(([, pattern]) => pattern.test(name))?.[0];

/** The whole page. */
export async function coverage(): Promise<string> {
  const rows: string[] = [];
  const lists: string[] = [];
  for (const [module, all] of Object.entries(names)) {
    const lacking = all.filter((name) => !(camel(name) in roots[module]!) || leftOut.includes(name));
    const onPurpose = lacking.filter((name) => partOf(name) !== undefined);
    const others = lacking.filter((name) => partOf(name) === undefined);
    rows.push(
      `| \`${module}\` | ${all.length} | ${all.length - lacking.length} | ${onPurpose.length} | ${others.length} |`,
    );
    lists.push(
      `## ${module}\n\n${others.map((name) => `\`${name}\``).join(", ") || "All but what is left out on purpose."}`,
    );
  }
  const text = [
    "# What of PyTorch is here, and what is not",
    "Made by `test/support/coverage.ts` from the public names of PyTorch 2.13 (`test/fixtures/coverage/`); a test keeps it true.\nWrite it anew with `node test/support/write-coverage.ts`.",
    `Left out on purpose: ${apart.map(([part]) => part).join(", ")}. Their layers say so when they are made.`,
    `| module | names | here | left out on purpose | not here |\n| --- | --- | --- | --- | --- |\n${rows.join("\n")}`,
    ...lists,
  ].join("\n\n");
  return format(text, { parser: "markdown", printWidth: 120 });
}
