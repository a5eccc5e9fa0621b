import { getTranslations } from "next-intl/server";
import { Title } from "@/components/shell/title";
import { FieldGroup } from "@/components/ui/fields";
import { ActionForm, SubmitButton } from "@/components/ui/form";
import { Facts, PageHeader, Panel } from "@/components/ui/layout";
import { Notice } from "@/components/ui/notice";
import { Exactly } from "@/components/ui/when";
import type { Context } from "@/lib/context";
import { page } from "@/lib/doors/page";
import { days } from "@/lib/duration";
import { issuerUrl } from "@/lib/env";
import { Refusal } from "@/lib/errors";
import { INVITATION_LASTS } from "@/lib/people/invite";
import { requireFreshSignIn, roleMay } from "@/lib/people/may";
import { type PersonView, readPerson } from "@/lib/people/read";
import { personSchema } from "@/lib/people/schema";
import { AccountActs } from "../_components/account-acts";
import { AskDisable, AskLink } from "../_components/questions";
import { RoleCards, RoleName } from "../_components/role";
import { StateBadge } from "../_components/state";
import { giveRole } from "../actions";

/** Who may change this person, as far as the page shows it; the use cases decide. */
function standing({ actor }: Context, userId: string): "self" | "manager" | "reader" {
  if (actor.kind !== "person" || !actor.membership) return "reader";
  if (actor.userId === userId) return "self";
  return roleMay(actor.membership.role, "people:write") ? "manager" : "reader";
}

async function PersonFacts({ role, lastSignInAt, createdAt }: PersonView) {
  const [t, tCommon] = await Promise.all([getTranslations("people"), getTranslations("common")]);
  return (
    <Panel>
      <Facts
        rows={[
          { key: "role", term: t("columns.role"), value: <RoleName role={role} /> },
          {
            key: "lastSignIn",
            term: t("columns.lastSignIn"),
            value: lastSignInAt ? <Exactly at={lastSignInAt} /> : tCommon("never"),
          },
          { key: "since", term: t("since"), value: <Exactly at={createdAt} /> },
        ]}
      />
    </Panel>
  );
}

async function RoleForm({ userId, role }: PersonView) {
  const t = await getTranslations("people");
  return (
    <Panel title={t("changeRole.title")} intro={t("changeRole.intro")}>
      <ActionForm action={giveRole} labels={{ role: t("columns.role") }} className="max-w-[560px] space-y-4">
        <input type="hidden" name="userId" value={userId} />
        <FieldGroup name="role" legend={t("columns.role")}>
          <RoleCards key={role} chosen={role} />
        </FieldGroup>
        <SubmitButton look="secondary">{t("changeRole.submit")}</SubmitButton>
      </ActionForm>
    </Panel>
  );
}

function Question({ person, asked }: { person: PersonView; asked: string | undefined }) {
  const about = { userId: person.userId, name: person.name, hasPassword: person.state !== "invited" };
  if (asked === "disable") return <AskDisable person={about} />;
  if (asked !== "link") return null;
  return (
    <AskLink person={about} link={{ base: `${issuerUrl()}/invitation?token=`, days: INVITATION_LASTS / days(1) }} />
  );
}

/** One person of the company: who they are here, and what an owner can change. */
export default page(async (ctx, { params, search }) => {
  const asked = personSchema.safeParse({ userId: params.id });
  if (!asked.success) throw new Refusal("not_found");
  const [t, person] = await Promise.all([getTranslations("people"), readPerson(ctx, asked.data)]);
  const stands = standing(ctx, person.userId);
  const question = stands === "manager" && !person.isAlsoElsewhere ? search.confirm : undefined;
  if (question) requireFreshSignIn(ctx);
  return (
    <>
      <Title ctx={ctx} text={person.name} />
      <PageHeader
        title={<bdi>{person.name}</bdi>}
        intro={<span className="break-all">{person.email}</span>}
        status={<StateBadge state={person.state} />}
      />
      <div className="space-y-5">
        {stands === "self" && <Notice>{t("yourself")}</Notice>}
        {stands === "reader" && <Notice>{t("ownerChanges")}</Notice>}
        <PersonFacts {...person} />
        {stands === "manager" && (
          <>
            <RoleForm {...person} />
            <AccountActs {...person} />
          </>
        )}
      </div>
      <Question person={person} asked={question} />
    </>
  );
});
