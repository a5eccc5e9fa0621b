import { signOut } from "./actions";

/** Signs out, and leads back to `to` as whoever signs in next. */
export function NotYou({ label, to }: { label: string; to: string }) {
  return (
    <form action={signOut}>
      <input type="hidden" name="to" value={to} />
      <button type="submit" className="min-h-6 text-13 text-brass underline underline-offset-[3px]">
        {label}
      </button>
    </form>
  );
}
