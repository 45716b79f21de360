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

/** Begins the names of parameters that only the office knows: who took it, when, what lies elsewhere. */
const OFFICE = 'office';

/**
 * What a reason decides, without what only explains it. Parameters whose names begin with `office` say how it came
 * about, `context` chooses the sentence; a device that foretold the same end told its person all that there is to decide.
 */
export function decisionOf({ code, params }: Reason): Reason {
  return { code, params: Object.fromEntries(Object.entries(params).filter(([name]) => !isExplaining(name))) };
}

function isExplaining(param: string): boolean {
  return param.startsWith(OFFICE) || param === 'context';
}
