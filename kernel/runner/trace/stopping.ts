/** The symbol under which the interrupter finds the function that notes where a loop is. */
export const STOPPING = "convkernel.stopping";
