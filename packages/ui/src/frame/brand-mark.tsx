import type { ReactElement } from 'react'

/** The app's mark: two sockets and the cord between them. */
export function BrandMark(): ReactElement {
  return (
    <svg
      className="ui-brand-mark"
      viewBox="0 0 72 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      aria-hidden
    >
      <circle cx="28" cy="6" r="3" />
      <circle cx="44" cy="14" r="3" />
      <path d="M31 6h2c3 0 3 8 6 8h2" />
    </svg>
  )
}
