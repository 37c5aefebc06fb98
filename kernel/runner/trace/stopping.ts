/** The symbol under which the interrupter finds the function that notes where a loop was stopped. */
export const STOPPING = "convkernel.stopping";
