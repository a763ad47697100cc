import Glibc

/// Elements that are made on a thread of their own while the ones before are worked on.
///
/// What is made and not yet done with is bounded by its weight: of heavy elements there is one at a time,
/// as without the thread. When nobody takes elements any more, no more are made; the thread is not waited
/// for, since it may itself be waiting for input.
public final class ReadAhead<Element: Sendable> {
  /// An element and what it counts for.
  public typealias Weighed = (element: Element, weight: Int)

  private let queue: Queue

  /// Begins to make elements until `make` gives nil. Nil where no second thread is to be had.
  ///
  /// - Parameters:
  ///   - limit: nothing more is made while all that is not done with weighs as much or more.
  ///   - weight: that of an element that is being worked on already.
  public init?(limit: Int, after weight: Int = 0, make: @escaping @Sendable () -> Weighed?) {
    let queue = Queue(limit: limit, taken: weight)
    self.queue = queue
    guard sysconf(Int32(_SC_NPROCESSORS_ONLN)) > 1,
      let thread = LargeStack.start({
        while queue.waitForRoom(), let next = make() { queue.add(next) }
        queue.end()
      })
    else { return nil }
    pthread_detach(thread)
  }

  deinit { queue.stop() }

  /// The next element, waited for; the one before is done with. Nil at the end.
  public func next() -> Element? { queue.take() }

  /// What is between the two threads, behind a lock.
  private final class Queue: @unchecked Sendable {
    private let limit: Int
    private var mutex = pthread_mutex_t()
    private var change = pthread_cond_t()
    private var made: [Weighed] = []
    /// The weight of what was made, and of the element that was taken last.
    private var weight: Int
    private var taken: Int
    private var isStopped = false
    private var hasEnded = false

    init(limit: Int, taken: Int) {
      self.limit = limit
      self.taken = taken
      weight = taken
      pthread_mutex_init(&mutex, nil)
      pthread_cond_init(&change, nil)
    }

    deinit {
      pthread_cond_destroy(&change)
      pthread_mutex_destroy(&mutex)
    }

    func take() -> Element? {
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

    /// Waits until more may be made; false when nobody wants it.
    func waitForRoom() -> Bool {
      locked {
        while weight >= limit && !isStopped { pthread_cond_wait(&change, &mutex) }
        return !isStopped
      }
    }

    func add(_ next: Weighed) {
      locked {
        made.append(next)
        weight += next.weight
      }
    }

    func end() { locked { hasEnded = true } }

    func stop() { locked { isStopped = true } }

    private func locked<Value>(_ body: () -> Value) -> Value {
      pthread_mutex_lock(&mutex)
      defer {
        pthread_cond_signal(&change)
        pthread_mutex_unlock(&mutex)
      }
      return body()
    }
  }
}
