import { z } from "zod";
import { nameSchema } from "@/lib/text";
import { groupIdSchema, redirectUrisSchema } from "./fields";

/** The form that activates the classic flow: what an old integration needs, and nothing that it cannot use. */
export const classicClientSchema = z.object({
  name: nameSchema,
  redirectUris: redirectUrisSchema.refine((uris) => uris.length > 0, "required"),
  permissionGroupId: groupIdSchema,
  /** Made once a form: a second submit of it finds the first one's row. */
  submissionKey: z.uuid().nullable().default(null),
});
export type ClassicClient = z.infer<typeof classicClientSchema>;
