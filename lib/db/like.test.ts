import { expect, it } from "vitest";
import { testDatabase } from "@/lib/testing/database";
import { containing, literally } from "./like";

const opened = testDatabase();

it("finds what was typed, and takes none of it for a wildcard", async () => {
  const { prisma } = opened();
  for (const name of ["100% sure", "100 sure", "a_b\\c", "axb\\c"]) await prisma.company.create({ data: { name } });
  const found = async (text: string) =>
    (await prisma.company.findMany({ where: { name: containing(text) }, select: { name: true } })).map(
      ({ name }) => name,
    );
  expect(await found("100%")).toEqual(["100% sure"]);
  expect(await found("A_B\\")).toEqual(["a_b\\c"]);
  expect(literally("100%_a\\b")).toBe("100\\%\\_a\\\\b");
});
