export { CheckError } from "./check-error.ts";
export {
  check,
  judgeSymbol,
  type Check,
  type CloseCheck,
  type CountCheck,
  type PartChecks,
  type SayOption,
} from "./check.ts";
export type { CheckRecord, Judge } from "./ledger.ts";
export { language, setLanguage, type Language } from "../data/language.ts";
export type { Mistake, Reduction } from "./mistakes.ts";
export { predict, type Predict } from "./predict.ts";
export type { TrainingEvidence } from "./training.ts";
