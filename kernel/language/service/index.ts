export { createTypeService, type TypeService, type TypeServiceOptions } from "./type-service.ts";
export { formatReport, type Report } from "./report.ts";
