/**
 * Layers left out on purpose: this library is for convolutional networks. Making one throws an error that says so,
 * instead of the name being undefined.
 */

/** Their names. */
export const leftOut: readonly string[] = [
  "CTCLoss",
  "RNN",
  "GRU",
  "LSTM",
  "RNNBase",
  "RNNCell",
  "RNNCellBase",
  "GRUCell",
  "LSTMCell",
  "MultiheadAttention",
  "Transformer",
  "TransformerEncoder",
  "TransformerDecoder",
  "TransformerEncoderLayer",
  "TransformerDecoderLayer",
];

type LeftOut = new (...given: readonly unknown[]) => never;

function refusing(name: string, what = "recurrent and attention layers are"): LeftOut {
  return class {
    constructor() {
      throw new Error(
        `nn.${name} is left out on purpose: ${what} no aim of this library, which is for convolutional ` +
          "networks; src/COVERAGE.md lists what is here",
      );
    }
  } as unknown as LeftOut;
}

export const CTCLoss: LeftOut = refusing("CTCLoss", "aligning sequences of labels is");
export const RNN: LeftOut = refusing("RNN");
export const GRU: LeftOut = refusing("GRU");
export const LSTM: LeftOut = refusing("LSTM");
export const RNNBase: LeftOut = refusing("RNNBase");
export const RNNCell: LeftOut = refusing("RNNCell");
export const RNNCellBase: LeftOut = refusing("RNNCellBase");
export const GRUCell: LeftOut = refusing("GRUCell");
export const LSTMCell: LeftOut = refusing("LSTMCell");
export const MultiheadAttention: LeftOut = refusing("MultiheadAttention");
export const Transformer: LeftOut = refusing("Transformer");
export const TransformerEncoder: LeftOut = refusing("TransformerEncoder");
export const TransformerDecoder: LeftOut = refusing("TransformerDecoder");
export const TransformerEncoderLayer: LeftOut = refusing("TransformerEncoderLayer");
export const TransformerDecoderLayer: LeftOut = refusing("TransformerDecoderLayer");
