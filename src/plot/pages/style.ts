/** The pages' style: the colours of the page around them, light or dark, wide or narrow. */
export const style = `
.ck { --ck-line: rgba(128, 128, 128, 0.55); --ck-field: rgba(128, 128, 128, 0.12); --ck-accent: #b84e00; font: 13px/1.4 system-ui, sans-serif; color: inherit; display: grid; gap: 10px; max-width: 1100px; min-width: 0; padding: 5px; color-scheme: light; }
.ck[data-theme=dark] { --ck-accent: #ff8a3d; color-scheme: dark; }
.ck * { box-sizing: border-box; }
.ck [hidden] { display: none; }
.ck-head, .ck-legends { display: flex; flex-wrap: wrap; gap: 6px 16px; align-items: center; }
.ck-title { font-weight: 600; }
.ck-faint { opacity: 0.8; }
.ck-button { font: inherit; color: inherit; background: var(--ck-field); border: 1px solid var(--ck-line); border-radius: 4px; padding: 2px 9px; cursor: pointer; }
.ck-button:hover { border-color: currentColor; }
.ck-button[aria-pressed=true] { border-color: var(--ck-accent); box-shadow: 0 0 0 1px var(--ck-accent); }
.ck-button:disabled { opacity: 0.45; cursor: default; }
.ck :focus-visible { outline: 3px solid #56b4e9; outline-offset: 2px; }
.ck-slider { display: inline-flex; align-items: center; gap: 6px; }
.ck-slider input { width: 90px; margin: 0; accent-color: var(--ck-accent); }
.ck-value { min-width: 1.6em; font-variant-numeric: tabular-nums; }
.ck select, .ck input[type=number] { font: inherit; color: inherit; background: transparent; border: 1px solid var(--ck-line); border-radius: 3px; padding: 2px 4px; }
.ck[data-theme=dark] option { background: #222; color: #eee; }
.ck canvas { display: block; image-rendering: pixelated; }
.ck-panel { position: relative; line-height: 0; outline: 1px solid var(--ck-line); }
.ck-panel canvas { position: absolute; left: 0; top: 0; }
.ck-rim { outline: 1px dashed var(--ck-line); background: var(--ck-field); }
.ck-frame { position: absolute; border: 2px solid var(--ck-accent); box-shadow: 0 0 0 1px rgba(255, 255, 255, 0.7); pointer-events: none; }
.ck-target { cursor: crosshair; touch-action: none; }
.ck-body { display: flex; flex-wrap: wrap; gap: 14px 22px; align-items: flex-start; }
.ck-explorer { position: relative; container-type: inline-size; }
.ck-sums { display: grid; grid-template: ". . ." 1fr "rows bracket ending" auto "rows bracket out" auto ". . ." 1fr / auto 14px auto; gap: 4px 10px; justify-content: start; }
.ck-rows { grid-area: 1 / 1 / 5 / 2; display: grid; gap: 14px; max-height: 780px; overflow: auto; padding: 3px; }
.ck-part { display: flex; gap: 8px; align-items: center; }
.ck-input, .ck-map { flex-shrink: 0; }
.ck-steps { display: flex; flex-wrap: wrap; gap: 6px 4px; align-items: center; }
.ck-step { display: flex; gap: 4px; align-items: center; }
.ck-bracket { grid-area: 1 / 2 / 5 / 3; border: 2px solid var(--ck-line); border-left: 0; border-radius: 0 9px 9px 0; }
.ck-ending { grid-area: ending; display: grid; font: 14px/1.5 ui-monospace, monospace; white-space: nowrap; }
.ck-out { grid-area: out; }
.ck-air { position: absolute; inset: 0; overflow: hidden; pointer-events: none; }
.ck-flying { background: rgba(230, 120, 0, 0.35); }
.ck-row { display: flex; flex-wrap: wrap; align-items: center; gap: 5px; }
.ck-named { display: grid; gap: 4px; justify-items: start; align-content: start; }
.ck-input > .ck-faint { width: 0; min-width: 100%; word-break: keep-all; }
.ck-numbers { display: grid; width: max-content; gap: 1px; }
.ck-cell { font: 11px/22px ui-monospace, monospace; letter-spacing: -0.3px; height: 22px; text-align: center; overflow: hidden; outline: 1px solid var(--ck-line); }
.ck-blank { outline: 1px dashed var(--ck-line); }
.ck-blank .ck-cell { visibility: hidden; }
.ck-strong { box-shadow: inset 0 0 0 2px var(--ck-accent); font-weight: 700; }
.ck-sign { font-size: 17px; opacity: 0.8; }
.ck-sum { font-weight: 600; width: 62px; font-variant-numeric: tabular-nums; }
.ck-line { font: 14px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
.ck-result { color: var(--ck-accent); font-weight: 700; }
.ck-strip { display: flex; flex-wrap: wrap; gap: 5px; max-height: 132px; overflow: auto; padding: 3px; }
.ck-strip .ck-button { padding: 3px; display: grid; justify-items: center; gap: 1px; font-size: 11px; }
.ck-strip canvas { width: 40px; height: auto; }
.ck-legend { display: inline-flex; gap: 6px; align-items: center; }
.ck-scale { display: inline-grid; width: 110px; }
.ck-bar { height: 9px; border: 1px solid var(--ck-line); }
.ck-ends { display: flex; justify-content: space-between; font-size: 11px; font-variant-numeric: tabular-nums; }
.ck-fields { display: grid; grid-template-columns: repeat(3, 62px); gap: 3px; }
.ck-fields input { width: 100%; box-sizing: border-box; text-align: center; appearance: textfield; }
.ck-fields input::-webkit-inner-spin-button { appearance: none; margin: 0; }
.ck-flow { display: flex; flex-wrap: wrap; gap: 6px; align-items: stretch; }
.ck-flow > .ck-sign { align-self: center; }
.ck-stage { display: grid; justify-items: center; align-content: end; gap: 2px; min-height: 178px; min-width: 76px; font-size: 12px; padding: 6px; }
.ck-stack { position: relative; display: block; margin: 6px 4px; }
.ck-sheet { position: absolute; background: #b9b9b9 center / 100% 100%; border: 1px solid rgba(90, 90, 90, 0.7); image-rendering: pixelated; }
.ck-share { justify-self: start; height: 4px; background: var(--ck-accent); }
.ck-detail { min-height: 108px; border-left: 3px solid var(--ck-line); padding-left: 10px; }
.ck-field { position: absolute; pointer-events: none; border: 2px solid; }
.ck-board { background: var(--ck-field); overflow: hidden; }
.ck-squares { background-image: linear-gradient(var(--ck-line) 1px, transparent 1px), linear-gradient(90deg, var(--ck-line) 1px, transparent 1px); }
.ck-gap { width: 18px; }
.ck-mark { width: 14px; height: 4px; }
.ck-mistakes { max-width: 100%; }
.ck-gone { margin-bottom: 4px; }
.ck kbd { font: 11px ui-monospace, monospace; border: 1px solid currentColor; border-radius: 3px; padding: 0 4px; }
.ck svg { max-width: 100%; height: auto; display: block; color: inherit; }
.ck-told { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media (max-width: 760px) { .ck-rows, .ck-strip { max-height: none; } }
@container (max-width: 719px) {
.ck-sums { grid-template: "out" "rows" "bracket" "ending" / minmax(0, 1fr); }
.ck-rows { grid-area: rows; max-height: none; }
.ck-bracket { grid-area: bracket; height: 12px; border: 2px solid var(--ck-line); border-top: 0; border-radius: 0 0 9px 9px; }
}
@container (max-width: 519px) {
.ck-part { flex-wrap: wrap; }
.ck-steps { order: 1; }
}
`;
