export { createLanguage, type LanguageOptions } from "./language.ts";
