import "server-only";

/**
 * A set-up by settings that cannot be done. `message` is for the person who starts Postern: what is wrong, what to do.
 * It never holds a password or a token.
 */
export class SetUpProblem extends Error {
  override readonly name = "SetUpProblem";
}
