/** Values that a refusal's sentence is filled with; they travel as JSON. */
export type RefusalParams = Readonly<Record<string, string | number | null>>;

/** A refusal or an adjustment as it travels and is stored: a stable code, and what its sentence needs. */
export interface Reason {
  readonly code: string;
  readonly params: RefusalParams;
}

/**
 * Thrown by a command, or by a domain function that it calls, when what was asked has no meaning.
 * The runner turns it into a typed outcome; the screen translates `code` with `params`.
 * Everything else that is thrown is a bug.
 */
export class Refusal extends Error {
  readonly code: string;
  readonly params: RefusalParams;

  constructor(code: string, params: RefusalParams = {}) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.params = params;
  }

  /** The refusal as plain data. */
  get reason(): Reason {
    return { code: this.code, params: this.params };
  }
}
