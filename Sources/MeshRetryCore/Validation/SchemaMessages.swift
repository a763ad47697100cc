import JSON

extension SchemaViolation {
  /// The rule of ours that it falls under.
  var code: RuleCode {
    switch rule {
    case .type: isUnquotedStatusCode ? .unquotedStatusCode : .wrongType
    case .pattern: .headerName
    case .values where path.steps.suffix(2) == [.key("targetRef"), .key("kind")]: .targetRefKind
    case .values, .tooShort, .tooLong, .tooFewItems: .valueNotAllowed
    case .missing: .missingField
    case .integerFormat: .numberOutOfRange
    }
  }

  /// What is wrong, in plain words.
  var message: String {
    let name = path.lastKey
    switch rule {
    case .type where isUnquotedStatusCode:
      // A number read from other digits, such as 0503, may not be what was meant.
      let code = node.number?.text ?? ""
      return "a status code is a string: "
        + (StatusCode.isValid(code) ? "write \"\(code)\", with quotes" : "put it in quotes")
    case .type(let expected, let found):
      let wanted = expected.hasPrefix("int") ? "integer" : expected
      let got = found.isEmpty || found == "float64" ? plainType : found
      return "\(path.subject) must be \(Self.withArticle(wanted)), not \(Self.withArticle(got))"
    case .values(let values):
      let given = node.scalarText.map { "'\($0)'" } ?? plainType
      let nearest = node.string.flatMap { text in
        Nearest.match(text, in: values) ?? TextFix.spelling(of: "Mesh\(text)", in: values)
      }
      let hint = nearest.map { "; did you mean '\($0)'?" } ?? "; one of \(list(values))"
      return "\(name) cannot be \(given)\(hint)"
    case .pattern:
      let hint = fix.map { "; did you mean '\($0.new)'?" }
      return "'\(node.string ?? "")' is no header name"
        + (hint ?? ": lower-case letters, digits and !#$%&'*+-.^_`|~ only")
    case .tooShort: return "\(name) must not be empty"
    case .tooLong: return "\(name) has more than \(SchemaValidator.headerNameLimit) characters"
    case .missing: return "missing field '\(name)'"
    case .tooFewItems: return "\(name) must have at least one item"
    case .integerFormat(let format):
      return "\(name) must be a whole number that fits \(format.rawValue)"
    }
  }

  /// A number among the items of `http.retryOn`.
  private var isUnquotedStatusCode: Bool {
    guard case .type = rule, node.kind == .number, path.steps.count > 2 else { return false }
    return path.steps.suffix(3).dropLast() == [.key("http"), .key("retryOn")]
  }

  private var plainType: String {
    node.kind == .number ? "number with a fraction or out of range" : node.kind.rawValue
  }

  private static func withArticle(_ type: String) -> String {
    switch type {
    case "null", "date-time": type
    case "integer", "array", "object": "an \(type)"
    default: "a \(type)"
    }
  }

  private func list(_ values: [String]) -> String {
    values.map { "'\($0)'" }.joined(separator: ", ")
  }

  /// What to write instead, when there is exactly one right answer.
  var fix: TextFix? {
    switch rule {
    case .type where isUnquotedStatusCode:
      // A number read from other digits, such as 0503, may not be what was meant.
      guard let code = node.number?.text, StatusCode.isValid(code) else { return nil }
      return TextFix(node, old: code, new: code, needsQuotes: true)
    case .values(let values):
      return node.string.flatMap { TextFix.spelling(of: $0, in: values) }
        .flatMap { TextFix(node, new: $0) }
    case .pattern:
      guard let lower = node.string?.lowercased(), lower.utf8.allSatisfy(HeaderName.isAllowed)
      else { return nil }
      return TextFix(node, new: lower)
    default: return nil
    }
  }

  /// What to write instead, in words.
  var help: String? {
    switch rule {
    case .type: typeHelp
    case .values where code == .targetRefKind: kindHelp
    case .missing where missingKey == "targetRef":
      path.steps.count == 2
        ? "for all proxies of the mesh write 'targetRef: {kind: Mesh}'"
        : "for all services of the mesh write 'targetRef: {kind: Mesh}'"
    case .missing where missingKey == "format": "Seconds or UnixTimestamp"
    case .missing where missingKey == "predicate":
      "OmitPreviousHosts, OmitHostsWithTags or OmitPreviousPriorities"
    default: nil
    }
  }

  /// Which other releases know a kind that this one does not.
  private var kindHelp: String? {
    node.string.flatMap { kind in
      TargetRefSupport.releases(accepting: kind, isTopLevel: path.steps.count == 3)
        .map { "\(kind) is accepted here by releases \($0)" }
    }
  }

  private var typeHelp: String? {
    if isUnquotedStatusCode { return nil }
    if case .type("array", _) = rule, node.kind == .object {
      return "each item of a list begins with '- '"
    }
    switch (path.steps.last, node.kind) {
    case (.key("perTryTimeout"), .number), (.key("baseInterval"), .number),
      (.key("maxInterval"), .number):
      return DurationAdvice(node.number?.text ?? "").help
    case (.key("retryOn"), .string):
      let isHTTP = path.steps.contains(.key("http"))
      let known =
        isHTTP ? HTTPRetryOn.allCases.map(\.rawValue) : GRPCRetryOn.allCases.map(\.rawValue)
      return "write a list: " + RetryOnAdvice.list(from: node.string ?? "", known: known)
    case (.key("backOff"), .string): return "write 'backOff: {baseInterval: \(node.string ?? "")}'"
    case (.key("targetRef"), .string): return "write 'targetRef: {kind: \(node.string ?? "")}'"
    case (.index, .string) where path.steps.contains(.key("resetHeaders")):
      return "write '{name: \(node.string?.lowercased() ?? ""), format: Seconds}'"
    case (_, .string):
      guard case .type("integer", _) = rule, let text = node.string, Int64(text) != nil else {
        return nil
      }
      return "write \(text) without quotes"
    default: return nil
    }
  }

  // MARK: Kuma's words

  /// kumactl's field and text: the library's text is cut at its first blank, and the first word is a
  /// field only when it begins with `spec.`.
  var universalReport: Finding.KumaReport {
    let text = "\(libraryPath) \(libraryText)".drop { $0 == " " }
    let whole = String(text)
    guard whole.hasPrefix("spec."), let blank = whole.firstIndex(of: " ") else {
      return Finding.KumaReport(stage: .schema, field: "", message: whole)
    }
    return Finding.KumaReport(
      stage: .schema, field: String(whole[..<blank]),
      message: String(whole[whole.index(after: blank)...]))
  }

  private var libraryPath: String {
    switch rule {
    case .integerFormat: ""
    // A required key of the root has a dot before it.
    case .missing where path.steps.count == 1: ".\(path)"
    default: path.description
    }
  }

  private var libraryText: String {
    switch rule {
    case .type(let expected, let found): "in body must be of type \(expected): \"\(found)\""
    case .values(let values): "in body should be one of [\(values.joined(separator: " "))]"
    case .pattern: "in body should match '\(SchemaValidator.headerNamePattern)'"
    case .tooShort: "in body should be at least 1 chars long"
    case .tooLong: "in body should be at most \(SchemaValidator.headerNameLimit) chars long"
    case .missing: "in body is required"
    case .tooFewItems: "in body should have at least 1 items"
    case .integerFormat(let format):
      "Checked value must be of type integer with format \(format.rawValue) in \(path)"
    }
  }

  /// The API server's field and text.
  func kubernetesReport(_ release: Release) -> Finding.KumaReport {
    var field = path.description
    let message: String
    switch rule {
    case .type(_, let found): message = "Invalid value: \"\(found)\": \(path) \(libraryText)"
    case .values(let values):
      let given = node.string.map(GoQuote.quote) ?? node.value.compactText
      let supported = values.map { "\"\($0)\"" }.joined(separator: ", ")
      message = "Unsupported value: \(given): supported values: \(supported)"
    case .pattern, .tooShort:
      message = "Invalid value: \(GoQuote.quote(node.string ?? "")): \(path) \(libraryText)"
    case .tooLong:
      message =
        release.has(.lengthsInBytes)
        ? "Too long: may not be more than \(SchemaValidator.headerNameLimit) bytes"
        : "Too long: may not be longer than \(SchemaValidator.headerNameLimit)"
    case .missing: message = "Required value"
    case .tooFewItems:
      message = "Invalid value: \(node.count): \(path) \(libraryText)"
    case .integerFormat:
      field = "<root>"
      message = "Invalid value: \"\": \(libraryText)"
    }
    return Finding.KumaReport(stage: .schema, field: field, message: message)
  }
}

extension FieldPath {
  /// What the path is of, for sentences: a field, or an item of a list.
  var subject: String {
    if case .index = steps.last { return "an item of \(lastKey)" }
    return lastKey
  }

  /// The last key on the path, for sentences about the field.
  var lastKey: String {
    for step in steps.reversed() {
      if case .key(let key) = step { return key }
    }
    return "document"
  }
}
