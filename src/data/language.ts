/** The reader's language: messages of data sets, `check`, `predict` and the pictures follow it. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";

/** The languages that the helpers speak. */
export type Language = "en" | "ko";

const known = (name: string | undefined): Language | undefined => {
  const code = name?.slice(0, 2).toLowerCase();
  return code === "en" || code === "ko" ? code : undefined;
};

let chosen: Language | undefined;
let found: Language | undefined;

/**
 * The language of the notebook: what `setLanguage` chose; else the variable CONVKERNEL_LANG; else the notebook's
 * metadata (`convkernel.lang`); else the notebook's folder, if it is named `ko`; else the system's language.
 */
export function language(): Language {
  return chosen ?? (found ??= look());
}

/** Chooses the language of messages and captions; without an argument they follow the notebook again. */
export function setLanguage(name?: Language): void {
  if (name !== undefined && known(name) !== name)
    throw new RangeError(`setLanguage: expected "en" or "ko", got ${JSON.stringify(name)}`);
  chosen = name;
  found = undefined;
}

function look(): Language {
  const { CONVKERNEL_LANG, JPY_SESSION_NAME, LC_ALL, LC_MESSAGES, LANG } = process.env;
  return (
    known(CONVKERNEL_LANG) ??
    languageOfNotebook(JPY_SESSION_NAME) ??
    folderLanguage() ??
    known(LC_ALL || LC_MESSAGES || LANG) ??
    "en"
  );
}

/**
 * Jupyter's servers tell the kernel which notebook it was started for. A session that is not a readable notebook gives
 * no language.
 */
function languageOfNotebook(path: string | undefined): Language | undefined {
  if (path === undefined || !path.endsWith(".ipynb")) return undefined;
  try {
    const notebook = JSON.parse(readFileSync(path, "utf8")) as { metadata?: { convkernel?: { lang?: string } } };
    return known(notebook.metadata?.convkernel?.lang);
  } catch {
    return undefined;
  }
}

/** Cells run in their notebook's folder. */
function folderLanguage(): Language | undefined {
  try {
    return basename(process.cwd()) === "ko" ? "ko" : undefined;
  } catch {
    return undefined; // the folder was deleted
  }
}
