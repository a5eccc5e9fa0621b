import { z } from "zod";
import { emailSchema, passwordSchema, presentedPasswordSchema } from "@/lib/people/schema";

export const signInSchema = z.object({ email: emailSchema, password: presentedPasswordSchema });
export type SignInInput = z.infer<typeof signInSchema>;

export const confirmSchema = z.object({ password: presentedPasswordSchema });
export type ConfirmInput = z.infer<typeof confirmSchema>;

export const passwordChangeSchema = z.object({ currentPassword: presentedPasswordSchema, newPassword: passwordSchema });
export type PasswordChange = z.infer<typeof passwordChangeSchema>;

export const sessionSchema = z.object({ sessionId: z.uuid() });
export type SessionInput = z.infer<typeof sessionSchema>;
