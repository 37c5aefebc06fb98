/** Names that exist in web pages but not in kernels; examples on the web often use them. */
const names = new Set(
  [
    "window document location history screen localStorage sessionStorage indexedDB Image Audio Option DOMParser XMLSerializer",
    "XMLHttpRequest FileReader Element Document NodeList Window requestAnimationFrame cancelAnimationFrame getComputedStyle",
    "getSelection matchMedia scrollTo customElements MutationObserver ResizeObserver IntersectionObserver KeyboardEvent MouseEvent",
    "PointerEvent TouchEvent AudioContext Notification Selection ShadowRoot speechSynthesis $",
  ].flatMap((line) => line.split(" ")),
);

export const isBrowserName = (name: string): boolean =>
  names.has(name) || /^(?:HTML|SVG|CSS|Canvas|WebGL)[A-Z]\w*$/u.test(name);

export const noPage = "belongs to web pages, and a kernel has none: display.html(...) shows HTML below the cell.";
