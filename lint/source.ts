import { type Comment, type Node, type Program, parseSync } from 'oxc-parser';
import { findImports, type Import } from './imports.ts';
import { findReferences, type Reference } from './scopes.ts';
import { childrenOf, nodesWithin } from './syntax.ts';

/** A position as editors count it: both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** One parsed file. What is asked for twice is worked out once. */
export class Source {
  /** Relative to the root of the tree, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly program: Program;
  readonly comments: readonly Comment[];
  /** What the parser could not read; the rules see only the part before it. */
  readonly errors: readonly string[];
  #nodes: readonly Node[] | undefined;
  #imports: readonly Import[] | undefined;
  #references: readonly Reference[] | undefined;
  #referenceAt: Map<Node, Reference> | undefined;
  #parents: Map<Node, Node> | undefined;

  /** @param language when the path's ending does not say it */
  constructor(path: string, text: string, language?: 'ts' | 'tsx') {
    this.path = path;
    this.text = text;
    const result = parseSync(path, text, { preserveParens: false, ...(language ? { lang: language } : {}) });
    this.program = result.program;
    this.comments = result.comments;
    this.errors = result.errors.map((error) => error.message);
  }

  get nodes(): readonly Node[] {
    this.#nodes ??= nodesWithin(this.program);
    return this.#nodes;
  }

  get imports(): readonly Import[] {
    this.#imports ??= findImports(this.program, this.path);
    return this.#imports;
  }

  /** Every use of a name as a value. */
  get references(): readonly Reference[] {
    this.#references ??= findReferences(this.program);
    return this.#references;
  }

  /** What an identifier refers to; null when it is no use of a value. */
  referenceAt(node: Node): Reference | null {
    this.#referenceAt ??= new Map(this.references.map((reference) => [reference.node, reference]));
    return this.#referenceAt.get(node) ?? null;
  }

  parentOf(node: Node): Node | null {
    if (!this.#parents) {
      this.#parents = new Map();
      for (const parent of this.nodes) for (const child of childrenOf(parent)) this.#parents.set(child, parent);
    }
    return this.#parents.get(node) ?? null;
  }

  placeOf(offset: number): Place {
    const before = this.text.slice(0, offset);
    const lineStart = before.lastIndexOf('\n') + 1;
    return { line: before.split('\n').length, column: offset - lineStart + 1 };
  }
}
