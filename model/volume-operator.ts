/*
 * The files of volumes as archives, to keep them elsewhere and to bring them back.
 */
export interface VolumeOperator {
  /**
   * All files of a volume as a tar archive, whose names begin with `./`.
   * @param options.live takes them as they are while a container that runs may write to them
   * @throws EngineError `not-found`, `in-use`
   */
  readVolume(volume: string, options: { readonly live: boolean }): AsyncIterable<Uint8Array>;
  /**
   * Puts the files of a tar archive into a volume, which no container that runs may have mounted.
   * @param options.overwrite lets them take the place of files that are there
   * @throws EngineError `not-found`, `in-use`, `invalid`
   */
  fillVolume(
    volume: string,
    archive: AsyncIterable<Uint8Array>,
    options: { readonly overwrite: boolean },
  ): Promise<void>;
}
