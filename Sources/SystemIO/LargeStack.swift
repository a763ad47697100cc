import Glibc

/// Runs work on a thread whose stack takes values of any depth that the parsers let through.
///
/// Parsing needs no stack; comparing, copying and freeing values of 10,000 levels does. The memory is
/// only reserved, and taken as it is touched.
public enum LargeStack {
  private static let size = 512 << 20

  /// Runs the body and waits for it; on the present stack where the system grants no larger one.
  public static func run(_ body: @escaping @Sendable () -> Void) {
    if let thread = start(body) { pthread_join(thread, nil) } else { body() }
  }

  /// Starts the body on a thread of its own; nil when the system grants none.
  static func start(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, size)
    let work = Unmanaged.passRetained(Work(body))
    var thread = pthread_t()
    let status = pthread_create(
      &thread, &attributes,
      { context in
        guard let context else { return nil }
        Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
        return nil
      }, work.toOpaque())
    if status == 0 { return thread }
    work.release()
    return nil
  }

  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
