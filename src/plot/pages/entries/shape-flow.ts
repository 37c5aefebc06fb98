export function draw(root: HTMLElement): void {
  root.dataset["drawn"] = "";
}
