/// One document as it was read: every key and value with its place in the text.
///
/// The tree is flat: nodes in reading order, each knowing how many nodes its subtree takes, and one
/// buffer with the text of all scalars. So a document of any depth is built, copied and freed
/// without recursion, and costs 32 bytes a value beside its text.
public final class JSONDocument: Sendable {
  /// The bytes of memory that a document may take, so that none takes all there is: 1 GiB, about 250 MB of
  /// policies. It is also far below what a node can address.
  public static let memoryLimit = 1 << 30

  /// What a document may take however short its text is: 32 MiB.
  public static let slack = 32 << 20

  /// What is more than one of many documents that are read at the same time may take: 2 MiB.
  public static let large = 2 << 20

  /// How many times the length of its text a document may take beside that, where this is looked at. With the
  /// text itself and all else there is that makes 64 MiB and six times the text. Policies take three to four
  /// times theirs; what takes more is nothing but values of a letter or none.
  public static let proportion = 5

  let nodes: NodeArray
  let text: [UInt8]

  /// Keys that a later equal key of the same object replaced, in the order they were found.
  public let duplicates: BoundedList<Duplicate>

  /// Stretches of nodes that stand here by an alias, with the alias's place.
  let aliases: [AliasUse]

  /// How often a key took the place of one that a YAML merge key had brought, which is what merge keys are
  /// for.
  public let overriddenMerges: Int

  /// The bytes that are left of those which the document may take: what is made of it may take so many.
  public let room: Int

  init(
    nodes: NodeArray, text: [UInt8], duplicates: BoundedList<Duplicate> = BoundedList(),
    overriddenMerges: Int = 0, aliases: [AliasUse] = [], room: Int = .max
  ) {
    self.room = room
    self.nodes = nodes
    self.text = text
    self.duplicates = duplicates
    self.overriddenMerges = overriddenMerges
    self.aliases = aliases
  }

  /// Whether another document says the same at the same places, in the same order.
  package func isIdentical(to other: JSONDocument) -> Bool {
    nodes == other.nodes && text == other.text && aliases == other.aliases
      && overriddenMerges == other.overriddenMerges && duplicates == other.duplicates
  }

  /// About how many bytes of memory it takes.
  public var footprint: Int { nodes.count * MemoryLayout<Node>.stride + text.count }

  /// What there is of it.
  public var size: Size { Size(nodes: nodes.count, text: text.count) }

  /// How many nodes a document has, and how many bytes its scalars.
  public struct Size: Sendable {
    /// The size of nothing.
    public static let none = Size(nodes: 0, text: 0)

    var nodes: Int
    var text: Int
  }

  /// The document's value.
  public var root: JSONNode { JSONNode(document: self, index: 0) }

  /// A key that was given twice in one object: the last one is in force.
  public struct Duplicate: Sendable, Equatable {
    /// The key's text.
    public let key: String
    /// Where the earlier key, now without effect, stands.
    public let first: TextRange
    /// Where the key that replaced it stands.
    public let second: TextRange
  }

  struct AliasUse: Sendable, Equatable {
    var nodes: Range<Int>
    var place: TextRange
  }

  /// What a node is; containers count their children in `length`.
  enum Kind: UInt8, Sendable {
    case null, `false`, `true`, number, string, array, object
    /// An object's key; its value is the next node. `span` holds a hash of the text.
    case key
    /// A key that a later equal key replaced; the key and its value are skipped.
    case replacedKey
  }

  struct Node: Sendable, Equatable {
    var kind: Kind
    /// Whether the text can be written between quotes as it is.
    var isPlain: Bool = false
    /// Whether this key was taken over from another object by a YAML merge key.
    var isMerged: Bool = false
    /// Where the scalar's text starts in `text`.
    var offset: UInt32 = 0
    /// The scalar's length in bytes, or the number of children (an object's keys, replaced ones too).
    var length: UInt32 = 0
    /// The number of nodes in the subtree, this one included; of a key: its hash.
    var span: UInt32 = 1
    var start: Position
    var end: Position
  }

  func bytes(of node: Node) -> ArraySlice<UInt8> {
    text[Int(node.offset)..<Int(node.offset) + Int(node.length)]
  }

  /// The node after the subtree at `index`.
  func next(_ index: Int) -> Int {
    switch nodes[index].kind {
    case .array, .object: index + Int(nodes[index].span)
    default: index + 1
    }
  }
}
