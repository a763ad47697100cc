import Glibc

/// Elements that are made on a thread of their own while the ones before are worked on.
///
/// What is made and not yet done with is bounded by its weight: of heavy elements there is one at a time,
/// as without the thread.
///
/// Who wants no more lets go of it, and is not kept waiting: the thread may be reading from a pipe where
/// nothing comes, so that nobody joins it. It ends once what it waits for has come.
public final class ReadAhead<Element: Sendable> {
  private let queue: Queue
  /// The weight of the element that was taken last.
  private var taken = 0

  /// Begins to make elements until `make` gives nil. Nil where no second thread is to be had.
  ///
  /// - Parameter limit: nothing more is made while all that is not done with weighs as much or more.
  public init?(limit: Int, make: @escaping @Sendable () -> (element: Element, weight: Int)?) {
    guard sysconf(Int32(_SC_NPROCESSORS_ONLN)) > 1 else { return nil }
    // The thread holds the queue, not this object, whose end is what it may outlive.
    let queue = Queue(limit: limit)
    self.queue = queue
    let thread = LargeStack.start {
      while queue.waitForRoom(), let next = make() { queue.add(next) }
      queue.end()
    }
    guard let thread else { return nil }
    pthread_detach(thread)
  }

  deinit { queue.stop() }

  /// The next element, waited for; the one before is done with. Nil at the end.
  public func next() -> Element? {
    let next = queue.next(doneWith: taken)
    taken = next?.weight ?? 0
    return next?.element
  }

  /// What was made, behind a lock: both threads hold it.
  private final class Queue: @unchecked Sendable {
    private let limit: Int
    private var mutex = pthread_mutex_t()
    private var change = pthread_cond_t()
    private var made: [(element: Element, weight: Int)] = []
    /// The weight of what was made and is not done with.
    private var weight = 0
    private var isStopped = false
    private var hasEnded = false

    init(limit: Int) {
      self.limit = limit
      pthread_mutex_init(&mutex, nil)
      pthread_cond_init(&change, nil)
    }

    deinit {
      pthread_cond_destroy(&change)
      pthread_mutex_destroy(&mutex)
    }

    func next(doneWith done: Int) -> (element: Element, weight: Int)? {
      locked {
        weight -= done
        pthread_cond_signal(&change)
        while made.isEmpty && !hasEnded { pthread_cond_wait(&change, &mutex) }
        return made.isEmpty ? nil : made.removeFirst()
      }
    }

    /// Waits until more may be made; false when nobody wants it.
    func waitForRoom() -> Bool {
      locked {
        while weight >= limit && !isStopped { pthread_cond_wait(&change, &mutex) }
        return !isStopped
      }
    }

    func add(_ next: (element: Element, weight: Int)) {
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
