export type VectorErrorKind = 'wrong-count' | 'wrong-length' | 'not-finite' | 'out-of-memory';

/** Vectors that cannot be searched. The message names what was found, what was expected, and the remedy. */
export class VectorError extends Error {
  override readonly name: string = 'VectorError';
  readonly kind: VectorErrorKind;

  constructor(kind: VectorErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
