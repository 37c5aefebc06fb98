/** The texts that students read in `validate` and in feedback, in the language of their notebook. */
import type { Language } from "./layout.ts";

const english = {
  passes: "the visible checks pass",
  passesOf: "all {count} visible checks pass",
  passesOne: "the visible check passes",
  hidden: "; {count} more when it is graded",
  untouched: "not done yet",
  byHand: "graded by a person",
  noTasks:
    "There are no graded tasks in this notebook. Did an editor strip its metadata? `convkernel course restore` puts it back, at your teacher's.",
  total: "{passed} of {total} automatic tasks pass their visible checks.",
  feedback: "Feedback",
  points: "{title}: {points} of {max} points",
  pending: "{title}: not graded yet, {max} points",
  sum: "Altogether: {points} of {max} points",
  sumPending: "Altogether so far: {points} of {max} points; some tasks are not graded yet",
  full: "Right.",
  why: "Why: {why}",
  comment: "Comment",
  yourAnswer: "Your answer",
  output: "What it printed",
  notes: "About the file",
  picture: "a picture",
  withheld: "(not shown: it holds a part of a test)",
  // Why a test got less than all of its points
  timeLimit: "time limit ({seconds} s) in {where}",
  timeAndMemory:
    "time limit ({seconds} s) in {where}, where memory was nearly used up, too ({held} of {most} MB): does something grow without an end?",
  outOfTime: "out of time: {seconds} s are for the whole notebook, or two cells have used up theirs",
  ended: "the process ended",
  cellFailed: "the cell failed",
  changed: "built-ins were changed while the test ran: {names}",
  stderr: "the cell wrote to stderr",
  partial: "partial credit",
  notRun: "a check did not run",
  otherAnswer: "the answer is not the one wanted",
  answerStopped: "the answer stopped in {where}: {error}",
  notAnswered: "not answered",
  unreadable: "unreadable: {error}",
  cell: "cell {number} ({id})",
} as const;

export type Words = Readonly<Record<keyof typeof english, string>>;

const korean: Words = {
  passes: "보이는 검사를 통과했습니다",
  passesOf: "보이는 검사 {count}개를 모두 통과했습니다",
  passesOne: "보이는 검사를 통과했습니다",
  hidden: "; 채점할 때 {count}개를 더 검사합니다",
  untouched: "아직 풀지 않았습니다",
  byHand: "사람이 채점합니다",
  noTasks:
    "이 노트북에는 채점할 문제가 없습니다. 편집기가 메타데이터를 지우지 않았나요? 선생님이 `convkernel course restore`로 되돌릴 수 있습니다.",
  total: "자동 채점 문제 {total}개 가운데 {passed}개가 보이는 검사를 통과했습니다.",
  feedback: "채점 결과",
  points: "{title}: {max}점 가운데 {points}점",
  pending: "{title}: 아직 채점하지 않음, {max}점",
  sum: "합계: {max}점 가운데 {points}점",
  sumPending: "지금까지 합계: {max}점 가운데 {points}점. 아직 채점하지 않은 문제가 있습니다",
  full: "맞았습니다.",
  why: "까닭: {why}",
  comment: "덧붙이는 말",
  yourAnswer: "제출한 답",
  output: "출력",
  notes: "파일에 대하여",
  picture: "그림",
  withheld: "(검사의 일부가 들어 있어 보이지 않습니다)",
  timeLimit: "{where}: 제한 시간({seconds}초)을 넘었습니다",
  timeAndMemory:
    "{where}: 제한 시간({seconds}초)을 넘었습니다. 메모리도 거의 다 썼습니다({most} MB 가운데 {held} MB). 끝없이 커지는 것이 있나요?",
  outOfTime:
    "시간이 다 되었습니다. 노트북 전체에 {seconds}초가 주어지고, 두 셀이 제한 시간을 넘으면 나머지는 실행하지 않습니다",
  ended: "프로세스가 끝났습니다",
  cellFailed: "셀이 오류로 멈췄습니다",
  changed: "검사하는 동안 내장 함수가 바뀌었습니다: {names}",
  stderr: "셀이 stderr에 출력했습니다",
  partial: "부분 점수",
  notRun: "실행되지 않은 검사가 있습니다",
  otherAnswer: "원하는 답이 아닙니다",
  answerStopped: "답이 오류로 멈췄습니다. {where}: {error}",
  notAnswered: "답이 없습니다",
  unreadable: "읽을 수 없습니다: {error}",
  cell: "셀 {number}번 ({id})",
};

const words: Readonly<Record<Language, Words>> = { en: english, ko: korean };

export function say(
  language: Language,
  key: keyof Words,
  parts: Readonly<Record<string, string | number>> = {},
): string {
  return words[language][key].replace(/\{(\w+)\}/g, (hole, name: string) => String(parts[name] ?? hole));
}

/** A notebook's language, according to its metadata. */
export const languageOf = (metadata: Readonly<Record<string, unknown>>): Language => {
  const lang = (metadata["convkernel"] as { lang?: unknown } | undefined)?.lang;
  return lang === "ko" ? "ko" : "en";
};
