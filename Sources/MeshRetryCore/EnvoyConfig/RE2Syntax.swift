/// Whether a regular expression is one that RE2 takes.
enum RE2Syntax {
  /// RE2's complaint; nil when it takes the expression.
  static func complaint(about regex: String) -> String? { nil }
}
