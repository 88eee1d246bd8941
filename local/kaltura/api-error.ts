/** An error that Kaltura answers, with status 200. */
export class ApiError extends Error {
  readonly code: string;

  constructor(code: string, message = code) {
    super(message);
    this.code = code;
  }

  toJSON(): object {
    return { code: this.code, message: this.message, objectType: 'KalturaAPIException', args: {} };
  }
}
