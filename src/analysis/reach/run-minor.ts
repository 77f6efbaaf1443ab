/** The minor version of Istio that verdicts were held against. @internal */
export const RUN_MINOR = 29;
