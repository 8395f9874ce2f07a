export interface TemplateFile {
  /** File name, relative to the new folder. */
  readonly path: string
  readonly text: string
}

/** The files of a new handler. @param language which kind of module is written */
export function handlerTemplate(_language: 'ts' | 'js'): readonly TemplateFile[] {
  return []
}
