/** What printed findings say, in the reader's language. */
import { language, type Language } from "../data/language.ts";

const english = {
  outputNumber: "output {channel}",
  place: "output channel {channel}, place {place}",
  rowAndColumn: "output channel {channel}, row {row}, column {column}",
  inputChannel: "input channel {number}",
  input: "input",
  kernel: "x kernel",
  products: "= products",
  sum: "sum",
  bias: "bias",
  average: "each number of the window counts as 1 / {count}",
  transposed:
    "each weight stands beside the number of the input that it carries to this place; 0 where it carries none",
  every: "{size}, every {stride}",
  seesAll: "{layer} sees all of what comes to it",
  total: "total",
};

const words: Readonly<Record<Language, Readonly<Record<keyof typeof english, string>>>> = {
  en: english,
  ko: {
    outputNumber: "출력 {channel}",
    place: "출력 채널 {channel}, {place}번 자리",
    rowAndColumn: "출력 채널 {channel}, {row}행 {column}열",
    inputChannel: "입력 채널 {number}",
    input: "입력",
    kernel: "x 커널",
    products: "= 곱",
    sum: "합",
    bias: "편향",
    average: "창 안의 수는 저마다 1 / {count}배로 들어갑니다",
    transposed: "가중치마다 이 자리로 옮겨 오는 입력의 수가 옆에 있습니다. 옮겨 오는 것이 없으면 0입니다",
    every: "{size}, {stride} 간격",
    seesAll: "{layer}: 들어오는 것을 모두 봅니다",
    total: "합계",
  },
};

/** One sentence; `{name}` is filled in. */
export const say = (key: keyof typeof english, parts: Readonly<Record<string, string | number>> = {}): string =>
  words[language()][key].replace(/\{(\w+)\}/g, (_, name: string) => String(parts[name]));

/** How many columns a text takes where all letters are equally wide: two for a Korean one. */
export const columnsOf = (text: string): number =>
  text.length + (text.match(/[\u1100-\u11ff\uac00-\ud7af]/g)?.length ?? 0);
