/** Why an age file could not be opened. Callers turn it into an AppError that fits what the file was for. */
export type AgeProblem = 'damaged' | 'noMatchingKey' | 'wrongPassphrase' | 'refusedParameters';

export class AgeError extends Error {
  override readonly name = 'AgeError';
  readonly problem: AgeProblem;
  constructor(problem: AgeProblem, cause?: unknown) {
    super(`age: ${problem}`, cause === undefined ? undefined : { cause });
    this.problem = problem;
  }
}

/** True when `error` says that an age file could not be opened, for exactly this reason if one is named. */
export const isAgeError = (error: unknown, problem?: AgeProblem): error is AgeError =>
  error instanceof AgeError && (problem === undefined || error.problem === problem);
