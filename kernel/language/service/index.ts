export { createTypeService, type TypeService, type TypeServiceOptions } from "./type-service.ts";
export { checkPolicy, type CheckPolicy } from "./policy.ts";
export { formatReport, type Report } from "./report.ts";
