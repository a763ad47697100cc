import Glibc

/// Work on many things at once, on all cores, what comes of which is taken in order, piece by piece.
public enum OrderedWork {
  /// Where work puts what comes of it.
  public struct Output<Piece: Sendable>: Sendable {
    fileprivate let queue: Queue<Piece>
    fileprivate let index: Int

    /// Puts out a piece of that weight; waits while too much waits to be taken.
    ///
    /// - Throws: ``Stopped`` when nobody takes it.
    public func put(_ piece: Piece, weight: Int) throws(Stopped) {
      if !queue.put(piece, weight, of: index) { throw Stopped() }
    }

    /// Waits until it is the turn of what this puts out: what takes much memory is done one thing at a time.
    public func waitForTurn() { queue.waitForTurn(of: index) }
  }

  /// Nobody wants the rest.
  public struct Stopped: Error {}

  /// Calls `work` for 0, 1, … on as many threads as there are cores, and `consume` on the calling thread with the
  /// pieces that it puts out: all of 0, all of 1, and so on.
  ///
  /// - Parameter limit: what waits for its turn weighs no more than that, but for one piece a thread.
  /// - Throws: what `consume` throws; work not yet done is stopped then.
  public static func run<Piece: Sendable>(
    _ count: Int, limit: Int, _ work: @escaping @Sendable (Int, Output<Piece>) -> Void,
    consume: (Piece) throws -> Void
  ) throws {
    let cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    let threads = min(count, cores)
    let queue = Queue<Piece>(count: count, ahead: 4 * threads, limit: limit)
    let step: @Sendable (Int) -> Void = { index in
      work(index, Output(queue: queue, index: index))
      queue.finish(index)
    }
    var handles: [pthread_t] = []
    for _ in 0..<threads {
      if let handle = LargeStack.start({ while let index = queue.take() { step(index) } }) {
        handles.append(handle)
      }
    }
    defer {
      queue.stop()
      for handle in handles { pthread_join(handle, nil) }
    }
    for index in 0..<count {
      // Without any thread the work is done here, and all of it waits.
      if handles.isEmpty {
        queue.removeLimit()
        step(index)
      }
      while let pieces = queue.next(of: index) {
        for piece in pieces { try consume(piece) }
      }
    }
  }

  /// What is left to do and what was put out, behind a lock.
  fileprivate final class Queue<Piece: Sendable>: @unchecked Sendable {
    private let count: Int
    private let ahead: Int
    private var limit: Int
    private var taken = 0
    /// The index whose pieces are taken now.
    private var current = 0
    private var pieces: [Int: [Piece]] = [:]
    private var finished: Set<Int> = []
    private var weight = 0
    private var weights: [Int: Int] = [:]
    private var isStopped = false
    private var mutex = pthread_mutex_t()
    private var change = pthread_cond_t()

    init(count: Int, ahead: Int, limit: Int) {
      self.count = count
      self.ahead = ahead
      self.limit = limit
      pthread_mutex_init(&mutex, nil)
      pthread_cond_init(&change, nil)
    }

    deinit {
      pthread_cond_destroy(&change)
      pthread_mutex_destroy(&mutex)
    }

    func removeLimit() { locked { limit = .max } }

    /// The next thing to work on; waits while too many are not taken; nil when nothing is left.
    func take() -> Int? {
      locked {
        while taken < count && taken >= current + ahead && !isStopped {
          pthread_cond_wait(&change, &mutex)
        }
        guard taken < count, !isStopped else { return nil }
        taken += 1
        return taken - 1
      }
    }

    /// False when nobody takes it. The one whose turn it is can always put out a piece.
    func put(_ piece: Piece, _ pieceWeight: Int, of index: Int) -> Bool {
      locked {
        while weight >= limit && !isStopped && !(index == current && pieces[index] == nil) {
          pthread_cond_wait(&change, &mutex)
        }
        if isStopped { return false }
        pieces[index, default: []].append(piece)
        weights[index, default: 0] += pieceWeight
        weight += pieceWeight
        return true
      }
    }

    /// The one whose turn it is has been taken by a thread, since they are taken in order, and waits for nobody.
    func waitForTurn(of index: Int) {
      locked {
        while current < index && !isStopped { pthread_cond_wait(&change, &mutex) }
      }
    }

    func finish(_ index: Int) { locked { _ = finished.insert(index) } }

    /// What was put out of that index since it was last asked, waited for; nil when all has been taken.
    func next(of index: Int) -> [Piece]? {
      locked {
        current = index
        while pieces[index] == nil && !finished.contains(index) {
          pthread_cond_broadcast(&change)
          pthread_cond_wait(&change, &mutex)
        }
        weight -= weights.removeValue(forKey: index) ?? 0
        if let next = pieces.removeValue(forKey: index) { return next }
        finished.remove(index)
        current = index + 1
        return nil
      }
    }

    func stop() { locked { isStopped = true } }

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
