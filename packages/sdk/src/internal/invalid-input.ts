/**
 * A value of the caller's that can't be put on the wire. Lives below the public errors, so the
 * client turns it into an `InvalidRequestError` before a user sees it.
 */
export class InvalidInput extends TypeError {
  override readonly name = "InvalidInput";
  /** Where the value is, as a path of wire names, e.g. `tasks[0].timeout_seconds`. */
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}
