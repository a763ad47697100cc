/// What one suite of the conformance data came to.
struct SuiteResult {
  /// The suite's name.
  var name: String
  /// Cases that came out as the reference has them.
  var passed: Int
  /// All cases.
  var total: Int
  /// `id: what differed`, for each case that did not.
  var failures: [String]

  /// Counts a case: passed when nothing differed.
  mutating func count(_ id: String, _ difference: String?) {
    total += 1
    if let difference { failures.append("\(id): \(difference)") } else { passed += 1 }
  }
}
