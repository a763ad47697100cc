/// An object with its keys in order; a key occurs once.
///
/// Small objects are searched in a row; from `indexThreshold` members on an index is kept.
public struct JSONObject: Sendable {
  /// A key and its value.
  public typealias Member = (key: String, value: JSONValue)

  /// The members in order.
  public private(set) var members: [Member] = []
  private var index: [String: Int]?
  private static let indexThreshold = 16

  /// An empty object.
  public init() {}

  /// An object of the given members; of equal keys the last value stays, at the first one's place.
  public init(_ members: [Member]) {
    self.members.reserveCapacity(members.count)
    for (key, value) in members { self[key] = value }
  }

  /// The value of a key: nil when absent; assigning nil removes, a new key goes to the end.
  public subscript(key: String) -> JSONValue? {
    get { find(key).map { members[$0].value } }
    set {
      switch (find(key), newValue) {
      case (let place?, let value?):
        members[place].value = value
      case (let place?, nil):
        members.remove(at: place)
        index = nil
        buildIndexIfLarge()
      case (nil, let value?):
        members.append((key, value))
        if index != nil { index?[key] = members.count - 1 } else { buildIndexIfLarge() }
      case (nil, nil):
        break
      }
    }
  }

  /// Whether there are no members.
  public var isEmpty: Bool { members.isEmpty }
  /// The number of members.
  public var count: Int { members.count }
  /// The keys in order.
  public var keys: [String] { members.map(\.key) }

  private func find(_ key: String) -> Int? {
    if let index { return index[key] }
    return members.firstIndex { $0.key == key }
  }

  private mutating func buildIndexIfLarge() {
    guard members.count >= Self.indexThreshold else { return }
    index = Dictionary(
      members.enumerated().map { ($0.element.key, $0.offset) }, uniquingKeysWith: { $1 })
  }
}

extension JSONObject: Equatable {
  /// Objects are equal when they have the same keys with equal values, in any order.
  public static func == (a: JSONObject, b: JSONObject) -> Bool {
    a.count == b.count && a.members.allSatisfy { b[$0.key] == $0.value }
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// An object literal, in the order written.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init(elements.map { (key: $0.0, value: $0.1) })
  }
}
