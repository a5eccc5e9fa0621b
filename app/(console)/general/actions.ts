"use server";

import { companySchema } from "@/lib/companies/schema";
import { changeCompany } from "@/lib/companies/update";
import { action } from "@/lib/doors/action";

export const saveCompany = action(companySchema, async (ctx, input) => {
  await changeCompany(ctx, input);
  return { redirect: "/general?done=companySaved" };
});
