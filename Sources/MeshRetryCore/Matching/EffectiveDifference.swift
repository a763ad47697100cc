import JSON

/// A field that one state of a mesh has otherwise than another one.
public struct EffectiveDifference: Sendable {
  /// How they differ.
  public enum Change: String, Sendable {
    case introduced, changed, gone
  }

  /// A side of a difference.
  public struct Side: Sendable, Equatable {
    /// The value.
    public var value: JSONValue
    /// The policy that sets it.
    public var policy: String
    /// `file:line:column`, when the input carried positions.
    public var source: String?
  }

  /// The mesh.
  public var mesh: String
  /// The service, the identifier of the resource, or `:port` of a gateway listener.
  public var destination: String
  /// `http.numRetries` and the like.
  public var field: String
  /// The state before; nil when the field is introduced.
  public var before: Side?
  /// The state after; nil when the field is gone.
  public var after: Side?
  /// The proxies of which that is so, in order.
  public var dataplanes: [String]

  /// How the states differ.
  public var change: Change { before == nil ? .introduced : after == nil ? .gone : .changed }

  /// The difference as a document.
  public func json(_ before: Release, _ after: Release) -> JSONValue {
    [
      "kind": "EffectiveMeshRetryDifference", "version": 1,
      "release": .string(before.description), "againstRelease": .string(after.description),
      "change": .string(change.rawValue), "mesh": .string(mesh),
      "destination": .string(destination), "field": .string(field),
      "before": self.before?.json ?? .null, "after": self.after?.json ?? .null,
      "count": .integer(dataplanes.count),
      "dataplanes": .array(dataplanes.map(JSONValue.string)),
    ]
  }
}

extension EffectiveDifference.Side {
  fileprivate var json: JSONValue {
    var object: JSONObject = ["value": value, "policy": .string(policy)]
    if let source { object["source"] = .string(source) }
    return .object(object)
  }
}

/// Gathers the differences of proxies; equal ones of several proxies become one.
public struct EffectiveComparison {
  private var order: [Key] = []
  private var found: [Key: EffectiveDifference] = [:]

  /// A comparison of nothing yet.
  public init() {}

  /// The differences, in the order in which they were found.
  public var differences: [EffectiveDifference] { order.compactMap { found[$0] } }

  private struct Key: Hashable {
    var mesh: String
    var destination: String
    var field: String
    var before: String?
    var after: String?
  }

  /// Compares two states of one proxy; nil where it is not there.
  public mutating func compare(_ before: EffectiveMeshRetry?, _ after: EffectiveMeshRetry?) {
    guard let proxy = after ?? before else { return }
    let (first, second) = (Self.fields(before), Self.fields(after))
    for (place, side) in second.members {
      let old = first.values[place]
      if old?.value != side.value { add(proxy, place, old, side) }
    }
    for (place, side) in first.members where second.values[place] == nil {
      add(proxy, place, side, nil)
    }
  }

  private mutating func add(
    _ proxy: EffectiveMeshRetry, _ place: Place, _ before: EffectiveDifference.Side?,
    _ after: EffectiveDifference.Side?
  ) {
    let text = { (side: EffectiveDifference.Side) in
      "\(side.value.compactText) \(side.policy) \(side.source ?? "")"
    }
    let key = Key(
      mesh: proxy.mesh, destination: place.destination, field: place.field,
      before: before.map(text), after: after.map(text))
    if found[key] == nil {
      order.append(key)
      found[key] = EffectiveDifference(
        mesh: proxy.mesh, destination: place.destination, field: place.field, before: before,
        after: after, dataplanes: [])
    }
    found[key]?.dataplanes.append(proxy.dataplane)
  }

  private struct Place: Hashable {
    var destination: String
    var field: String
  }

  private typealias Fields = (
    members: [(Place, EffectiveDifference.Side)], values: [Place: EffectiveDifference.Side]
  )

  /// The fields in use, in order; of destinations with one name the first counts.
  private static func fields(_ proxy: EffectiveMeshRetry?) -> Fields {
    var result: Fields = ([], [:])
    for destination in proxy?.destinations ?? [] {
      for (path, origin) in destination.usedFields {
        let place = Place(destination: destination.name, field: path)
        guard result.values[place] == nil else { continue }
        let side = EffectiveDifference.Side(
          value: origin.value, policy: origin.policy, source: origin.source)
        result.members.append((place, side))
        result.values[place] = side
      }
    }
    return result
  }
}
