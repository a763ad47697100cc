import JSON

/// What is fuzzed. A target takes any bytes, and knows what must hold whatever they are.
public enum FuzzTarget: String, CaseIterable, Sendable {
  case json
  case yaml
  case durations
  case validation
  case merge
  case matching
  case envoyApply = "envoy-apply"
  case resetHeaders = "reset-headers"

  /// Runs the target on an input.
  ///
  /// - Throws: ``BrokenPromise`` when something does not hold that must.
  public func check(_ input: [UInt8]) throws {
    switch self {
    case .json: try JSONPromises.check(input)
    case .yaml: try YAMLPromises.check(input)
    case .durations: try DurationPromises.check(input)
    case .validation: try ValidationPromises.check(input)
    case .merge: try MergePromises.check(input)
    case .matching: try MatchingPromises.check(input)
    case .envoyApply: try EnvoyApplyPromises.check(input)
    case .resetHeaders: try ResetHeaderPromises.check(input)
    }
  }

  /// What the library makes of an input, one line of JSON, for an oracle to compare with its own answer;
  /// nil where there is no oracle.
  public func answer(_ input: [UInt8]) -> String? {
    switch self {
    case .json: JSONPromises.answer(input).compactText
    case .durations: DurationPromises.answer(input).compactText
    case .merge: MergePromises.answer(input).compactText
    case .yaml, .validation, .matching, .envoyApply, .resetHeaders: nil
    }
  }
}

/// Something does not hold that must.
public struct BrokenPromise: Error, CustomStringConvertible {
  /// What does not hold.
  public let description: String
}

/// Throws a ``BrokenPromise`` unless the condition holds.
func expect(_ condition: Bool, _ promise: @autoclosure () -> String) throws {
  if !condition { throw BrokenPromise(description: promise()) }
}
