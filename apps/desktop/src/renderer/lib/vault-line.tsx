import { LockKeyhole } from 'lucide-react'
import type { ReactElement } from 'react'
import { useAppInfo } from './resources/app.ts'
import { wordKeyPlace } from './vault-words.ts'

/** Where keys are kept, for the foot of a master list. */
export function VaultLine(): ReactElement | null {
  const { data } = useAppInfo()
  if (!data) return null
  return (
    <>
      <LockKeyhole aria-hidden />
      <span className="ui-cut">{wordKeyPlace(data.vault)}</span>
    </>
  )
}
