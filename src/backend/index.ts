export * from "./backend.ts";
export { allocate, ownArray } from "./allocate.ts";
export { backend, backendInfo } from "./choose.ts";
export { handleBytes, setHandleBudget } from "./handles.ts";
export { plain } from "./plain/index.ts";
export { Storage } from "./storage.ts";
export { requirePackage } from "./require.ts";
