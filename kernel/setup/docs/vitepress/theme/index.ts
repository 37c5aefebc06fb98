/** The default theme, plus interactive outputs of lessons. */
import DefaultTheme from "vitepress/theme";
import type { Theme } from "vitepress";
import NotebookOutput from "./notebook-output.ts";
import "./site.css";

export default {
  extends: DefaultTheme,
  enhanceApp: ({ app }) => void app.component("NotebookOutput", NotebookOutput),
} satisfies Theme;
