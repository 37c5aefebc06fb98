/** The site's menus and languages. Reference: https://vitepress.dev/reference/site-config */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, type DefaultTheme } from "vitepress";

const pages = join(import.meta.dirname, "..");

/** The pages of a folder, as far as no menu names them, in the order of what the menu shows. */
const listed = (folder: string, named = true): DefaultTheme.SidebarItem[] =>
  readdirSync(join(pages, folder))
    .filter((name) => name.endsWith(".md") && name !== "index.md")
    .map((name) => name.slice(0, -".md".length))
    .map((name) => ({ text: named ? titleOf(join(pages, folder, `${name}.md`)) : name, link: `/${folder}/${name}` }))
    .sort((a, b) => a.text.localeCompare(b.text, "en", { numeric: true }));

const titleOf = (file: string): string => /^# (.*)$/m.exec(readFileSync(file, "utf8"))?.[1] ?? file;

const lessons = (folder: string, first: string): DefaultTheme.SidebarItem => ({
  text: first,
  link: `/${folder}/`,
  items: listed(folder),
});

const start: DefaultTheme.SidebarItem = {
  text: "Start here",
  items: [
    { text: "I want to learn", link: "/start/learner" },
    { text: "I teach", link: "/start/teacher" },
    { text: "I know PyTorch", link: "/start/pytorch" },
    { text: "I know TypeScript", link: "/start/typescript" },
  ],
};

const guide: DefaultTheme.SidebarItem = {
  text: "Guide",
  items: [
    { text: "Overview", link: "/guide/overview" },
    { text: "Coming from PyTorch", link: "/guide/coming-from-pytorch" },
    { text: "In a cell", link: "/guide/cell" },
    { text: "Settings", link: "/guide/settings" },
    { text: "Translating notebooks", link: "/guide/port" },
    { text: "Other front ends", link: "/guide/front-ends" },
  ],
};

const teach: DefaultTheme.SidebarItem = {
  text: "Teach",
  items: [
    { text: "Course commands", link: "/teach/course" },
    { text: "Assignments", link: "/teach/assignments" },
    { text: "For administrators", link: "/teach/deploy" },
  ],
};

const contribute: DefaultTheme.SidebarItem = {
  text: "Contribute",
  items: [
    { text: "Recipes", link: "/contribute/" },
    { text: "Linux, macOS, Windows", link: "/contribute/systems" },
    { text: "Changes", link: "/contribute/changes" },
    { text: "Security", link: "/contribute/security" },
    { text: "Code of conduct", link: "/contribute/conduct" },
  ],
};

const api: DefaultTheme.SidebarItem = { text: "API", link: "/api/", items: listed("api") };
const rooms: DefaultTheme.SidebarItem = { text: "The rooms of the code", items: listed("rooms", false) };
const all = [start, lessons("lessons", "Lessons"), guide, teach, contribute];

export default defineConfig({
  title: "convkernel",
  description:
    "Learn convolutional networks in TypeScript, cell by cell in JupyterLab, with the numbers that PyTorch prints.",
  outDir: "../html",
  cacheDir: "../cache",
  // Not the project's own settings of TypeScript, which are newer than this generator.
  vite: { esbuild: { tsconfigRaw: {} }, build: { chunkSizeWarningLimit: 4096 } },
  head: [["link", { rel: "icon", href: "/logo.svg", type: "image/svg+xml" }]],
  markdown: { theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" } },
  locales: {
    root: {
      label: "English",
      lang: "en",
      themeConfig: {
        nav: [
          { text: "Start", link: "/start/learner", activeMatch: "^/start/" },
          { text: "Lessons", link: "/lessons/", activeMatch: "^/lessons/" },
          { text: "API", link: "/api/", activeMatch: "^/api/" },
          { text: "Teach", link: "/start/teacher", activeMatch: "^/teach/" },
          { text: "Contribute", link: "/contribute/", activeMatch: "^/(contribute|rooms)/" },
        ],
        sidebar: {
          "/api/": [api, guide],
          "/contribute/": [contribute, rooms],
          "/rooms/": [contribute, rooms],
          "/": all,
        },
      },
    },
    ko: {
      label: "한국어",
      lang: "ko",
      themeConfig: {
        nav: [
          { text: "시작하기", link: "/ko/start/learner", activeMatch: "^/ko/start/" },
          { text: "수업", link: "/ko/lessons/", activeMatch: "^/ko/lessons/" },
          { text: "API(영어)", link: "/api/" },
        ],
        sidebar: [
          {
            text: "시작하기",
            items: [
              { text: "배우는 사람", link: "/ko/start/learner" },
              { text: "PyTorch에서 온 사람", link: "/ko/guide/coming-from-pytorch" },
            ],
          },
          lessons("ko/lessons", "수업"),
        ],
        outline: { level: 2, label: "이 쪽에서" },
        docFooter: { prev: "이전", next: "다음" },
        darkModeSwitchLabel: "어둡게",
        sidebarMenuLabel: "차례",
        returnToTopLabel: "맨 위로",
      },
    },
  },
  themeConfig: {
    logo: "/logo.svg",
    // Not every page is there in both languages; lessons link to each other.
    i18nRouting: false,
    outline: { level: 2 },
    search: {
      provider: "local",
      options: {
        locales: {
          ko: {
            translations: {
              button: { buttonText: "찾기", buttonAriaLabel: "찾기" },
              modal: {
                noResultsText: "찾은 것이 없습니다",
                resetButtonTitle: "지우기",
                footer: { selectText: "열기", navigateText: "고르기", closeText: "닫기" },
              },
            },
          },
        },
      },
    },
  },
});
