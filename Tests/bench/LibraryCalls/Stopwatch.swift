import Glibc

/// Times calls of a library on this thread's CPU clock, and prints a line for each.
struct Stopwatch {
  /// How long a call is repeated at least.
  private static let seconds = 0.4

  /// Repeats a body that handles some documents, and prints its name and the least nanoseconds that a
  /// document took: other work on the machine only ever adds to a time.
  func measure(_ name: String, _ body: () throws -> Int) rethrows {
    var best = Double.infinity
    var total = 0.0
    repeat {
      let start = Self.now
      let documents = try body()
      let elapsed = Self.now - start
      total += elapsed
      if documents > 0 { best = min(best, elapsed / Double(documents)) }
    } while total < Self.seconds
    print("\(name)\t\(Int((best * 1e9).rounded()))")
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
