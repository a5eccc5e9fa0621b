"use client";

import { buttonClass } from "@/components/ui/button-class";
import { useFailure, useField } from "@/components/ui/form";
import { Notice } from "@/components/ui/notice";
import { local } from "@/lib/base-path";

type Props = { version: number; detail: string; texts: { text: string; show: string; again: string } };

/**
 * The version that the editor saw, which a form that comes back keeps, and what to do after somebody else saved first:
 * nothing typed is lost before it was compared.
 */
export function SeenVersion({ version, detail, texts }: Props) {
  const { typed } = useField("version");
  const isConflict = useFailure()?.name === "changed_meanwhile";
  return (
    <>
      <input type="hidden" name="version" value={typed ?? version} />
      {isConflict && (
        <Notice kind="warning">
          <p>{texts.text}</p>
          <p className="mt-2 flex flex-wrap gap-2">
            <a href={local(detail)} target="_blank" rel="noopener" className={buttonClass("secondary", true)}>
              {texts.show}
            </a>
            <a href={local(`${detail}/edit`)} className={buttonClass("secondary", true)}>
              {texts.again}
            </a>
          </p>
        </Notice>
      )}
    </>
  );
}
