import Glibc

let data = CommandLine.arguments.dropFirst().first ?? "../shared/conformance"
var allPassed = true
for suite in envoySuites(data: data) {
  print("\(suite.name): \(suite.passed)/\(suite.total)")
  for failure in suite.failures.prefix(20) { print("  \(failure)") }
  allPassed = allPassed && suite.passed == suite.total && suite.total > 0
}
exit(allPassed ? 0 : 1)
