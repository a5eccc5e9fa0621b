import "server-only";

/** Why the database could not be opened. A start ends with the problem's sentence and exit code 1. */
export type DatabaseProblemKind =
  | "unreachable"
  | "sign_in_failed"
  | "no_such_database"
  | "server_too_old"
  | "directory_held"
  | "directory_not_writable"
  | "other_major_version"
  | "not_durable"
  | "damaged"
  | "migration_failed"
  | "migration_changed";

/**
 * The database cannot be opened, for a reason that somebody can do something about.
 *
 * `message` is one or two sentences for the person who starts Postern: what is wrong, and what to do. It never holds a
 * password. `cause` is the error underneath, for the log at debug level.
 */
export class DatabaseProblem extends Error {
  override readonly name = "DatabaseProblem";

  constructor(
    readonly kind: DatabaseProblemKind,
    message: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
  }
}
