/** @file What a person allows to run: every file that a handler loads, and one hash over them all. */

export interface ManifestFile {
  /** Relative to the handler's folder, with `/`. */
  readonly path: string
  /** Hex, over the bytes as they are on disk. */
  readonly sha256: string
  readonly bytes: number
}

export interface HandlerManifest {
  /** Absolute path of the entry, symbolic links resolved. */
  readonly file: string
  /** Its folder: all of the disk that the handler sees. */
  readonly folder: string
  /** The entry first, then by path. */
  readonly files: readonly ManifestFile[]
  /** Hex SHA-256 over paths and hashes of all files: what consent is given to. */
  readonly hash: string
}
