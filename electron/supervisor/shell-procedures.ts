import { shell, type ShellInfo } from '#shared/contract/shell.ts';
import { AppError } from '#shared/kernel/app-error.ts';

/** What the supervisor does for each `shell.*` call. */
export interface ShellHandlers {
  readonly info: () => ShellInfo;
  readonly lock: () => void;
  readonly activity: () => void;
  readonly flushed: () => void;
  readonly quit: () => void;
}

const isProcedure = (name: string): name is keyof typeof shell => Object.hasOwn(shell, name);

/** True for the paths that never reach core. */
export const isShellPath = (path: string): boolean => path.startsWith('shell.');

/** Answers one `shell.*` call with checked input and output; refuses names the contract does not have. */
export function answerShellCall(path: string, input: unknown, handlers: ShellHandlers): unknown {
  const name = path.slice('shell.'.length);
  if (!isProcedure(name) || !shell[name].input.safeParse(input).success) throw new AppError('input.invalid');
  return shell[name].output.parse(handlers[name]() ?? {});
}
