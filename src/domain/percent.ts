/** A share as people read it, such as `40 %`: little is not nothing. */
export const percentText = (value: number): string => `${value > 0 && value < 1 ? '<1' : Math.round(value)} %`;
