/// HTTP status codes as items of `http.retryOn`.
public enum StatusCode {
  /// The codes that Kuma takes: those that Go's `net/http` has a text for, in every release.
  public static let known: [ClosedRange<UInt32>] = [
    100...103, 200...208, 226...226, 300...305, 307...308, 400...418, 421...426, 428...429,
    431...431, 451...451, 500...508, 510...511,
  ]

  /// Whether Kuma knows the code.
  static func isKnown(_ code: UInt32) -> Bool { known.contains { $0.contains(code) } }

  /// Whether the validator takes the text: Go's `Atoi` (a sign and leading zeros are fine), then the
  /// known codes.
  public static func isValid(_ text: String) -> Bool {
    var digits = text.utf8[...]
    if digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
    return number(digits).map(isKnown) ?? false
  }

  /// The code that the mapping to Envoy makes of the text: Go's `ParseUint`, which takes no sign; so
  /// `+503` passes the validator and is lost here.
  public static func mapped(_ text: String) -> UInt32? {
    number(text.utf8[...]).flatMap { isKnown($0) ? $0 : nil }
  }

  private static func number(_ digits: Substring.UTF8View) -> UInt32? {
    guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return UInt32(Substring(digits))
  }
}
