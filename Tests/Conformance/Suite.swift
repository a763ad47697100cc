/// The outcome of one suite of cases.
struct SuiteResult {
  /// What was compared with what.
  var name: String
  /// The cases that came out as expected.
  var passed: Int
  /// All cases.
  var total: Int
  /// One line for each case that did not.
  var failures: [String]
}
