/// What a suite of reference data came to.
struct SuiteResult {
  var name: String
  var passed: Int
  var total: Int
  var failures: [String]
}
