/// A list that takes what comes up to a limit and counts the rest: what a hostile text makes of it is
/// bounded, and known.
public struct BoundedList<Element> {
  /// What was taken, in order.
  public fileprivate(set) var elements: [Element] = []
  /// How many more there were.
  public fileprivate(set) var omitted = 0
  private let limit: Int

  /// Nobody reads more than this about one document.
  public static var usual: Int { 10_000 }

  /// An empty list.
  public init(limit: Int = Self.usual) { self.limit = limit }

  /// Whether nothing came.
  public var isEmpty: Bool { elements.isEmpty && omitted == 0 }

  /// Whether no more is taken.
  public var isFull: Bool { elements.count >= limit }

  /// Takes an element, which is not even made when the list is full.
  public mutating func append(_ element: @autoclosure () -> Element) {
    if elements.count < limit { elements.append(element()) } else { omitted += 1 }
  }

  /// Counts an element that nobody needs to see.
  public mutating func omit() { omitted += 1 }

  /// Takes all that another list took, and counts what it left out.
  public mutating func append(contentsOf other: Self) {
    for element in other.elements { append(element) }
    omitted += other.omitted
  }

  /// The same list with each element replaced.
  public func map<Other>(_ transform: (Element) -> Other) -> BoundedList<Other> {
    var result = BoundedList<Other>(limit: limit)
    result.elements = elements.map(transform)
    result.omitted = omitted
    return result
  }
}

extension BoundedList: Equatable where Element: Equatable {}
extension BoundedList: Sendable where Element: Sendable {}
