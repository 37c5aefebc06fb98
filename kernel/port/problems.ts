/** The problems that a translation reports besides its text. */

export interface Problem {
  /** The Python line, as written. */
  readonly line: string;
  readonly cell: number;
  readonly reason: string;
}
