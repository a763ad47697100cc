/// Why a text is not JSON, and where.
public struct JSONSyntaxError: Error, Equatable, Sendable {
  /// What is wrong.
  public enum Reason: Equatable, Sendable {
    /// A character that cannot stand here; what could have.
    case unexpected(Unicode.Scalar, expected: String)
    /// The text ends inside a document; what would have come.
    case unexpectedEnd(expected: String)
    /// A number that JSON's grammar does not know, such as `01`, `1.` or `+1`.
    case invalidNumber
    /// A backslash with a character that it does not go with.
    case invalidEscape
    /// Half of a surrogate pair: no character.
    case loneSurrogate
    /// A control character that must be written as an escape.
    case controlCharacter(UInt8)
    /// Bytes that are no UTF-8.
    case invalidUTF8
    /// More than so many containers in each other.
    case tooDeep(limit: Int)
    /// A document that takes more memory than ``JSONDocument/memoryLimit``.
    case tooLarge
  }

  /// What is wrong.
  public let reason: Reason
  /// Where it is.
  public let position: Position

  /// What is wrong, in words.
  public var message: String {
    switch reason {
    case .unexpected(let scalar, let expected):
      "unexpected \(Self.name(scalar)), expected \(expected)"
    case .unexpectedEnd(let expected): "unexpected end of input, expected \(expected)"
    case .invalidNumber: "invalid number"
    case .invalidEscape: "invalid escape in string"
    case .loneSurrogate: "lone surrogate in string escape"
    case .controlCharacter(0): "NUL byte"
    case .controlCharacter(let byte):
      "control character \(Self.hex(UInt32(byte))) in string must be escaped"
    case .invalidUTF8: "invalid UTF-8"
    case .tooDeep(let limit): "nested more than \(limit) levels deep"
    case .tooLarge: "document takes more than 1 GiB of memory"
    }
  }

  private static func name(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0: "NUL byte"
    case 0x21...0x7E: "'\(scalar)'"
    default: "character \(hex(scalar.value))"
    }
  }

  private static func hex(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
