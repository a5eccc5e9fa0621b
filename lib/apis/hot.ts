import "server-only";

/**
 * For the hot statements of the rooms above: the contexts (`s`, of the API `a`) that `company` can hand out at this
 * moment, which are those of its APIs and of ours, less those of a module that it has switched off. More conditions can
 * follow with AND.
 */
export const offeredFrom = (company: string): string => `
  FROM "Scope" s JOIN "Api" a ON a."id" = s."apiId"
  WHERE (a."companyId" = ${company} OR a."companyId" IS NULL)
    AND (s."moduleId" IS NULL OR EXISTS (
      SELECT FROM "CompanyModule" cm WHERE cm."companyId" = ${company} AND cm."moduleId" = s."moduleId"))`;

/** That the context is in a permission group. The contexts of the admin API are in none, whatever the rows say. */
export const inGroup = (group: string): string => `a."systemKey" IS DISTINCT FROM 'admin' AND EXISTS (
      SELECT FROM "PermissionGroupScope" gs WHERE gs."groupId" = ${group} AND gs."scopeId" = s."id")`;
