import JSON

/// The head of an HTTP response as text: the status, when its line is there, and the header lines.
public struct ResponseHead: Sendable, Hashable {
  /// The status code; nil when only headers were given.
  public private(set) var status: UInt32?
  /// Names and values in order; blanks around values are gone, as in every HTTP parser.
  public private(set) var headers: [Header] = []

  /// A header line.
  public struct Header: Sendable, Hashable {
    /// The name as written.
    public let name: String
    /// The value without the blanks around it.
    public let value: String
  }

  /// Why a text is no head of a response, with the number of the line.
  public enum Problem: Error, Sendable, Hashable {
    /// The line has no name before a colon.
    case noHeader(line: Int)
    /// The status line has no number of three digits.
    case noStatus(line: Int)
    /// There is nothing.
    case empty

    /// What is wrong, in a sentence.
    public var message: String {
      switch self {
      case .noHeader(let line): "line \(line): expected a header, 'name: value'"
      case .noStatus(let line): "line \(line): expected a status line, 'HTTP/1.1 503 …'"
      case .empty: "empty: expected the head of an HTTP response"
      }
    }
  }

  /// A head of these header lines, each `name: value`.
  public init(headerLines lines: [String]) throws(Problem) {
    for (index, line) in lines.enumerated() { try add(Array(line.utf8)[...], index + 1) }
  }

  /// The head in a raw response: a status line or none, header lines, an empty line, anything.
  ///
  /// Lines end in CRLF or LF. Heads of interim responses (1xx) are passed over.
  public init(parsing bytes: [UInt8]) throws(Problem) {
    var number = 0
    var hasLines = false
    for part in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      let line = part.last == 0x0D ? part.dropLast() : part
      if line.isEmpty {
        guard hasLines else { continue }
        guard let status, (100...199).contains(status) else { return }
        self.status = nil
        headers = []
        hasLines = false
      } else if !hasLines && line.starts(with: "HTTP/".utf8) {
        status = try Self.status(line, number)
        hasLines = true
      } else {
        try add(line, number)
        hasLines = true
      }
    }
    if status == nil && headers.isEmpty { throw .empty }
  }

  /// The value of the first header of that name, letter case aside: Envoy looks at no other.
  public func value(_ name: String) -> String? {
    headers.first { $0.name.equalsIgnoringCase(name) }?.value
  }

  /// This head with another one's headers behind its own, and its status when there is none here.
  public func followed(by other: ResponseHead) -> ResponseHead {
    var head = self
    head.status = status ?? other.status
    head.headers += other.headers
    return head
  }

  private mutating func add(_ line: ArraySlice<UInt8>, _ number: Int) throws(Problem) {
    if line.first == UInt8(ascii: " ") || line.first == UInt8(ascii: "\t"), let last = headers.last
    {
      // A folded line goes on with the value of the one before.
      headers[headers.count - 1] = Header(
        name: last.name, value: last.value + " " + Self.trimmed(line))
      return
    }
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else {
      throw .noHeader(line: number)
    }
    headers.append(
      Header(
        name: Self.trimmed(line[..<colon]), value: Self.trimmed(line[(colon + 1)...])))
  }

  private static func status(
    _ line: ArraySlice<UInt8>, _ number: Int
  ) throws(Problem) -> UInt32 {
    let words = line.split(separator: UInt8(ascii: " "))
    guard words.count >= 2, words[1].count == 3,
      let status = UInt32(String(decoding: words[1], as: UTF8.self))
    else { throw .noStatus(line: number) }
    return status
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    let start = bytes.firstIndex { !isBlank($0) } ?? bytes.endIndex
    let end = bytes.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? start
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }
}
