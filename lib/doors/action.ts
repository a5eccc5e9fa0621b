import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getFormatter, getTranslations } from "next-intl/server";
import type { z } from "zod";
import type { Context } from "@/lib/context";
import { after, minutes, seconds } from "@/lib/duration";
import { publicOrigin } from "@/lib/env";
import { Refusal, type RefusalName } from "@/lib/errors";
import type { Messages } from "@/lib/i18n/messages-type";
import { currentContext } from "./current";
import { fieldErrorsOf } from "./field-errors";
import { refusalPath, signInPath } from "./refusal-path";
import { asRefusal } from "./refuse";

/** What was typed, to be shown again. Secrets are left out. */
export type FormValues = Record<string, string | string[]>;

export type ActionState<V = null> = { ok: true; value: V } | Failure | null;

/** A refusal in the reader's language, with what was typed. */
type Failure = {
  ok: false;
  name: RefusalName;
  code: number;
  requestId: string;
  title: string;
  text: string;
  /** Where the reader can mend it, in another tab, so that nothing typed is lost. */
  mend: string | null;
  fields: Record<string, string>;
  values: FormValues;
};

type FieldKey = keyof Messages["fieldErrors"];
type Outcome<V> = { value: V } | { redirect: string };
type Run<S extends z.ZodType, R> = (ctx: Context, input: z.output<S>) => Promise<R>;

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
  if (asked.get("origin") !== publicOrigin()) throw new Refusal("wrong_origin", { detail: asked.get("origin") });
}

/** When the next attempt is taken, in words and as a time, where the refusal knows it. */
async function retryText({ headers: { "Retry-After": delay } }: Refusal): Promise<string | null> {
  if (!delay) return null;
  const [t, format] = await Promise.all([getTranslations("common"), getFormatter()]);
  const waitMs = seconds(Number(delay));
  const at = after(new Date(), waitMs);
  return t("retryIn", { minutes: Math.ceil(waitMs / minutes(1)), time: format.dateTime(at, { timeStyle: "short" }) });
}

async function failureOf(refusal: Refusal, requestId: string, values: FormValues): Promise<Failure> {
  const [t, tField] = await Promise.all([getTranslations("errors"), getTranslations("fieldErrors")]);
  const fields = Object.entries(refusal.fields ?? {}).map(([field, { code, params }]) => [
    field,
    tField(tField.has(code as FieldKey) ? (code as FieldKey) : "invalid", params),
  ]);
  const { name, code } = refusal;
  return {
    ok: false,
    name,
    code,
    requestId,
    title: t(`${name}.title`),
    text: [t(`${name}.text`), await retryText(refusal)].filter(Boolean).join(" "),
    mend:
      name === "fresh_sign_in_required" || name === "sign_in_required"
        ? signInPath(null, { fresh: name === "fresh_sign_in_required" })
        : null,
    fields: Object.fromEntries(fields),
    values: Object.fromEntries(Object.entries(values).filter(([field]) => !SECRET_FIELDS.test(field))),
  };
}

async function perform<S extends z.ZodType, R>(
  ctx: Context,
  { schema, run, values }: { schema: S; run: Run<S, R>; values: FormValues },
): Promise<R> {
  await requireOwnOrigin();
  const parsed = schema.safeParse(values, { reportInput: true });
  if (!parsed.success) throw new Refusal("invalid_input", { fields: fieldErrorsOf(parsed.error) });
  return run(ctx, parsed.data);
}

/**
 * The door frame of every server action: FormData in, zod, `run`, and the refusal as a value that carries what was typed.
 * It authorises nothing: the use case does.
 */
export function action<S extends z.ZodType, V = null>(schema: S, run: Run<S, Outcome<V>>) {
  return async (_previous: ActionState<V>, form: FormData): Promise<ActionState<V>> => {
    const values = valuesOf(form);
    const ctx = await currentContext();
    let outcome: Outcome<V>;
    try {
      outcome = await perform(ctx, { schema, run, values });
    } catch (error) {
      return await failureOf(asRefusal(error, ctx.origin.requestId), ctx.origin.requestId, values);
    }
    if ("redirect" in outcome) redirect(outcome.redirect);
    return { ok: true, value: outcome.value };
  };
}

/**
 * The same frame for a form that has nothing to type and nothing to show: a button. A refusal leads to the page that
 * explains it, or to sign-in and back.
 */
export function press<S extends z.ZodType>(schema: S, run: Run<S, { redirect: string }>) {
  return async (form: FormData): Promise<void> => {
    const ctx = await currentContext();
    let target: string;
    try {
      target = (await perform(ctx, { schema, run, values: valuesOf(form) })).redirect;
    } catch (error) {
      target = await refusalPath(asRefusal(error, ctx.origin.requestId), ctx.origin.requestId);
    }
    redirect(target);
  };
}
