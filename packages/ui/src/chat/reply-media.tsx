import type { ReactElement, ReactNode } from 'react'

export interface PictureProps {
  /** Undefined while it loads. */
  src: string | undefined
  alt: string
  /** What enlarging it is called. */
  openLabel: string
  onOpen: () => void
  /** Buttons under it. */
  actions?: ReactNode
}

/** A picture of a reply; a click shows it large. */
export function Picture({ src, alt, openLabel, onOpen, actions }: PictureProps): ReactElement {
  return (
    <figure className="ui-picture">
      {src === undefined ? (
        <span className="ui-picture-wait" aria-hidden />
      ) : (
        <button type="button" aria-label={openLabel} onClick={onOpen}>
          <img src={src} alt={alt} />
        </button>
      )}
      {actions ? <figcaption className="ui-line">{actions}</figcaption> : null}
    </figure>
  )
}

export interface SourceListProps {
  label: string
  children: ReactNode
}

/** What a reply cites, numbered. */
export function SourceList({ label, children }: SourceListProps): ReactElement {
  return (
    <section className="ui-sources" aria-label={label}>
      <h2>{label}</h2>
      <ol>{children}</ol>
    </section>
  )
}
