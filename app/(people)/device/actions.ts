"use server";

import { z } from "zod";
import { action } from "@/lib/doors/action";
import { openDevice } from "@/lib/oauth/device/open";

/** Named so that what was typed is shown again: a wrong letter is found by looking. */
const schema = z.object({ letters: z.string().trim().min(1, "required").max(100, "tooLong") });

export const enterCode = action(schema, async (ctx, { letters }) => ({ redirect: await openDevice(ctx, letters) }));
