/** What a translation has to say beside its text. */

export interface Problem {
  /** The line of Python, as it stands there. */
  readonly line: string;
  readonly cell: number;
  readonly reason: string;
}
