import { useTranslations } from "next-intl";
import { FieldGroup, TextField } from "@/components/ui/fields";
import { SubmitButton } from "@/components/ui/form";
import { useLinkTexts } from "./link-texts";
import { NewPersonForm } from "./new-person-form";
import { RoleCards } from "./role";

export function NewPerson({ linkBase, linkDays }: { linkBase: string; linkDays: number }) {
  const t = useTranslations("people");
  const labels = { name: t("add.name"), email: t("add.email"), role: t("add.role") };
  const known = { title: t("add.known.title"), text: t("add.known.text"), done: t("link.done") };
  return (
    <NewPersonForm labels={labels} linkBase={linkBase} texts={{ link: useLinkTexts(linkDays), known }}>
      <TextField name="name" label={labels.name} autoComplete="off" />
      <TextField
        name="email"
        label={labels.email}
        hint={t("add.emailHint")}
        type="email"
        inputMode="email"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <FieldGroup name="role" legend={labels.role}>
        <RoleCards chosen="member" />
      </FieldGroup>
      <SubmitButton>{t("add.submit")}</SubmitButton>
    </NewPersonForm>
  );
}
