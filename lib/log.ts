import "server-only";
import pino from "pino";
import { oncePerProcess } from "@/lib/runtime";

/** JSON lines on stdout. Secrets never reach it: what could hold one is redacted here as well. */
export const log = (): pino.Logger =>
  oncePerProcess("log", () =>
    pino({
      level: process.env.LOG_LEVEL || "info",
      redact: {
        paths: [
          "authorization",
          "cookie",
          "password",
          "secret",
          "token",
          "code",
          "*.authorization",
          "*.cookie",
          "*.password",
          "*.secret",
          "*.token",
        ],
        censor: "[secret]",
      },
    }),
  );
