export { Button, buttonClass, IconButton, LinkButton } from './actions/button.tsx'
export type {
  ButtonLook,
  ButtonProps,
  ButtonSize,
  ButtonVariant,
  IconButtonProps,
  LinkButtonProps,
} from './actions/button.tsx'
export { CopyButton } from './actions/copy-button.tsx'
export type { CopyButtonProps } from './actions/copy-button.tsx'
export { AttachmentItem, AttachmentList } from './chat/attachment.tsx'
export type { AttachmentItemProps, AttachmentListProps } from './chat/attachment.tsx'
export { CodeBlock } from './chat/code-block.tsx'
export type { CodeBlockProps } from './chat/code-block.tsx'
export { Composer } from './chat/composer.tsx'
export type { ComposerProps } from './chat/composer.tsx'
export { Picture, SourceList } from './chat/reply-media.tsx'
export type { PictureProps, SourceListProps } from './chat/reply-media.tsx'
export { AssistantTurn, Caret, Thread, ToolCall, UsageRow, UserTurn } from './chat/turns.tsx'
export type {
  AssistantTurnProps,
  ToolCallProps,
  UsageRowProps,
  UserTurnProps,
} from './chat/turns.tsx'
export { Sparkline } from './check/sparkline.tsx'
export type { SparklineProps } from './check/sparkline.tsx'
export { StageList } from './check/stage-list.tsx'
export type { StageBar, StageItem, StageListProps, StageState } from './check/stage-list.tsx'
export { Checkbox } from './choice/checkbox.tsx'
export type { CheckboxProps } from './choice/checkbox.tsx'
export { Combobox } from './choice/combobox.tsx'
export type { ComboboxProps } from './choice/combobox.tsx'
export type { ChoiceAction, ChoiceOption } from './choice/options.ts'
export { SegmentedRadio } from './choice/segmented-radio.tsx'
export type { SegmentedOption, SegmentedRadioProps } from './choice/segmented-radio.tsx'
export { TabList, TabPanel, Tabs } from './choice/tabs.tsx'
export type { TabListProps, TabPanelProps, TabsProps } from './choice/tabs.tsx'
export { joinClasses } from './class-names.ts'
export { Badge } from './feedback/badge.tsx'
export type { BadgeProps } from './feedback/badge.tsx'
export { EmptyState } from './feedback/empty-state.tsx'
export type { EmptyStateProps } from './feedback/empty-state.tsx'
export { Notice } from './feedback/notice.tsx'
export type { NoticeProps } from './feedback/notice.tsx'
export { Skeleton } from './feedback/skeleton.tsx'
export type { SkeletonProps } from './feedback/skeleton.tsx'
export { Spinner } from './feedback/spinner.tsx'
export type { SpinnerProps } from './feedback/spinner.tsx'
export { StatusIcon } from './feedback/status-icon.tsx'
export type { StatusIconProps, StatusKind } from './feedback/status-icon.tsx'
export { ToastProvider, useToasts } from './feedback/toast.tsx'
export type { ToastOptions, ToastProviderProps, Toasts } from './feedback/toast.tsx'
export type { Tone } from './feedback/tone.ts'
export { CodeEditor } from './fields/code-editor.tsx'
export type { CodeEditorProps } from './fields/code-editor.tsx'
export { Field, FieldMessage } from './fields/field.tsx'
export type {
  ControlAttributes,
  FieldFrame,
  FieldMessageProps,
  FieldProps,
} from './fields/field.tsx'
export { FileDrop } from './fields/file-drop.tsx'
export type { FileDropProps } from './fields/file-drop.tsx'
export { KeyValueRows } from './fields/key-value-rows.tsx'
export type { KeyValueError, KeyValueRow, KeyValueRowsProps } from './fields/key-value-rows.tsx'
export { SearchField } from './fields/search-field.tsx'
export type { SearchFieldProps } from './fields/search-field.tsx'
export { SecretField } from './fields/secret-field.tsx'
export type { SecretChange, SecretFieldProps, SecretWords } from './fields/secret-field.tsx'
export { TextAreaField } from './fields/text-area-field.tsx'
export type { TextAreaFieldProps } from './fields/text-area-field.tsx'
export { TextField } from './fields/text-field.tsx'
export type { TextFieldProps } from './fields/text-field.tsx'
export { TextRows } from './fields/text-rows.tsx'
export type { TextRowsProps } from './fields/text-rows.tsx'
export { UrlPreview } from './fields/url-preview.tsx'
export type { UrlPart, UrlPreviewProps, UrlPreviewRow } from './fields/url-preview.tsx'
export { BarChart } from './figures/bar-chart.tsx'
export type { BarChartProps, ChartBar } from './figures/bar-chart.tsx'
export { AppFrame, PaletteButton, Rail, RailLink, Stage, TitleBar } from './frame/app-frame.tsx'
export type {
  AppFrameProps,
  PaletteButtonProps,
  RailLinkProps,
  RailProps,
  StageProps,
  TitleBarProps,
} from './frame/app-frame.tsx'
export { BrandMark } from './frame/brand-mark.tsx'
export { Door, Welcome } from './frame/door.tsx'
export type { DoorProps, WelcomeProps } from './frame/door.tsx'
export { Pane, PaneFoot, PaneHead, PaneScroll, PaneTitle } from './frame/pane.tsx'
export type { PaneKind, PaneProps, PaneScrollProps, PaneTitleProps } from './frame/pane.tsx'
export { Facts, GroupBox, GroupRow, Mark, Section, StoredRow } from './frame/section.tsx'
export type { Fact, GroupRowProps, SectionProps, StoredRowProps } from './frame/section.tsx'
export { Kbd } from './kbd.tsx'
export { NavHeading, NavItem, NavList } from './lists/nav-list.tsx'
export type { NavItemProps } from './lists/nav-list.tsx'
export {
  ActionCell,
  GroupHeadRow,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
} from './lists/table.tsx'
export type {
  ActionCellProps,
  GroupHeadRowProps,
  TableCellProps,
  TableHeadProps,
  TableProps,
  TableRowProps,
} from './lists/table.tsx'
export { ConfirmDialog, Dialog } from './overlays/dialog.tsx'
export type { ConfirmDialogProps, DialogProps } from './overlays/dialog.tsx'
export { Disclosure } from './overlays/disclosure.tsx'
export type { DisclosureProps } from './overlays/disclosure.tsx'
export { Menu } from './overlays/menu.tsx'
export type { MenuItem, MenuProps } from './overlays/menu.tsx'
export { Popover } from './overlays/popover.tsx'
export type { PopoverProps } from './overlays/popover.tsx'
export type { Renderable } from './render.ts'
export { VisuallyHidden } from './visually-hidden.tsx'
