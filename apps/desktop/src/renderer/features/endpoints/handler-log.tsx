import { Button, CodeBlock, Disclosure, FieldMessage } from '@patchbay/ui'
import { RefreshCw } from 'lucide-react'
import { useState, type ReactElement } from 'react'
import { readErrorInfo, wordError } from '../../lib/error-words.ts'
import { useHandlerLog } from '../../lib/resources/handlers.ts'
import { wordClock } from '../../lib/time-words.ts'

/** The last lines that the handler printed, read when the fold is opened or refreshed. */
export function HandlerLog({ endpointId }: { endpointId: string }): ReactElement {
  const [open, setOpen] = useState(false)
  const log = useHandlerLog(endpointId, open)
  const lines = log.data ?? []
  return (
    <Disclosure
      summary="Log"
      hint="what your code printed since Patchbay started"
      open={open}
      onOpenChange={setOpen}
    >
      <div className="grid gap-2 pt-1">
        <div>
          <Button
            size="sm"
            icon={<RefreshCw aria-hidden />}
            loading={log.isFetching}
            onClick={() => void log.refetch()}
          >
            Refresh log
          </Button>
        </div>
        {log.error ? (
          <FieldMessage tone="error">{wordError(readErrorInfo(log.error))}</FieldMessage>
        ) : lines.length === 0 ? (
          <p className="ui-hint">Nothing yet. Lines appear once a request ran.</p>
        ) : (
          <CodeBlock
            code={lines.map(({ at, text }) => `${wordClock(at)}  ${text}`).join('\n')}
            caption={lines.length === 1 ? '1 line' : `${lines.length} lines`}
            copyLabel="Copy"
            copiedLabel="Copied"
            wrap
          />
        )}
      </div>
    </Disclosure>
  )
}
