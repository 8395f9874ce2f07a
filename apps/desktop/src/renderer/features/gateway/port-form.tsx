import { Button, TextField } from '@patchbay/ui'
import { useState, type FormEvent, type ReactElement } from 'react'
import { readErrorInfo, wordError } from '../../lib/error-words.ts'
import {
  useMoveGateway,
  useStartGateway,
  useUpdateGatewaySettings,
} from '../../lib/resources/gateway.ts'
import { parsePort } from './parse-port.ts'

export interface PortFormProps {
  port: number
  /** It runs now, and would be started again. */
  running: boolean
}

/** The port, and a start with it. */
export function PortForm({ port, running }: PortFormProps): ReactElement {
  const [text, setText] = useState(String(port))
  const [error, setError] = useState<string>()
  const update = useUpdateGatewaySettings()
  const start = useStartGateway()
  const move = useMoveGateway()
  const pending = update.isPending || start.isPending || move.isPending

  async function save(event: FormEvent, andStart: boolean) {
    event.preventDefault()
    const wanted = parsePort(text)
    if (wanted === undefined) return setError('A port is a number from 1 to 65535.')
    setError(undefined)
    try {
      if (running && andStart) {
        const moved = await move.mutateAsync({ port: wanted })
        if (!moved.ok) setError(moved.problem)
        return
      }
      await update.mutateAsync({ port: wanted })
      if (andStart) await start.mutateAsync(undefined)
    } catch (failed) {
      setError(wordError(readErrorInfo(failed)))
    }
  }

  const changed = text.trim() !== String(port)
  return (
    <form
      noValidate
      className="flex items-start gap-2"
      onSubmit={(event) => void save(event, !running)}
    >
      <TextField
        className="w-42"
        mono
        label="Port"
        hideLabel
        inputMode="numeric"
        value={text}
        error={error}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" loading={pending} disabled={running && !changed}>
        {running ? 'Save' : 'Use this port and start'}
      </Button>
      {running ? (
        <Button disabled={!changed} onClick={(event) => void save(event, true)}>
          Save and start again
        </Button>
      ) : null}
    </form>
  )
}
