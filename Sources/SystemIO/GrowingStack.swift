import Glibc

/// Runs code with room for deep values: they are compared, copied, printed and freed by recursion, by
/// libjq as by Swift.
///
/// The main thread's stack grows as far as the system allows, which is asked to allow more. That is
/// also the fastest way: with a second thread every allocation takes a lock. Where the limit is fixed,
/// a thread with a large stack serves.
public enum GrowingStack {
  /// What is asked for; it is address space, and memory only as far as it is used.
  private static let wanted = rlim_t(1 << 30)

  /// Runs the body to its end; to be called on the main thread.
  public static func run(_ body: @escaping @Sendable () -> Void) {
    if raisesLimit() { body() } else { LargeStack.run(body) }
  }

  /// Lets the main thread's stack grow; false when the system's limit is too low for that.
  private static func raisesLimit() -> Bool {
    let resource = __rlimit_resource_t(RLIMIT_STACK.rawValue)
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0, limit.rlim_max >= wanted else { return false }
    if limit.rlim_cur >= wanted { return true }
    limit.rlim_cur = wanted
    return setrlimit(resource, &limit) == 0
  }
}
