import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { z } from "zod";
import type { Context } from "@/lib/context";
import { issuerUrl } from "@/lib/env";
import { type FieldError, Refusal, type RefusalName } from "@/lib/errors";
import { currentContext } from "./current";
import { fieldErrorsOf } from "./field-errors";
import { asRefusal } from "./refuse";

/** What was typed, to be shown again. Secrets are left out. */
export type FormValues = Record<string, string | string[]>;

export type ActionState<V = null> =
  | { ok: true; value: V }
  | { ok: false; name: RefusalName; requestId: string; fields: Record<string, FieldError>; values: FormValues }
  | null;

type Outcome<V> = { value: V } | { redirect: string };

const SECRET_FIELDS = /password|secret|code$/i;

function valuesOf(form: FormData): FormValues {
  const values: FormValues = {};
  for (const name of new Set(form.keys())) {
    if (name.startsWith("$ACTION")) continue;
    const all = form.getAll(name).filter((value) => typeof value === "string");
    values[name] = all.length === 1 ? (all[0] ?? "") : all;
  }
  return values;
}

/** Next checks the origin too; this check also refuses an absent one and `null`. */
async function requireOwnOrigin(): Promise<void> {
  const asked = await headers();
  if (asked.get("origin") !== issuerUrl()) throw new Refusal("wrong_origin", { detail: asked.get("origin") });
}

/**
 * The door frame of every server action: FormData in, zod, `run`, and the refusal as a value that carries what was typed.
 * It authorises nothing: the use case does.
 */
export function action<S extends z.ZodType, V = null>(
  schema: S,
  run: (ctx: Context, input: z.output<S>) => Promise<Outcome<V>>,
) {
  return async (_previous: ActionState<V>, form: FormData): Promise<ActionState<V>> => {
    const values = valuesOf(form);
    const ctx = await currentContext();
    let outcome: Outcome<V>;
    try {
      await requireOwnOrigin();
      const parsed = schema.safeParse(values);
      if (!parsed.success) throw new Refusal("invalid_input", { fields: fieldErrorsOf(parsed.error) });
      outcome = await run(ctx, parsed.data);
    } catch (error) {
      const { name, fields = {} } = asRefusal(error, ctx.origin.requestId);
      const shown = Object.fromEntries(Object.entries(values).filter(([field]) => !SECRET_FIELDS.test(field)));
      return { ok: false, name, requestId: ctx.origin.requestId, fields, values: shown };
    }
    if ("redirect" in outcome) redirect(outcome.redirect);
    return { ok: true, value: outcome.value };
  };
}
