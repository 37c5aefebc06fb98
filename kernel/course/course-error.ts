/** What is wrong with a course, its folder or a command, and what to do about it. */
export class CourseError extends Error {
  override readonly name = "CourseError";
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}

/** The process in which a submission was to run did not start. The next submission's may. */
export class NotStarted extends CourseError {}
