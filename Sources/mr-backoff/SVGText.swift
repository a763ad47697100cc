/// Elements of an SVG picture as text.
struct SVGText {
  private(set) var text = ""

  mutating func rectangle(
    x: Double, y: Double, width: Double, height: Double, class name: String
  ) {
    text +=
      "<rect class=\"\(name)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" "
      + "width=\"\(Self.number(width))\" height=\"\(Self.number(height))\"/>\n"
  }

  mutating func line(_ points: [(x: Double, y: Double)], class name: String) {
    let list = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }
    text += "<polyline class=\"\(name)\" points=\"\(list.joined(separator: " "))\"/>\n"
  }

  mutating func label(
    _ label: String, x: Double, y: Double, class name: String = "label", anchor: String = "start"
  ) {
    text +=
      "<text class=\"\(name)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" "
      + "text-anchor=\"\(anchor)\">\(Self.escaped(label))</text>\n"
  }

  /// At most one decimal: less cannot be seen.
  static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let whole = "\(sign)\(tenths.magnitude / 10)"
    return tenths % 10 == 0 ? whole : "\(whole).\(tenths.magnitude % 10)"
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      // Control characters have no place in XML.
      case _ where scalar.value < 0x20: result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
