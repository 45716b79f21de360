import { z } from 'zod';
import { idSchema } from '../../kernel/ids.ts';
import { normalizeLogin } from '../../kernel/login.ts';

/** What would break a line of text, or be stored by one database and not by the other. */
const plain = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u;

export const personNameSchema = z.string().trim().min(1).max(100).regex(plain);

/** As it is stored: people type capitals and full-width letters without meaning them. */
export const loginSchema = z
  .string()
  .max(100)
  .transform(normalizeLogin)
  .pipe(z.string().regex(/^[\p{L}\p{N}._@+-]{1,100}$/u));

export const optionalTextSchema = z.string().trim().max(200).regex(plain).nullable();

/** `<domain>.<word>`, of a field with `#<field>`. */
export const rightSchema = z
  .string()
  .regex(/^[a-z]+\.[A-Za-z]+(#[A-Za-z]+)?$/)
  .max(100);

/** A place whose rows somebody sees beside the company's: `territory:<id>`, `warehouse:<id>`; `*` for all of a kind. */
export const grantedScopeSchema = z.string().regex(/^(territory|warehouse):(\*|[0-9a-f-]{36})$/);

/** A row that a command makes unless it is there already: the id is for the case that it is not. */
export const newScopeSchema = z.strictObject({ id: idSchema, scope: grantedScopeSchema });
export const newRightSchema = z.strictObject({ id: idSchema, permission: rightSchema });

/** How many scopes or rights one command changes. */
export const CHANGES_LIMIT = 200;

export const limitValueSchema = z.int().min(0).max(100_000_000_000_000);

/** Days that an invitation may be used; then another one is made. */
export const INVITATION_LIFE_DAYS = 7;

/** SHA-256 in hexadecimal digits. */
export const codeHashSchema = z.string().regex(/^[0-9a-f]{64}$/);
