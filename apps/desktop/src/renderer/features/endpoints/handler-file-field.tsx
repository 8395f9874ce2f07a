import { Badge, Button, Disclosure, FieldMessage, StoredRow, TextField } from '@patchbay/ui'
import { FileCode2, FolderOpen } from 'lucide-react'
import type { ReactElement } from 'react'
import { useController } from 'react-hook-form'
import type { HandlerConsent as Consent } from '#contract/handler-contract'
import { HandlerFiles, type HandlerConsent } from '../../lib/handler-consent.tsx'
import { useAppInfo } from '../../lib/resources/app.ts'
import {
  useChooseHandlerFile,
  useHandlerInspection,
  useRevokeHandler,
} from '../../lib/resources/handlers.ts'
import { controlIdOf } from './form-issues.ts'
import { useFields, useIssue } from './use-endpoint-form.ts'

/** Where the user's module is; under it, what it consists of and whether it may run. */
export function HandlerFileField({ review }: { review: HandlerConsent['review'] }): ReactElement {
  const { control } = useFields()
  const { field } = useController({ control, name: 'handler.file' })
  const choose = useChooseHandlerFile()
  const hasDialog = useAppInfo().data?.host === 'electron'
  const issue = useIssue('handler.file')
  return (
    <>
      <TextField
        label="Handler file"
        id={controlIdOf('handler.file')}
        mono
        placeholder="/home/you/handlers/my-llm/handler.ts"
        name={field.name}
        ref={field.ref}
        value={field.value}
        onChange={field.onChange}
        onBlur={() => {
          if (field.value.trim() !== field.value) field.onChange(field.value.trim())
          field.onBlur()
        }}
        error={issue?.message}
        hint="The whole path of a JavaScript or TypeScript module. “patchbay handler new” writes one."
        action={
          hasDialog ? (
            <Button
              variant="ghost"
              size="sm"
              className="-mr-2"
              icon={<FolderOpen aria-hidden />}
              loading={choose.isPending}
              onClick={() =>
                choose.mutate(undefined, {
                  onSuccess: ({ file }) => {
                    if (file !== undefined) field.onChange(file)
                  },
                })
              }
            >
              Choose…
            </Button>
          ) : undefined
        }
      />
      <HandlerState file={isWhole(field.value) ? field.value.trim() : ''} review={review} />
    </>
  )
}

/** Asked about only once it can be a file: from the root of a disk on, with a name. */
function isWhole(path: string): boolean {
  return /^(\/|\\\\|[A-Za-z]:[/\\]).*\.[cm]?[jt]s$/.test(path.trim())
}

const states: Record<Consent, { tone: 'ok' | 'warn'; label: string }> = {
  confirmed: { tone: 'ok', label: 'Allowed' },
  changed: { tone: 'warn', label: 'Changed since you allowed it' },
  unconfirmed: { tone: 'warn', label: 'Not allowed yet' },
}

function HandlerState(props: {
  file: string
  review: HandlerConsent['review']
}): ReactElement | null {
  const { file, review } = props
  const found = useHandlerInspection(file).data
  const revoke = useRevokeHandler()
  if (file === '' || !found) return null
  if (!found.ok) return <FieldMessage tone="warn">{found.message}</FieldMessage>
  const { tone, label } = states[found.consent]
  return (
    <div className="grid gap-1">
      <StoredRow icon={<FileCode2 aria-hidden />}>
        <span role="status">
          <Badge tone={tone}>{label}</Badge>
        </span>
        <code className="ui-small ui-cut" title={found.hash}>
          {found.hash.slice(0, 12)}
        </code>
        {found.consent === 'confirmed' ? (
          <Button
            size="sm"
            variant="ghost"
            className="ui-push"
            loading={revoke.isPending}
            onClick={() => revoke.mutate({ file: found.file })}
          >
            Take back
          </Button>
        ) : (
          <Button size="sm" className="ui-push" onClick={() => void review(found.file)}>
            Review and allow
          </Button>
        )}
      </StoredRow>
      <Disclosure
        summary="Files"
        hint={found.files.length === 1 ? '1 file' : `${found.files.length} files`}
      >
        <HandlerFiles found={found} />
      </Disclosure>
    </div>
  )
}
