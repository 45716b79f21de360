/**
 * Rule 1. shared/ never imports electron/, renderer/, server/, db/, Node or the DOM. Guards:
 * - every file that it names lies in shared/;
 * - every package is one that runs on both sides and touches nothing (the list below);
 * - no global of Node or of a browser is used. The type check proves that too; this says it in words.
 */
import { findAmbientReads } from '../ambient.ts';
import { breachAt, type Rule } from '../rule.ts';
import { roomOf } from '../tree.ts';

const portablePackages = new Set(['kysely', 'zod', 'uuid', 'canonicalize', '@noble/hashes', 'pinyin-pro']);

export const sharedStandsAlone: Rule = {
  number: 1,
  name: 'shared stands alone',
  *check(tree) {
    for (const source of tree.production((path) => roomOf(path) === 'shared')) {
      for (const { target, node, specifier } of source.imports) {
        if (target.kind === 'file' && roomOf(target.path) !== 'shared') {
          yield breachAt(1, source, node, `shared/ imports ${target.path}: it may only import shared/`);
        }
        if (target.kind === 'node') {
          yield breachAt(1, source, node, `shared/ imports ${specifier}: take what Node gives through the World`);
        }
        if (target.kind === 'package' && !portablePackages.has(target.name)) {
          yield breachAt(
            1,
            source,
            node,
            `shared/ imports ${specifier}, which is not on the list of portable packages`,
          );
        }
      }
      for (const { ambience, node, what } of findAmbientReads(source)) {
        if (ambience === 'process' || ambience === 'screen') {
          yield breachAt(
            1,
            source,
            node,
            `shared/ uses ${what}, which only ${ambience === 'screen' ? 'a browser' : 'Node'} has`,
          );
        }
      }
    }
  },
};
