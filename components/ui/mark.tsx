/** The postern: a round-headed arch with a keyhole, in one weight of line. */
export function Mark({ size = 24, className }: { size?: number; className?: string }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={className}
    >
      <path d="M4.5 21V11.5a7.5 7.5 0 0 1 15 0V21Z" />
      <circle cx="12" cy="12" r="1.9" />
      <path d="M12 13.9V17" />
    </svg>
  );
}

/** The same door, ajar, in three lines: there is nothing here yet. */
export function MarkAjar({ size = 56, className }: { size?: number; className?: string }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 56 56"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={className}
    >
      <path d="M10 50V26a18 18 0 0 1 36 0v24" />
      <path d="M28 8.5 16 16v34l12-5.5Z" />
      <path d="M4 50h48" />
    </svg>
  );
}
