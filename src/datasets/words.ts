/** Why files could not be had, in English for errors and in the reader's language for the line that a lesson prints. */
import { language } from "../data/language.ts";

const english = {
  notDownloaded: "could not download {file}",
  moreFailed: "; {count} more addresses failed too",
  oneMoreFailed: "; 1 more address failed too",
  notReached: "{host} was not reached",
  otherFile: "{host} sent another file, with MD5 {md5}, expected {expected}",
  slow: "{host} sends {rate}/s",
  at: "{host}: {reason}",
  noHost: "no such host; is there a network?",
  noName: "the host's name was not answered for; is there a network?",
  noWay: "there is no way to it; is there a network?",
  refused: "nobody answers there (connection refused)",
  broken: "it broke the connection off",
  silent: "it did not answer",
  redirects: "more than {count} redirects",
  noByte: "no byte arrived within {seconds} s",
  fewBytes: "only {count} bytes arrived within {seconds} s",
  cannotContinue: "the server cannot continue the file from there",
  otherPart: "the server sent a different part from the one requested",
  htmlPage: "an HTML page came instead of the file{title}",
  cutOff: "the connection broke off after {count} bytes",
  nothing: "the server sent nothing",
  answered: "the server answered {status}",
  redirected: "the server answered with a redirect to {place}",
  noArchive: "there is no file {path}",
  mirrorInstead: "; { mirror: URL, download: true } fetches",
  archiveIsFolder: "{path} is a folder, expected an archive",
  fetches: "{lack}; { download: true } fetches it",
  noneThere: "None of it is in {root}",
  lacks: "{folder} lacks {files}",
  noSpace: "no space is left for {root}: {needs}{free} are free",
  needs: "{space} are needed, ",
  isFile: "{root} is a file, not a folder; name a folder of your own, or set CONVKERNEL_DATA",
  cannotWrite: "cannot write to {root} ({message}); name a folder of your own, or set CONVKERNEL_DATA",
};

export type Word = keyof typeof english;
type Parts = Readonly<Record<string, string | number>>;

const korean: Readonly<Record<Word, string>> = {
  notDownloaded: "{file} 파일을 받지 못했습니다",
  moreFailed: "; 다른 주소 {count}곳도 안 됩니다",
  oneMoreFailed: "; 다른 주소 1곳도 안 됩니다",
  notReached: "{host}에 연결하지 못했습니다",
  otherFile: "{host}에서 다른 파일이 왔습니다. MD5: {md5}, 맞는 값: {expected}",
  slow: "{host}의 속도는 초당 {rate}입니다",
  at: "{host}: {reason}",
  noHost: "그런 서버를 찾을 수 없습니다. 네트워크에 연결되어 있나요?",
  noName: "서버 이름을 찾는 데 답이 없습니다. 네트워크에 연결되어 있나요?",
  noWay: "그곳까지 가는 길이 없습니다. 네트워크에 연결되어 있나요?",
  refused: "그곳에서 연결을 받아 주지 않습니다",
  broken: "서버가 연결을 끊었습니다",
  silent: "서버가 답하지 않습니다",
  redirects: "다른 주소로 넘긴 것이 {count}번을 넘었습니다",
  noByte: "{seconds}초 동안 아무것도 오지 않았습니다",
  fewBytes: "{seconds}초 동안 {count}바이트밖에 오지 않았습니다",
  cannotContinue: "서버가 파일을 이어서 보내지 못합니다",
  otherPart: "서버가 부탁한 것과 다른 부분을 보냈습니다",
  htmlPage: "파일 대신 HTML 페이지가 왔습니다{title}",
  cutOff: "{count}바이트를 받은 뒤 연결이 끊어졌습니다",
  nothing: "서버가 아무것도 보내지 않았습니다",
  answered: "서버의 답: {status}",
  redirected: "서버가 다른 주소로 넘겼습니다: {place}",
  noArchive: "이런 파일이 없습니다: {path}",
  mirrorInstead: "; { mirror: URL, download: true }로 받을 수 있습니다",
  archiveIsFolder: "압축 파일이 아니라 폴더입니다: {path}",
  fetches: "{lack}; { download: true }로 받을 수 있습니다",
  noneThere: "이 폴더에 하나도 없습니다: {root}",
  lacks: "{folder} 폴더에 없는 것: {files}",
  noSpace: "{root}에 남은 자리가 없습니다: {needs}{free} 남음",
  needs: "{space} 필요, ",
  isFile: "폴더가 아니라 파일입니다: {root}. 다른 폴더를 정하거나 CONVKERNEL_DATA를 설정하세요",
  cannotWrite: "{root} 폴더에 쓸 수 없습니다 ({message}). 다른 폴더를 정하거나 CONVKERNEL_DATA를 설정하세요",
};

const filled = (sentence: string, parts: Parts): string =>
  sentence.replace(/\{(\w+)\}/g, (hole, name: string) => String(parts[name] ?? hole));

/** A reason in two languages: what an error says, and what a lesson prints. */
export interface Reason {
  readonly message: string;
  readonly told: string;
}

/** The parts may be reasons, too. */
export function reason(word: Word, parts: Readonly<Record<string, string | number | Reason>> = {}): Reason {
  const of = (side: keyof Reason): Parts =>
    Object.fromEntries(
      Object.entries(parts).map(([name, part]) => [name, typeof part === "object" ? part[side] : part]),
    );
  return {
    message: filled(english[word], of("message")),
    told: filled(language() === "ko" ? korean[word] : english[word], of("told")),
  };
}

/** For what only the system or a server says. */
export const asItIs = (text: string): Reason => ({ message: text, told: text });

/** One after the other. */
export const joined = (reasons: readonly Reason[], between = ""): Reason => ({
  message: reasons.map(({ message }) => message).join(between),
  told: reasons.map(({ told }) => told).join(between),
});
