import { describe, expect, it } from "vitest";
import { isGuessable, requireStrongPassword } from "./rules";
import { emailSchema, PASSWORD_MAXIMUM, passwordSchema } from "./schema";

const ABOUT = ["Maria Oliveira", "maria.oliveira@acme-tools.example", "Acme Tools Ltda"];

describe("a password that somebody would try first is refused (#410)", () => {
  it.each([
    "passwordpassword",
    "P4ssw0rd-P4ssw0rd!",
    "123456789012345",
    "qwertyuiopasdfgh",
    "1q2w3e4r5t6y7u8i",
    "aaaaaaaaaaaaaaaaaaaa",
    "abcabcabcabcabcabc",
    "xK7#qxK7#qxK7#qxK7#q",
    "correct horse battery staple",
    "Postern-Postern-2026",
    "AcmeTools2026!!!!",
    "mariaoliveira1985",
    "maria.oliveira@acme-tools",
    "пароль-пароль-2026",
    "senha da empresa 2026",
    "motdepasse-entreprise-1",
  ])("%s", (password) => {
    expect(isGuessable(password, ABOUT)).toBe(true);
    expect(() => requireStrongPassword({ password, field: "password", about: ABOUT })).toThrow("invalid_input");
  });
});

describe("no composition rules (#410)", () => {
  it.each([
    "a long enough password 7",
    "four gentle otters swim",
    "839201746502938",
    "vgtkqzmwpxbnrdh",
    "утренний чай у окна",
    "correct zebra battery moon",
    "             blue kettle",
  ])("%s", (password) => expect(isGuessable(password, ABOUT)).toBe(false));
});

describe("the length of a password", () => {
  const problem = (password: unknown) => passwordSchema.safeParse(password).error?.issues[0]?.message;
  it("is counted in code points, never cut (#410)", () => {
    expect(problem("")).toBe("required");
    expect(problem("x".repeat(14))).toBe("passwordTooShort");
    expect(problem("😀".repeat(14))).toBe("passwordTooShort");
    expect(problem("😀".repeat(15))).toBeUndefined();
    expect(problem("x".repeat(PASSWORD_MAXIMUM))).toBeUndefined();
    expect(problem("x".repeat(PASSWORD_MAXIMUM + 1))).toBe("tooLong");
  });

  it("keeps every character as typed", () => {
    const password = "  spaces, tabs\tand ünïcode  ";
    expect(passwordSchema.parse(password)).toBe(password);
  });
});

describe("an email address", () => {
  it.each([
    ["Owner@Example.COM ", "owner@example.com"],
    ["first.last+tag@sub.example.org", "first.last+tag@sub.example.org"],
  ])("%s is one plain address", (typed, stored) => expect(emailSchema.parse(typed)).toBe(stored));

  it.each([
    "a@x.tld,b@y.tld",
    '"e@evil"@victim.tld',
    "user＠example.com",
    "user@exa\u212Aple.com",
    "a@b@example.com",
    "a b@example.com",
    "owner@example.com\r\nBcc: x@y.tld",
    "owner@[127.0.0.1]",
    "Owner <owner@example.com>",
    ".a@example.com",
    "a..b@example.com",
    "owner@localhost",
    "owner@-example.com",
    "mailto:owner@example.com",
    "owner@example.com.",
    `${"a".repeat(65)}@example.com`,
  ])("%s is refused before any look-up (#78)", (typed) =>
    expect(emailSchema.safeParse(typed).error?.issues[0]?.message).toBe("invalidEmail"),
  );
});
