import { getTranslations } from "next-intl/server";
import { Title } from "@/components/shell/title";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/layout";
import { addressOf, ListBar, ListFoot } from "@/components/ui/list-bar";
import { page } from "@/lib/doors/page";
import { listTokens, type TokenList } from "@/lib/tokens/personal/list";
import { type TokenQuery, tokenQuerySchema } from "@/lib/tokens/personal/schema";
import { Counters } from "./_components/counters";
import { isEnded } from "./_components/ended";
import { RevokeDialog } from "./_components/revoke-dialog";
import { TokenTable } from "./_components/token-table";

const LIST = "/connections/tokens";
const querySchema = tokenQuerySchema.omit({ size: true }).catch({});

/** The tokens that match, or what is said in their place. */
async function Matches({ list, query }: { list: TokenList; query: Omit<TokenQuery, "size"> }) {
  const t = await getTranslations("tokens");
  const { items, total, next } = list;
  if (items.length === 0) return <EmptyState title={t("noneFoundTitle")} text={t("noneFoundText")} />;
  return (
    <>
      <TokenTable tokens={items} revokeHref={({ id }) => addressOf(LIST, { ...query, confirm: id })} />
      <ListFoot path={LIST} search={query} shown={items.length} total={total} next={next} />
    </>
  );
}

/** Every access token of the company, ended ones too. */
export default page(async (ctx, { search }) => {
  const query = querySchema.parse(search);
  const [t, list] = await Promise.all([getTranslations("tokens"), listTokens(ctx, query)]);
  const { search: text, state } = query;
  const isEmpty = list.total === 0 && !text && !state && !query.cursor;
  const chosen = list.items.find((token) => token.id === search.confirm && !isEnded(token));
  const generate = (
    <LinkButton href={`${LIST}/new`} look="primary">
      {t("generate")}
    </LinkButton>
  );
  return (
    <>
      <Title text={t("title")} ctx={ctx} />
      <PageHeader title={t("title")} intro={t("intro")} actions={isEmpty ? null : generate} />
      {isEmpty ? (
        <EmptyState title={t("emptyTitle")} text={t("emptyText")} action={generate} />
      ) : (
        <>
          <Counters counters={list.counters} current={state} />
          <ListBar path={LIST} search={{ search: text, state }} searchLabel={t("search")} kept={["state"]} />
          <Matches list={list} query={query} />
        </>
      )}
      {chosen && (
        <RevokeDialog
          token={chosen}
          cancelHref={addressOf(LIST, query)}
          doneHref={addressOf(LIST, { ...query, done: "tokenRevoked" })}
        />
      )}
    </>
  );
});
