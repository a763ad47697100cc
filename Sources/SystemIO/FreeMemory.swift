import CMalloc

/// Memory that is free, but still the process's: what was needed for one document should not be there beside what
/// is needed for the next one, on another thread.
public enum FreeMemory {
  /// What is given back as soon as it is free: any block of that size, and that much at the end of a thread's
  /// memory. glibc raises both, up to 64 MiB, each time that a large block is freed.
  private static let blockSize: Int32 = 4 << 20
  private static let endSize: Int32 = 2 << 20

  /// Has large blocks given back as soon as they are free, from now on.
  public static func keepLittle() {
    mallopt(M_MMAP_THRESHOLD, blockSize)
    mallopt(M_TRIM_THRESHOLD, endSize)
  }

  /// Gives back what is free now, as far as there are whole pages of it.
  public static func giveBack() { malloc_trim(0) }
}
