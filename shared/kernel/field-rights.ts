/**
 * Rights of fields (R113): a role may give a command and not all that the command can change. Guards:
 * - a field that is guarded is named in the command's `fields`, so that it stands in the matrix of rights;
 * - whoever has the right of a field and not that of its command can do nothing with it: the runner asks for both.
 */
import type { Actor } from './command.ts';
import { Refusal } from './refusal.ts';

/** The name of a field's right, as roles hold it: `sales.confirmOrder#discount`. */
export function fieldRight(command: string, field: string): string {
  return `${command}#${field}`;
}

/** Whether the actor's role may change this field with this command; a command asks where it is about to. */
export function mayChange(actor: Pick<Actor, 'permissions'>, command: string, field: string): boolean {
  return actor.permissions.has(fieldRight(command, field));
}

/** For a field that is not to be changed at all without its right. @throws Refusal `kernel.notPermitted` */
export function requireField(actor: Pick<Actor, 'permissions'>, command: string, field: string): void {
  if (!mayChange(actor, command, field)) {
    throw new Refusal('kernel.notPermitted', { permission: fieldRight(command, field) });
  }
}
