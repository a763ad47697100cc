import Foundation
import JSON
import MeshRetryCore

/// Bounds of both models against the vectors of the reference data.
func backOffSuites(data: String) -> [SuiteResult] {
  let path = data + "/kuma/meshretry/envoy-backoff-bounds.jsonl"
  guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
  var result = SuiteResult(name: "back-off bounds", passed: 0, total: 0, failures: [])
  let parser = JSONParser(text: text)
  do {
    while let document = try parser.next() {
      result.total += 1
      let problems = backOffProblems(document.root)
      if problems.isEmpty {
        result.passed += 1
      } else {
        result.failures.append("vector \(result.total): " + problems.joined(separator: "; "))
      }
    }
  } catch {
    result.failures.append("\(error)")
  }
  return [result]
}

private func backOffProblems(_ vector: JSONNode) -> [String] {
  func duration(_ key: String) -> GoDuration? {
    let milliseconds: Int64? = vector[key]?.number?.integer()
    return milliseconds.map { GoDuration(nanoseconds: $0 * 1_000_000) }
  }
  let intervals: BackOffIntervals
  do {
    intervals = try BackOffIntervals(base: duration("baseMs"), max: duration("maxMs"))
  } catch {
    return [error.message]
  }
  var problems: [String] = []
  if vector["effectiveMaxMs"]?.number?.integer() != intervals.max {
    problems.append("max is \(intervals.max)")
  }
  let models: [(BackOffModel, String)] = [
    (.envoy, "envoyExclusiveUpperBoundMs"), (.documented, "documentedExclusiveUpperBoundMs"),
  ]
  for (model, key) in models {
    let expected: [UInt64] =
      (vector[key]?.elements).map { $0.compactMap { $0.number?.integer() } } ?? []
    let schedule = BackOffSchedule(
      model: model, intervals: intervals, retries: UInt32(clamping: expected.count))
    let found = schedule.prefix(.max).map(\.ceiling)
    if expected.isEmpty || found != expected { problems.append("\(model): \(found)") }
  }
  return problems
}
