/** How the explorer looks: in the colours of the page around it, light or dark. */
export const styleOf = (): string => `
.ck-explorer { font: 13px/1.4 system-ui, sans-serif; color: inherit; display: grid; gap: 12px; max-width: 1100px; }
.ck-explorer .ck-head { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; }
.ck-explorer .ck-head select { font: inherit; }
.ck-explorer .ck-body { display: flex; flex-wrap: wrap; gap: 18px; align-items: flex-start; }
.ck-explorer .ck-rows { display: grid; gap: 8px; }
.ck-explorer .ck-row { display: flex; align-items: center; gap: 7px; }
.ck-explorer .ck-title { font-weight: 600; margin-bottom: 4px; }
.ck-explorer .ck-faint { opacity: 0.75; }
.ck-explorer canvas { display: block; image-rendering: pixelated; outline: 1px solid rgba(128, 128, 128, 0.6); }
.ck-explorer .ck-panel { position: relative; line-height: 0; }
.ck-explorer .ck-rim { position: relative; outline: 1px dashed rgba(128, 128, 128, 0.8); background: rgba(128, 128, 128, 0.12); }
.ck-explorer .ck-frame { position: absolute; box-sizing: border-box; border: 2px solid #d55e00; box-shadow: 0 0 0 1px rgba(255, 255, 255, 0.7); pointer-events: none; }
.ck-explorer .ck-output { cursor: crosshair; touch-action: none; }
.ck-explorer .ck-output:focus { outline: 3px solid #56b4e9; outline-offset: 3px; }
.ck-explorer table.ck-numbers { border-collapse: collapse; margin: 0; border: none; }
.ck-explorer table.ck-numbers td { font: 10.5px/1 ui-monospace, monospace; width: 44px; height: 22px; padding: 0 1px; text-align: center; border: 1px solid rgba(128, 128, 128, 0.35); box-sizing: border-box; }
.ck-explorer .ck-sign { font-size: 17px; opacity: 0.75; }
.ck-explorer .ck-sum { font-weight: 600; min-width: 82px; white-space: nowrap; }
.ck-explorer .ck-line { font: 14px/1.5 ui-monospace, monospace; }
.ck-explorer .ck-result { color: #d55e00; font-weight: 700; }
.ck-explorer kbd { font: 11px ui-monospace, monospace; border: 1px solid currentColor; border-radius: 3px; padding: 0 4px; opacity: 0.8; }
`;
