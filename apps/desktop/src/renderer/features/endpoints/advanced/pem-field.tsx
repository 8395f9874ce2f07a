import { FileDrop, TextAreaField } from '@patchbay/ui'
import { FileKey2 } from 'lucide-react'
import { useState, type ReactElement } from 'react'
import { controlIdOf } from '../form-issues.ts'
import { useApply, useFields, useIssue } from '../use-endpoint-form.ts'
import { splitPrivateKey } from './pem.ts'

const mostBytes = 1_000_000

/** Certificates: pasted, dropped, chosen, or named by the path of their file. A private key in it goes to its own field. */
export function PemField(props: {
  path: 'tls.ca' | 'tls.clientCert'
  label: string
  hint: string
}): ReactElement {
  const { path, label, hint } = props
  const { register, getValues, setValue } = useFields()
  const apply = useApply()
  const issue = useIssue(path)
  const [told, setTold] = useState<string>()

  async function take(file: File) {
    if (file.size > mostBytes) {
      setTold(`${file.name} is too large for certificates.`)
      return
    }
    const { certificates, key } = splitPrivateKey(await file.text())
    setTold(undefined)
    setValue(path, certificates, { shouldDirty: true, shouldTouch: true, shouldValidate: true })
    if (key === undefined || path === 'tls.ca') return
    apply({ secrets: { ...getValues('secrets'), clientKey: { state: 'set', value: key } } })
    setTold('The private key of the file went into its own field.')
  }

  return (
    <FileDrop
      accept=".pem,.crt,.cer,.key"
      buttonLabel="Choose file…"
      icon={<FileKey2 aria-hidden />}
      onFile={(file) => void take(file)}
    >
      {(button) => (
        <TextAreaField
          label={label}
          id={controlIdOf(path)}
          mono
          rows={2}
          action={button}
          placeholder="-----BEGIN CERTIFICATE-----, or /etc/ssl/corp-ca.pem"
          hint={told ? <span role="status">{told}</span> : hint}
          {...register(path)}
          error={issue?.message}
        />
      )}
    </FileDrop>
  )
}
