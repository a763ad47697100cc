import CLibYAML
import JSON

/// Builds one document from what stands in its text, one after another: keys as text, aliases and merge keys resolved.
///
/// Source of the rules: go-yaml v2's decoder and `sigs.k8s.io/yaml`, as measured.
struct Composer {
  private var builder: JSONDocumentBuilder
  /// The innermost open collection; the document itself counts as one that wants no key.
  private var frame = Frame(isMapping: false, index: 0, hasAnchor: false, visitsBefore: 0)
  private var outerFrames: [Frame] = []
  private var anchors: [String: Anchor] = [:]
  /// The names of the open collections that have an anchor, the innermost last.
  private var openAnchors: [String] = []
  private var visits = AliasBudget()
  private var depth = 0
  /// Scalars that are read as something else than they say.
  private(set) var surprises = BoundedList<ScalarSurprise>()

  /// A composer that builds with that builder, which no one else has: it has room reserved.
  init(builder: consuming JSONDocumentBuilder) { self.builder = builder }

  /// A collection that is being read. It holds no references: it is looked at for every value.
  private struct Frame {
    var isMapping: Bool
    var index: Int
    var hasAnchor: Bool
    var visitsBefore: Int
    /// In a mapping: whether a key comes next.
    var wantsKey = true
    /// In a mapping: the node that the value of a merge key gets, with the key's place.
    var merge: (value: Int, place: TextRange)?
  }

  /// What an alias can stand for. There may be very many.
  private struct Anchor {
    /// The node; no document has as many as could be counted here.
    private let node: UInt32
    private let visitCount: UInt32
    var isOpen = false
    var key = Key.none

    /// A scalar as a key.
    enum Key {
      /// It is no scalar.
      case none
      case text([UInt8])
      indirect case refused(YAMLError)
    }

    init(index: Int, visits: Int) {
      node = UInt32(clamping: index)
      visitCount = UInt32(clamping: visits)
    }

    var index: Int { Int(node) }
    var visits: Int { Int(visitCount) }

    /// What an anchor takes with its text, and its share of a table that grows; its name comes twice.
    static let size = 176
  }

  /// Whether the document has outgrown what may be held.
  var isTooLarge: Bool { builder.isTooLarge }

  /// Takes notice of the length of the document's text up to now, to which what the document takes must be in
  /// proportion, with what is needed for its lines.
  mutating func note(sourceLength: Int, linesWeight: Int) {
    builder.sourceLength = sourceLength
    builder.linesWeight = linesWeight
  }

  /// Takes the next event of the document.
  mutating func take(_ event: UnsafePointer<yaml_event_t>) throws(YAMLError) {
    if isTooLarge {
      let reason: YAMLError.Reason = builder.isBeyondLimit ? .tooLarge : .tooDense
      throw YAMLError(reason: reason, position: Position(event.pointee.start_mark))
    }
    let range = TextRange(event)
    switch event.pointee.type {
    case YAML_SCALAR_EVENT: try scalar(ScalarEvent(event))
    case YAML_ALIAS_EVENT: try alias(event)
    case YAML_MAPPING_START_EVENT:
      try begin(isMapping: true, at: range, anchor: event.pointee.data.mapping_start.anchor)
    case YAML_SEQUENCE_START_EVENT:
      try begin(isMapping: false, at: range, anchor: event.pointee.data.sequence_start.anchor)
    case YAML_MAPPING_END_EVENT, YAML_SEQUENCE_END_EVENT:
      try end(at: range.end)
    default: break
    }
  }

  /// Keeps count of the nesting in a document that has failed, whose events are passed over.
  mutating func followNesting(_ event: UnsafePointer<yaml_event_t>) throws(YAMLError) {
    switch event.pointee.type {
    case YAML_MAPPING_START_EVENT, YAML_SEQUENCE_START_EVENT:
      try deeper(at: Position(event.pointee.start_mark))
    case YAML_MAPPING_END_EVENT, YAML_SEQUENCE_END_EVENT: depth -= 1
    default: break
    }
  }

  /// The document, once its last event was taken.
  mutating func finish() -> JSONDocument? { builder.finish() }

  // MARK: Collections

  /// Opens a mapping or sequence.
  mutating func begin(
    isMapping: Bool, at range: TextRange, anchor: UnsafeMutablePointer<yaml_char_t>? = nil
  ) throws(YAMLError) {
    if isKeyNext { throw YAMLError(reason: .collectionAsKey, position: range.start) }
    try deeper(at: range.start)
    let before = visits.total
    try visits.visit(at: range.start)
    let index = builder.nodeCount
    if isMapping { builder.beginObject(at: range) } else { builder.beginArray(at: range) }
    if let anchor {
      let name = String(cString: anchor)
      var anchor = Anchor(index: index, visits: 0)
      anchor.isOpen = true
      set(anchor, name)
      openAnchors.append(name)
    }
    outerFrames.append(frame)
    frame = Frame(
      isMapping: isMapping, index: index, hasAnchor: anchor != nil, visitsBefore: before)
  }

  /// Closes the innermost mapping or sequence.
  mutating func end(at position: Position) throws(YAMLError) {
    depth -= 1
    guard let outer = outerFrames.popLast() else { return }
    let ended = frame
    frame = outer
    builder.end(at: position)
    if ended.hasAnchor, let name = openAnchors.popLast(), anchors[name]?.index == ended.index {
      set(Anchor(index: ended.index, visits: visits.total - ended.visitsBefore), name)
    }
    try valueDone()
  }

  private mutating func deeper(at position: Position) throws(YAMLError) {
    depth += 1
    if depth > YAMLParser.depthLimit {
      throw YAMLError(reason: .tooDeep(limit: YAMLParser.depthLimit), position: position)
    }
  }

  // MARK: Scalars

  private var isKeyNext: Bool { frame.isMapping && frame.wantsKey }

  /// Takes a scalar, as a key where one comes next.
  mutating func scalar(_ scalar: ScalarEvent) throws(YAMLError) {
    if isKeyNext, scalar.isMergeKey {
      frame.wantsKey = false
      builder.addMergeKey(at: scalar.range)
      frame.merge = (builder.nodeCount, scalar.range)
      return
    }
    try visits.visit(at: scalar.range.start)
    let resolved = try scalar.resolved()
    if let name = scalar.anchor {
      var anchor = Anchor(index: builder.nodeCount, visits: 1)
      do throws(YAMLError) {
        anchor.key = .text(try scalar.keyText(resolved) ?? Array(scalar.text))
      } catch {
        anchor.key = .refused(error)
      }
      set(anchor, name)
    }
    if isKeyNext {
      try addKey(scalar, resolved)
    } else {
      if scalar.isSurprising(resolved) { noteSurprise(scalar, resolved, isKey: false) }
      try addValue(scalar, resolved)
      try valueDone()
    }
  }

  private mutating func addValue(
    _ scalar: ScalarEvent, _ resolved: ResolvedScalar
  ) throws(YAMLError) {
    let range = scalar.range
    switch resolved {
    case .text: builder.addString(scalar.text, at: range)
    case .null: builder.add(nil, at: range)
    case .bool(let value): builder.add(value, at: range)
    case .integer(let value): addNumber(String(value), at: range)
    case .unsigned(let value): addNumber(String(value), at: range)
    case .float(let value):
      guard value.isFinite else {
        throw YAMLError(reason: .notFinite(scalar.string), position: range.start)
      }
      addNumber(GoNumber.jsonText(value), at: range)
    case .bytes(let bytes):
      // Bytes that are no UTF-8 become replacement characters, as Go's JSON encoder writes them.
      var repaired = String(decoding: bytes, as: UTF8.self)
      repaired.withUTF8 { builder.addString($0, at: range) }
    }
  }

  private mutating func addNumber(_ text: String, at range: TextRange) {
    var text = text
    text.withUTF8 { builder.addNumber($0, at: range) }
  }

  private mutating func addKey(
    _ scalar: ScalarEvent, _ resolved: ResolvedScalar
  ) throws(YAMLError) {
    if let key = try scalar.keyText(resolved) {
      if !key.elementsEqual(scalar.text) { noteSurprise(scalar, resolved, isKey: true) }
      key.withUnsafeBufferPointer { builder.addKey($0, at: scalar.range) }
    } else {
      builder.addKey(scalar.text, at: scalar.range)
    }
    frame.wantsKey = false
  }

  private mutating func noteSurprise(
    _ scalar: ScalarEvent, _ resolved: ResolvedScalar, isKey: Bool
  ) {
    surprises.append(
      ScalarSurprise(
        text: scalar.string, value: resolved.readAs(isKey: isKey), isKey: isKey,
        range: scalar.range))
  }

  // MARK: Aliases and merge keys

  private mutating func set(_ anchor: Anchor, _ name: String) {
    if anchors.updateValue(anchor, forKey: name) == nil {
      builder.noteBeside(Anchor.size + 2 * name.utf8.count)
    }
  }

  private mutating func alias(_ event: UnsafePointer<yaml_event_t>) throws(YAMLError) {
    let range = TextRange(event)
    let name = event.pointee.data.alias.anchor.map { String(cString: $0) } ?? ""
    guard let anchor = anchors[name] else {
      throw YAMLError(reason: .unknownAnchor(name), position: range.start)
    }
    if anchor.isOpen {
      throw YAMLError(reason: .anchorContainsItself(name), position: range.start)
    }
    try visits.visitAlias(of: anchor.visits, at: range.start)
    if isKeyNext {
      switch anchor.key {
      case .none: throw YAMLError(reason: .collectionAsKey, position: range.start)
      case .refused(let error): throw YAMLError(reason: error.reason, position: range.start)
      case .text(let text): text.withUnsafeBufferPointer { builder.addKey($0, at: range) }
      }
      frame.wantsKey = false
      return
    }
    if frame.merge != nil, !builder.isObject(anchor.index) {
      throw YAMLError(reason: .mergeOfNonMapping, position: range.start)
    }
    builder.addCopy(of: anchor.index, usedAt: range)
    try valueDone()
  }

  /// After each value: a mapping wants a key again, and the value of a merge key is taken over.
  private mutating func valueDone() throws(YAMLError) {
    guard frame.isMapping else { return }
    frame.wantsKey = true
    guard let (value, place) = frame.merge else { return }
    frame.merge = nil
    if builder.isObject(value) {
      builder.addMembers(of: value, usedAt: place)
      return
    }
    guard let elements = builder.elements(of: value), elements.allSatisfy(builder.isObject) else {
      throw YAMLError(reason: .mergeOfNonMapping, position: place.start)
    }
    // Of several mappings the first has the last word.
    for element in elements.reversed() { builder.addMembers(of: element, usedAt: place) }
  }
}
