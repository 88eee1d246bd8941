/** A reason why the stack cannot start that the user can fix: shown as one line, without a stack trace. */
export class StartupError extends Error {
  override name = 'StartupError';
}
