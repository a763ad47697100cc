import Foundation

/// The cases that cannot come out as the reference has them, each with its reason: lines of
/// `suite | id | reason`.
struct ExpectedFailures {
  private let cases: Set<String>

  init(path: String) {
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    cases = Set(
      text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
        let fields = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        return fields.count == 3 ? "\(fields[0])|\(fields[1])" : nil
      })
  }

  /// Whether a failure, `id: what differed`, is listed.
  func contains(suite: String, failure: String) -> Bool {
    guard let id = failure.range(of: ": ").map({ failure[..<$0.lowerBound] }) else { return false }
    return cases.contains("\(suite)|\(id)")
  }
}
