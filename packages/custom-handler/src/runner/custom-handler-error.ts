/** An answer with a status, as a server would give it. Thrown by handlers; any other error answers 500. */
export class CustomHandlerError extends Error {
  override readonly name: string = 'CustomHandlerError'
  /** HTTP status, 400 to 599. */
  readonly status: number

  /** @param status HTTP status of the answer, 400 to 599 */
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}
