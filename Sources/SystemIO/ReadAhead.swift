import Glibc

/// Elements that are made on a thread of their own while the ones before are worked on.
///
/// What is made and not yet done with is bounded by its weight: of heavy elements there is one at a time,
/// as without the thread.
public final class ReadAhead<Element: Sendable>: @unchecked Sendable {
  private let limit: Int
  private let make: @Sendable () -> (element: Element, weight: Int)?
  private var thread: pthread_t?

  // Behind the lock.
  private var mutex = pthread_mutex_t()
  private var change = pthread_cond_t()
  private var made: [(element: Element, weight: Int)] = []
  /// The weight of what was made and is not done with, and of the element that was taken last.
  private var weight = 0
  private var taken = 0
  private var isStopped = false
  private var hasEnded = false

  /// Begins to make elements until `make` gives nil. Nil where no second thread is to be had.
  ///
  /// - Parameter limit: nothing more is made while all that is not done with weighs as much or more.
  public init?(limit: Int, make: @escaping @Sendable () -> (element: Element, weight: Int)?) {
    self.limit = limit
    self.make = make
    pthread_mutex_init(&mutex, nil)
    pthread_cond_init(&change, nil)
    guard sysconf(Int32(_SC_NPROCESSORS_ONLN)) > 1 else { return nil }
    thread = LargeStack.start { [unowned self] in run() }
    if thread == nil { return nil }
  }

  deinit {
    if let thread {
      locked { isStopped = true }
      pthread_join(thread, nil)
    }
    pthread_cond_destroy(&change)
    pthread_mutex_destroy(&mutex)
  }

  /// The next element, waited for; the one before is done with. Nil at the end.
  public func next() -> Element? {
    locked {
      weight -= taken
      taken = 0
      pthread_cond_signal(&change)
      while made.isEmpty && !hasEnded { pthread_cond_wait(&change, &mutex) }
      guard !made.isEmpty else { return nil }
      let first = made.removeFirst()
      taken = first.weight
      return first.element
    }
  }

  private func run() {
    while waitForRoom(), let next = make() {
      locked {
        made.append(next)
        weight += next.weight
      }
    }
    locked { hasEnded = true }
  }

  /// Waits until more may be made; false when nobody wants it.
  private func waitForRoom() -> Bool {
    locked {
      while weight >= limit && !isStopped { pthread_cond_wait(&change, &mutex) }
      return !isStopped
    }
  }

  private func locked<Value>(_ body: () -> Value) -> Value {
    pthread_mutex_lock(&mutex)
    defer {
      pthread_cond_signal(&change)
      pthread_mutex_unlock(&mutex)
    }
    return body()
  }
}
