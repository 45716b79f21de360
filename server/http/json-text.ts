/** An answer that is JSON text already, in pieces, because the database wrote most of it. */
export class JsonText<Answer> {
  readonly #pieces: readonly string[];
  /** Carries the type of what the text says; never set. */
  declare readonly answer?: Answer;

  constructor(pieces: readonly string[]) {
    this.#pieces = pieces;
  }

  /**
   * As it travels. Each piece is written by itself: joined before, one Chinese name would make a text of two bytes a
   * character of all of it, for the collector to clear away.
   */
  toBytes(): Uint8Array {
    const lengths = this.#pieces.map((piece) => Buffer.byteLength(piece));
    const bytes = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + length, 0));
    let at = 0;
    for (const piece of this.#pieces) at += bytes.write(piece, at);
    return bytes;
  }
}
