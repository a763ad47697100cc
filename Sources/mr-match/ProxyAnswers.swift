import Dispatch
import Glibc
import MeshRetryCore

/// Answers for many proxies: worked out on all cores, handed over in order, a batch at a time.
struct ProxyAnswers {
  private let collection: MeshCollection
  private let form: AnswerForm
  private static let batch = 256

  init(_ collection: MeshCollection, _ form: AnswerForm) {
    self.collection = collection
    self.form = form
  }

  /// Calls the body with the answer for each proxy, in the proxies' order.
  func forEach(_ dataplanes: [Dataplane], _ body: (ProxyAnswer) throws -> Void) throws {
    var start = 0
    var workers: [AnswerWorker] = []
    var mesh: String?
    while start < dataplanes.count {
      let own = dataplanes[start].resource.mesh
      if own != mesh, let snapshot = collection.meshes[own] {
        mesh = own
        let resolver = EffectivePolicyResolver(snapshot, release: collection.release)
        workers = (0..<max(1, ProcessorCount.online)).map { index in
          AnswerWorker(index == 0 ? resolver : resolver.copy(), form)
        }
      }
      let end = dataplanes[start...].prefix(Self.batch * workers.count).prefix {
        $0.resource.mesh == own
      }.endIndex
      for worker in batch(dataplanes[start..<end], workers) {
        for answer in worker { try body(answer) }
      }
      start = end
    }
  }

  /// Gives each worker a stretch of the proxies; the answers, stretch by stretch.
  private func batch(
    _ dataplanes: ArraySlice<Dataplane>, _ workers: [AnswerWorker]
  ) -> [[ProxyAnswer]] {
    if dataplanes.count < 16 { return [dataplanes.map { workers[0].answer($0) }] }
    let length = (dataplanes.count + workers.count - 1) / workers.count
    DispatchQueue.concurrentPerform(iterations: workers.count) { index in
      let first = dataplanes.startIndex + min(index * length, dataplanes.count)
      let last = min(first + length, dataplanes.endIndex)
      workers[index].answers = dataplanes[first..<last].map { workers[index].answer($0) }
    }
    return workers.map { worker in
      defer { worker.answers = [] }
      return worker.answers
    }
  }
}

/// One thread's resolver and what it has answered. Safe because a worker is one thread's at a time.
private final class AnswerWorker: @unchecked Sendable {
  private let resolver: EffectivePolicyResolver
  private let form: AnswerForm
  var answers: [ProxyAnswer] = []

  init(_ resolver: EffectivePolicyResolver, _ form: AnswerForm) {
    self.resolver = resolver
    self.form = form
  }

  func answer(_ dataplane: Dataplane) -> ProxyAnswer { form.answer(resolver, dataplane) }
}

/// The processors of the machine.
private enum ProcessorCount {
  static let online = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
}
