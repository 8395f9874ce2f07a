import type { ReactElement, ReactNode } from 'react'

export interface WebLinkProps {
  url: string
  children: ReactNode
}

/** A link that the system's browser opens; an address that is not for the web stays plain words. */
export function WebLink({ url, children }: WebLinkProps): ReactElement {
  const isWeb = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
  if (!isWeb) return <span>{children}</span>
  return (
    <a href={url} target="_blank" rel="noreferrer" className="ui-link">
      {children}
    </a>
  )
}
