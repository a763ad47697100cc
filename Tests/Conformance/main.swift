import Foundation
import SystemIO

// conformance DATA BIN [NAME]: runs the libraries and the tools of BIN against the reference outcomes in
// DATA, prints passed/total for each suite, and fails on every miss that expected-failures.txt does not
// list. NAME: one family of suites only.

/// The families of suites.
nonisolated let families:
  [(name: String, run: @Sendable (_ data: String, _ bin: String) throws -> [SuiteResult])] = [
    ("yaml", { data, _ in try yamlSuites(data: data) }),
    ("validation", { data, _ in try validationSuites(data: data) }),
    ("matching", { data, _ in try matchingSuites(data: data) }),
    ("golden", { data, _ in try goldenRuleSuites(data: data) }),
    ("matchers", { data, _ in try matcherSuites(data: data) }),
    ("inspect", { data, _ in try inspectSuites(data: data) }),
    ("envoy", { data, _ in try envoySuites(data: data) }),
    ("backoff", { data, _ in backOffSuites(data: data) }),
    ("jq", { data, bin in try jqSuites(data: data, bin: bin) }),
  ]

/// Runs the suites; 0 when nothing but expected failures differed.
func run(_ arguments: [String]) throws -> Int32 {
  guard arguments.count >= 3 else {
    print("usage: conformance DATA BIN [\(families.map(\.name).joined(separator: "|"))]")
    return 2
  }
  // Suites that run the tools do so in folders of their own.
  let bin = URL(filePath: arguments[2]).standardizedFileURL.path
  let expected = ExpectedFailures(path: "Tests/Conformance/expected-failures.txt")
  var passed = 0
  var listed = 0
  var misses = 0
  for family in families where arguments.count < 4 || family.name == arguments[3] {
    for result in try family.run(arguments[1], bin) {
      let unexpected = result.failures.filter {
        !expected.contains(suite: result.name, failure: $0)
      }
      print("\(result.passed)/\(result.total)  \(result.name)")
      for failure in unexpected { print("  MISS \(failure)") }
      passed += result.passed
      listed += result.failures.count - unexpected.count
      misses += unexpected.count
    }
  }
  print("\(listed) differ for a listed reason (Tests/Conformance/expected-failures.txt)")
  print("\(passed) passed, \(misses) failed")
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
