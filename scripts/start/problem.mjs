/** What ends a start: a sentence for the person at the terminal, without a stack trace. */
export class StartProblem extends Error {
  name = "StartProblem";
}

/** Runs `work`; a problem is printed as its sentence, and the process ends with 1. */
export async function orEndWithSentence(work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error;
    console.error(error.message);
    return process.exit(1);
  }
}
