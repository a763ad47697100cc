import Glibc

/// Runs code on a thread with room for deep values: libjq frees, compares and prints by recursion.
public enum LargeStack {
  /// What is asked for first; it is address space, and memory only as far as it is used.
  private static let wanted = 1 << 30
  /// What a process has anyway: less is not tried.
  private static let least = 8 << 20

  private final class Body {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
  }

  /// Runs the body to its end; on this thread when no other can be had.
  public static func run(_ body: @escaping () -> Void) {
    var size = wanted
    while size >= least {
      if runsOnThread(stackSize: size, body) { return }
      size /= 2
    }
    body()
  }

  private static func runsOnThread(stackSize: Int, _ body: @escaping () -> Void) -> Bool {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return false }
    defer { pthread_attr_destroy(&attributes) }
    guard pthread_attr_setstacksize(&attributes, stackSize) == 0 else { return false }
    var thread = pthread_t()
    let context = Unmanaged.passRetained(Body(body))
    let failure = pthread_create(
      &thread, &attributes,
      { context in
        if let context { Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
        return nil
      }, context.toOpaque())
    if failure != 0 {
      context.release()
      return false
    }
    pthread_join(thread, nil)
    return true
  }
}
