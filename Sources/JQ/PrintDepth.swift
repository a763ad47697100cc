internal import CLibJQ

/// How deep libjq prints before it puts a remark in the place of the rest.
///
/// The limit and the words differ between releases and distributions, so the library is asked, the
/// first time that a value is deep enough for it to matter.
struct PrintDepth: Sendable {
  /// The deepest level that is printed; the outermost value is level 0.
  let limit: Int
  /// What stands in the place of anything deeper.
  let remark: String

  /// No release prints less deep than this.
  static let least = 256

  /// The rule of the libjq at hand.
  static let library: PrintDepth = {
    for limit in [least, 10_000] {
      if let remark = remark(beyond: limit) { return PrintDepth(limit: limit, remark: remark) }
    }
    return PrintDepth(limit: 10_000, remark: "<skipped: too deep>")
  }()

  /// What the library prints for a 0 one level below the limit, unless it prints the 0.
  private static func remark(beyond limit: Int) -> String? {
    var value = JV(adopting: jv_number(0))
    for _ in 0...limit { value = JV.array.appending(value) }
    let text = JV(adopting: jv_dump_string(value.take(), 0))
    let inner = text.string?.drop { $0 == "[" }.prefix { $0 != "]" }
    return inner == "0" ? nil : inner.map { String($0) }
  }
}
