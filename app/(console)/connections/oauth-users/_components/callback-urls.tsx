"use client";

import { Plus } from "lucide-react";
import { type ClipboardEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { describedBy, FieldGroup, Frame } from "@/components/ui/fields";
import { fieldId, useField } from "@/components/ui/form";

type Texts = { legend: string; hint: string; row: string; add: string };

const NAME = "redirectUris";
const MOST_ROWS = 20;
/** Where no script runs there is no button for another line: these are there from the beginning. */
const SPARE = ["spare-1", "spare-2"];

type RowProps = { index: number; label: string; value: string; onChange: (value: string) => void };

function Row({ index, label, value, onChange, onPaste }: RowProps & { onPaste: (event: ClipboardEvent) => void }) {
  const name = `${NAME}.${index}`;
  const { error } = useField(name);
  const id = fieldId(name);
  return (
    <Frame {...{ id, label, error }}>
      <input
        id={id}
        name={NAME}
        type="url"
        inputMode="url"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onPaste={onPaste}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, null, error)}
        className="control font-mono"
      />
    </Frame>
  );
}

type Line = { id: string; value: string };
const lines = (values: readonly string[]): Line[] => values.map((value, index) => ({ id: `line-${index}`, value }));

function Rows({ texts, initial }: { texts: Texts; initial: readonly string[] }) {
  const [rows, setRows] = useState(() => lines(initial.length > 0 ? initial : [""]));
  const put = (index: number, value: string) =>
    setRows(rows.map((row, at) => (at === index ? { ...row, value } : row)));
  /** Several lines that are pasted become as many rows. */
  function paste(index: number, event: ClipboardEvent) {
    const pasted = event.clipboardData
      .getData("text")
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter(Boolean);
    if (pasted.length < 2) return;
    event.preventDefault();
    const values = rows.map(({ value }) => value);
    setRows(lines([...values.slice(0, index), ...pasted, ...values.slice(index + 1)].slice(0, MOST_ROWS)));
  }
  const label = (index: number) => `${texts.row} ${index + 1}`;
  return (
    <div className="space-y-3">
      {rows.map(({ id, value }, index) => (
        <Row
          key={id}
          index={index}
          label={label(index)}
          value={value}
          onChange={(typed) => put(index, typed)}
          onPaste={(event) => paste(index, event)}
        />
      ))}
      {SPARE.map((id, index) => (
        <div key={id} className="hidden noscript:block">
          <Frame id={id} label={label(rows.length + index)} error={undefined}>
            <input
              id={id}
              name={NAME}
              type="url"
              autoCapitalize="none"
              spellCheck={false}
              className="control font-mono"
            />
          </Frame>
        </div>
      ))}
      {rows.length < MOST_ROWS && (
        <Button
          small
          className="noscript:hidden"
          onClick={() => setRows([...rows, { id: `line-${rows.length}`, value: "" }])}
        >
          <Plus size={14} aria-hidden="true" />
          {texts.add}
        </Button>
      )}
    </div>
  );
}

/** The lines that end in nothing are the spare ones. */
const withoutSpare = (values: readonly string[]): string[] =>
  values.slice(0, values.findLastIndex((value) => value !== "") + 1);

/** The callback URLs, a line and an error each. */
export function CallbackUrls({ texts, saved = [] }: { texts: Texts; saved?: readonly string[] | undefined }) {
  const { typed, key } = useField(NAME);
  const initial = typed === undefined ? saved : withoutSpare([typed].flat());
  return (
    <FieldGroup name={NAME} legend={texts.legend} hint={texts.hint}>
      <Rows key={key} texts={texts} initial={initial} />
    </FieldGroup>
  );
}
