/** A reason why the stack cannot start that its user can do something about: shown as one line, without a stack. */
export class StartupError extends Error {
  override name = 'StartupError';
}
