import { Undo2, X } from 'lucide-react'
import {
  createContext,
  use,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactElement,
  type ReactNode,
} from 'react'
import { Button, IconButton } from '../actions/button.tsx'

export interface ToastOptions {
  message: ReactNode
  /** A way back, offered while the toast stands. */
  undo?: { label: string; onUndo: () => void } | undefined
  /**
   * How long it stands, in seconds. By default 10, and 5 for a few words with no way back. Pointer or focus on it
   * stops the clock.
   */
  seconds?: number | undefined
  /** Called when it goes without an undo: the time is up or it was closed. */
  onExpire?: (() => void) | undefined
}

export interface Toasts {
  /** Shows a toast and gives its number. */
  show: (options: ToastOptions) => number
  /** Takes a toast away; its `onExpire` runs. */
  dismiss: (id: number) => void
}

export interface ToastProviderProps {
  /** The name of each toast's close button. */
  dismissLabel: string
  /** Words of the time left, such as `8 s`. */
  secondsText: (seconds: number) => string
  children: ReactNode
}

interface Shown extends ToastOptions {
  id: number
}

const DEFAULT_SECONDS = 10
const SHORT_SECONDS = 5
/** Characters that are read at a glance. */
const GLANCE = 60
const ToastContext = createContext<Toasts | null>(null)

/**
 * Shows and takes away toasts.
 *
 * @throws Error outside a `ToastProvider`
 */
export function useToasts(): Toasts {
  const toasts = use(ToastContext)
  if (!toasts) throw new Error('useToasts needs a ToastProvider above it')
  return toasts
}

/** Holds the toasts and draws their region, a polite status. */
export function ToastProvider({
  dismissLabel,
  secondsText,
  children,
}: ToastProviderProps): ReactElement {
  const [shown, setShown] = useState<readonly Shown[]>([])
  const nextId = useRef(1)
  const open = useRef(new Map<number, Shown>())

  const close = useCallback((id: number, end: 'expired' | 'undone') => {
    const toast = open.current.get(id)
    if (!toast) return
    open.current.delete(id)
    setShown((before) => before.filter((one) => one.id !== id))
    if (end === 'undone') toast.undo?.onUndo()
    else toast.onExpire?.()
  }, [])

  const toasts = useMemo<Toasts>(
    () => ({
      show(options) {
        const toast = { ...options, id: nextId.current++ }
        open.current.set(toast.id, toast)
        setShown((before) => [...before, toast])
        return toast.id
      },
      dismiss: (id) => close(id, 'expired'),
    }),
    [close],
  )

  return (
    <ToastContext value={toasts}>
      {children}
      <div className="ui-toasts" role="status">
        {shown.map((toast) => (
          <ToastCard
            key={toast.id}
            toast={toast}
            dismissLabel={dismissLabel}
            secondsText={secondsText}
            onClose={(end) => close(toast.id, end)}
          />
        ))}
      </div>
    </ToastContext>
  )
}

function secondsOf({ message, undo }: ToastOptions): number {
  const isShort = typeof message === 'string' && message.length <= GLANCE
  return isShort && undo === undefined ? SHORT_SECONDS : DEFAULT_SECONDS
}

interface ToastCardProps {
  toast: Shown
  dismissLabel: string
  secondsText: (seconds: number) => string
  onClose: (end: 'expired' | 'undone') => void
}

function ToastCard({ toast, dismissLabel, secondsText, onClose }: ToastCardProps): ReactElement {
  const [left, setLeft] = useState(toast.seconds ?? secondsOf(toast))
  const [held, setHeld] = useState(false)
  const closeLatest = useRef(onClose)
  useEffect(() => {
    closeLatest.current = onClose
  })

  useEffect(() => {
    if (left <= 0) closeLatest.current('expired')
    if (held || left <= 0) return
    const timer = setTimeout(() => setLeft(left - 1), 1000)
    return () => clearTimeout(timer)
  }, [held, left])

  return (
    <div
      className="ui-toast"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span>{toast.message}</span>
      <span className="ui-hint ui-num" aria-hidden>
        {secondsText(left)}
      </span>
      {toast.undo ? (
        <Button size="sm" icon={<Undo2 />} onClick={() => onClose('undone')}>
          {toast.undo.label}
        </Button>
      ) : (
        <IconButton
          size="sm"
          icon={<X />}
          label={dismissLabel}
          onClick={() => onClose('expired')}
        />
      )}
    </div>
  )
}
