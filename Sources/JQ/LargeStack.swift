import Glibc

/// Runs code with room for deep values: libjq frees, compares and prints them by recursion.
///
/// The main thread's stack grows as far as the system allows, which is asked to allow more. That is
/// also the fastest way: with a second thread every allocation takes a lock. Where the limit is fixed,
/// a thread with a stack of its own serves.
public enum LargeStack {
  /// What is asked for; it is address space, and memory only as far as it is used.
  private static let wanted = 1 << 30
  /// What a process has anyway: less is not tried.
  private static let least = 8 << 20

  private final class Body {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
  }

  /// Runs the body to its end.
  public static func run(_ body: @escaping () -> Void) {
    if raisesLimit() {
      body()
      return
    }
    var size = wanted
    while size >= least {
      if runsOnThread(stackSize: size, body) { return }
      size /= 2
    }
    body()
  }

  /// Lets the main thread's stack grow; false when the system's limit is too low for that.
  private static func raisesLimit() -> Bool {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_STACK.rawValue), &limit) == 0 else { return false }
    let target = min(rlim_t(wanted), limit.rlim_max)
    if limit.rlim_cur >= target { return target == rlim_t(wanted) }
    limit.rlim_cur = target
    return target == rlim_t(wanted)
      && setrlimit(__rlimit_resource_t(RLIMIT_STACK.rawValue), &limit) == 0
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
