"use client";

import { createContext, type ReactNode, useContext } from "react";
import type ui from "@/lib/i18n/messages/en/ui.json";

export type UiTexts = typeof ui;

const Texts = createContext<UiTexts | null>(null);

/** Hands the few words that browser code needs from the server down, so that no translation library is sent along. */
export function UiTextsProvider({ texts, children }: { texts: UiTexts; children: ReactNode }) {
  return <Texts value={texts}>{children}</Texts>;
}

export function useUiTexts(): UiTexts {
  const texts = useContext(Texts);
  if (!texts) throw new Error("UiTextsProvider is missing above");
  return texts;
}
