import Foundation
import SystemIO

// conformance DATA BIN: runs the libraries and the tools of BIN against the reference outcomes in DATA,
// prints passed/total for each suite, and fails on every miss that expected-failures.txt does not list.

/// Runs the suites; 0 when nothing but expected failures differed.
func run(_ arguments: [String]) throws -> Int32 {
  guard arguments.count >= 3 else {
    print("usage: conformance DATA BIN [SUITE-PREFIX]")
    return 2
  }
  let data = arguments[1]
  let only = arguments.count > 3 ? arguments[3] : ""
  var results: [SuiteResult] = []
  if only.isEmpty || only.hasPrefix("yaml") { results += try yamlSuites(data: data) }
  if only.isEmpty || only.hasPrefix("envoy") { results += try envoySuites(data: data) }
  if only.isEmpty || only.hasPrefix("validation") { results += try validationSuites(data: data) }

  let expected = ExpectedFailures(path: "Tests/Conformance/expected-failures.txt")
  var misses = 0
  for result in results {
    let unexpected = result.failures.filter { !expected.contains(suite: result.name, failure: $0) }
    print("\(result.passed)/\(result.total)  \(result.name)")
    for failure in unexpected { print("  MISS \(failure)") }
    misses += unexpected.count
  }
  print("\(results.reduce(0) { $0 + $1.passed }) passed, \(misses) failed")
  return misses == 0 ? 0 : 1
}

// The corpus has documents of 10,000 levels.
LargeStack.run {
  do {
    exit(try run(CommandLine.arguments))
  } catch {
    print("conformance: \(error)")
    exit(2)
  }
}
