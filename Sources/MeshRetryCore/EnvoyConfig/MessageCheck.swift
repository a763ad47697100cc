import JSON

/// Something in a configuration for which Envoy refuses it.
public struct ConfigProblem: Sendable {
  /// The value, or the message that lacks one.
  public let node: JSONNode
  /// Envoy's words, as far as they are the same on every run.
  public let text: String
  /// Whether it is a field that is not known here: a newer Envoy may know it.
  public var isUnknownField = false
}

extension ConfigProblem {
  /// A field that Envoy 1.40 does not know.
  static func unknownField(_ key: JSONNode) -> ConfigProblem {
    ConfigProblem(
      node: key, text: "no such field: '\(key.string ?? "")'", isUnknownField: true)
  }
}

/// Checks messages in protobuf's JSON mapping against their rules.
struct MessageCheck {
  private(set) var problems: [ConfigProblem] = []

  private mutating func report(_ node: JSONNode, _ text: String) {
    problems.append(ConfigProblem(node: node, text: text))
  }

  private mutating func report(
    _ node: JSONNode, _ message: MessageRule, _ field: String, _ text: String
  ) {
    report(node, "\(message.name)ValidationError.\(Self.goName(field)): \(text)")
  }

  /// `baseInterval` in errors is `BaseInterval`.
  private static func goName(_ field: String) -> String {
    field.prefix(1).uppercased() + field.dropFirst()
  }

  /// Checks a message with all it holds.
  mutating func check(_ node: JSONNode, _ message: MessageRule) {
    if node.isNull { return }
    guard node.kind == .object else { return report(node, "invalid JSON: expected a message") }
    var missing = message.required
    for (key, value) in node.members where !value.isNull {
      let field = FieldNames.camelCase(key.string ?? "")
      guard let rule = message.fields[field] else {
        problems.append(.unknownField(key))
        continue
      }
      missing.removeAll { $0 == field }
      check(value, rule, field, message)
    }
    for field in missing { reportMissing(field, of: message, node) }
    compareIntervals(node, message)
  }

  private mutating func reportMissing(
    _ field: String, of message: MessageRule, _ node: JSONNode
  ) {
    switch message.fields[field] {
    case .list: report(node, message, field, "value must contain at least 1 item(s)")
    case .text: report(node, message, field, "value length must be at least 1 characters")
    default: report(node, message, field, "value is required")
    }
  }

  private mutating func check(
    _ node: JSONNode, _ rule: FieldRule, _ field: String, _ message: MessageRule
  ) {
    switch rule {
    case .anything: break
    case .bool: if node.bool == nil { mistyped(node, "a boolean") }
    case .uint32: if Self.integer(node, as: UInt32.self) == nil { mistyped(node, "a uint32") }
    case .int64: if Self.integer(node, as: Int64.self) == nil { mistyped(node, "an int64") }
    case .wrappedUInt32(let least):
      let inner = node.kind == .object ? node["value"] : node
      guard let value = inner.map({ Self.integer($0, as: UInt32.self) }) ?? 0 else {
        return mistyped(node, "a uint32")
      }
      if value < least {
        report(node, message, field, "value must be greater than or equal to \(least)")
      }
    case .text(let rule): check(text: node, rule, field, message)
    case .duration(let rule): check(duration: node, rule, field, message)
    case .enumeration(let names): check(enumeration: node, names, field, message)
    case .message(let inner): check(node, inner)
    case .extensionConfig(let name): check(extensionConfig: node, name)
    case .list(let element, let notEmpty):
      guard node.kind == .array else { return mistyped(node, "a list") }
      if notEmpty && node.count == 0 {
        report(node, message, field, "value must contain at least 1 item(s)")
      }
      for item in node.elements { check(item, element, field, message) }
    }
  }

  private mutating func mistyped(_ node: JSONNode, _ expected: String) {
    report(node, "invalid JSON: expected \(expected)")
  }

  /// Protobuf takes a number, a whole one in any notation, or its digits as a string.
  private static func integer<Value: FixedWidthInteger>(
    _ node: JSONNode, as type: Value.Type
  ) -> Value? {
    node.number?.integer(as: type) ?? node.string.flatMap { Value($0) }
  }

  private mutating func check(
    text node: JSONNode, _ rule: TextRule, _ field: String, _ message: MessageRule
  ) {
    guard let text = node.string, node.kind == .string else { return mistyped(node, "a string") }
    if text.isEmpty && rule != .any {
      return report(node, message, field, "value length must be at least 1 characters")
    }
    if rule == .headerName, text.utf8.contains(where: { $0 == 0 || $0 == 0x0A || $0 == 0x0D }) {
      report(node, message, field, "value does not match regex pattern")
    }
    if rule == .regex, let complaint = RE2Syntax.complaint(about: text) { report(node, complaint) }
  }

  private mutating func check(
    enumeration node: JSONNode, _ names: [String], _ field: String, _ message: MessageRule
  ) {
    if let number = Self.integer(node, as: Int32.self) {
      if !names.indices.contains(Int(number)) {
        report(node, message, field, "value must be one of the defined enum values")
      }
    } else if !names.contains(node.string?.uppercased() ?? "") {
      report(node, "invalid JSON: unknown enum value '\(node.string ?? "")'")
    }
  }

  private mutating func check(extensionConfig node: JSONNode, _ name: String) {
    let given = node["name"]?.string ?? ""
    if given.isEmpty {
      report(node, "\(name)ValidationError.Name: value length must be at least 1 characters")
    }
    guard let config = node.field("typedConfig"), let type = config["@type"]?.string else {
      return report(
        node, "Didn't find a registered implementation for '\(given)' with type URL: ''")
    }
    if !type.hasPrefix("type.googleapis.com/envoy.extensions.retry.") {
      report(config, "could not find @type '\(type)'")
    }
  }

  // MARK: Durations

  private mutating func check(
    duration node: JSONNode, _ rule: DurationRule, _ field: String, _ message: MessageRule
  ) {
    guard let duration = ProtobufDuration(node) else { return mistyped(node, "a duration") }
    if duration.isNegative { return report(node, "Invalid duration: Expected positive duration") }
    if duration.seconds > 9_223_372_035 {
      return report(node, "Invalid duration: Duration out-of-range")
    }
    if rule == .positive && duration.isZero {
      report(node, message, field, "value must be greater than 0s")
    }
    if rule == .atLeastMillisecond && duration.milliseconds == 0 {
      report(node, message, field, "value must be greater than or equal to 1ms")
    }
  }

  /// Envoy: compared in whole milliseconds, at least one.
  private mutating func compareIntervals(_ node: JSONNode, _ message: MessageRule) {
    let words: String
    switch message.name {
    case MessageRule.retryBackOff.name:
      words = "retry_policy.max_interval must greater than or equal to the base_interval"
    case MessageRule.backoffStrategy.name:
      words = "max_backoff_interval must be greater or equal to base_backoff_interval"
    default: return
    }
    guard let base = node.field("baseInterval").flatMap(ProtobufDuration.init),
      let maximum = node.field("maxInterval").flatMap(ProtobufDuration.init), !maximum.isZero,
      !maximum.isNegative, max(1, maximum.milliseconds) < max(1, base.milliseconds)
    else { return }
    report(node, words)
  }
}

/// A `google.protobuf.Duration` in JSON: `1.5s`, or an object of seconds and nanos, which Envoy takes too.
struct ProtobufDuration {
  var seconds: UInt64
  var nanoseconds: UInt32
  var isNegative: Bool

  var isZero: Bool { seconds == 0 && nanoseconds == 0 }
  var milliseconds: UInt64 {
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    return overflow ? .max : product + UInt64(nanoseconds / 1_000_000)
  }

  init?(_ node: JSONNode) {
    if node.kind == .object {
      let seconds: Int64? = node["seconds"].map { $0.number?.integer() ?? nil } ?? 0
      let nanos: Int32? = node["nanos"].map { $0.number?.integer() ?? nil } ?? 0
      guard let seconds, let nanos else { return nil }
      self.seconds = seconds.magnitude
      nanoseconds = nanos.magnitude
      isNegative = seconds < 0 || nanos < 0
      return
    }
    guard var text = node.string?[...], text.last == "s" else { return nil }
    text.removeLast()
    isNegative = text.first == "-"
    if isNegative { text.removeFirst() }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count),
      parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isDigit) }),
      let seconds = UInt64(parts[0]), seconds <= 315_576_000_000
    else { return nil }
    self.seconds = seconds
    let fraction = parts.count == 2 ? parts[1] : "0"
    guard fraction.utf8.count <= 9,
      let nanoseconds = UInt32(fraction + String(repeating: "0", count: 9 - fraction.utf8.count))
    else { return nil }
    self.nanoseconds = nanoseconds
  }
}

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
