import { randomBytes } from "node:crypto";

process.env.POSTERN_URL ??= "http://localhost:3000";
process.env.POSTERN_HASH_KEY ??= randomBytes(32).toString("base64url");
process.env.POSTERN_ENCRYPTION_KEY ??= randomBytes(32).toString("base64url");
process.env.NEXTAUTH_SECRET ??= randomBytes(32).toString("base64url");
process.env.LOG_LEVEL ??= "silent";
