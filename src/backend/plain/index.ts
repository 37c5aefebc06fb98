export { plain } from "./plain-backend.ts";
