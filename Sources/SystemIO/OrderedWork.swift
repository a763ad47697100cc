import Glibc

/// Work on many things at once, on all cores, whose results are taken in order.
public enum OrderedWork {
  /// Calls `work` for 0, 1, … on as many threads as there are cores, and `consume` with the results, one
  /// by one in order, on the calling thread. Results wait for their turn; no more than a few a thread do.
  ///
  /// - Throws: what `consume` throws; work not yet begun is left undone then.
  public static func run<Result: Sendable>(
    _ count: Int, _ work: @escaping @Sendable (Int) -> Result,
    consume: (Result) throws -> Void
  ) throws {
    let cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    let threads = min(count, cores)
    let queue = Queue<Result>(count: count, ahead: 4 * threads)
    var handles: [pthread_t] = []
    for _ in 0..<threads {
      if let handle = LargeStack.start({
        while let index = queue.take() { queue.put(work(index), at: index) }
      }) {
        handles.append(handle)
      }
    }
    defer {
      queue.stop()
      for handle in handles { pthread_join(handle, nil) }
    }
    for index in 0..<count {
      // Without any thread the work is done here.
      if handles.isEmpty {
        try consume(work(index))
      } else if let result = queue.next(index) {
        try consume(result)
      }
    }
  }

  /// What is left to do and what is done, behind a lock.
  private final class Queue<Result: Sendable>: @unchecked Sendable {
    private let count: Int
    private let ahead: Int
    private var taken = 0
    private var consumed = 0
    private var results: [Int: Result] = [:]
    private var mutex = pthread_mutex_t()
    private var change = pthread_cond_t()

    init(count: Int, ahead: Int) {
      self.count = count
      self.ahead = ahead
      pthread_mutex_init(&mutex, nil)
      pthread_cond_init(&change, nil)
    }

    deinit {
      pthread_cond_destroy(&change)
      pthread_mutex_destroy(&mutex)
    }

    /// The next thing to work on; waits while too many results wait; nil when nothing is left.
    func take() -> Int? {
      locked {
        while taken < count && taken >= consumed + ahead { pthread_cond_wait(&change, &mutex) }
        guard taken < count else { return nil }
        taken += 1
        return taken - 1
      }
    }

    func put(_ result: Result, at index: Int) {
      locked { results[index] = result }
    }

    /// The result of that index, waited for.
    func next(_ index: Int) -> Result? {
      locked {
        while results[index] == nil { pthread_cond_wait(&change, &mutex) }
        consumed = index + 1
        return results.removeValue(forKey: index)
      }
    }

    func stop() {
      locked { taken = count }
    }

    private func locked<Value>(_ body: () -> Value) -> Value {
      pthread_mutex_lock(&mutex)
      defer {
        pthread_cond_broadcast(&change)
        pthread_mutex_unlock(&mutex)
      }
      return body()
    }
  }
}
