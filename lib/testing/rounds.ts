/** How often a race is run: once among the tests, a hundred times by `npm run races`. */
export const ROUNDS = Number(process.env.POSTERN_RACE_ROUNDS ?? 1);
