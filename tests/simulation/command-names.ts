import { commands } from '#shared/registry.ts';
import { extraCommands } from './commands/commands.ts';

/** Every command of the house and of the simulation itself, each once. */
export const commandNames: readonly string[] = [
  ...new Set([...commands.values(), ...extraCommands].map(({ name }) => name)),
].sort();
