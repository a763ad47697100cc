import JSON

/// What a proxy gets: the document that mr-match writes and mr-envoy and mr-backoff read.
public struct EffectiveMeshRetry: Sendable {
  /// The `kind` of the document.
  public static let kind = "EffectiveMeshRetry"
  /// The version of the document's form.
  public static let version = 1

  /// The release whose rules were applied.
  public var release: Release
  /// The mesh of the proxy.
  public var mesh: String
  /// The core name of the Dataplane.
  public var dataplane: String
  /// The matched policies in merge order: the last one wins.
  public var policies: [Policy] = []
  /// The rules keyed by tags, in evaluation order.
  public var toRules: [ToRule] = []
  /// The rules keyed by resource, sorted by KRI.
  public var toResourceRules: [ToResourceRule] = []
  /// What each outbound gets.
  public var outbounds: [Outbound] = []
  /// What each listener of a built-in gateway gets.
  public var gatewayListeners: [GatewayListener] = []
  /// What could not be resolved, in the control plane's words.
  public var warnings: [String] = []
  /// The policies and rules as they stand in a compact document.
  var encodedRules: [UInt8]?

  /// A document with nothing matched.
  public init(release: Release, mesh: String, dataplane: String) {
    self.release = release
    self.mesh = mesh
    self.dataplane = dataplane
  }

  /// A matched policy.
  public struct Policy: Sendable {
    /// Its core name.
    public var name: String
    /// Its targetRef as written; nil when absent.
    public var targetRef: JSONValue?
  }

  /// A tag that a rule asks for.
  public struct Matcher: Sendable, Equatable {
    /// The tag's key.
    public var key: String
    /// The tag's value.
    public var value: String
    /// Whether the tag must not have that value.
    public var not: Bool

    /// A tag that is asked for, or asked not to be.
    public init(key: String, value: String, not: Bool) {
      self.key = key
      self.value = value
      self.not = not
    }
  }

  /// A rule keyed by tags.
  public struct ToRule: Sendable {
    /// The tags; none matches everything.
    public var matchers: [Matcher]
    /// The merged conf.
    public var conf: JSONValue
    /// The policies that it comes from.
    public var origin: [String]
  }

  /// A rule keyed by resource.
  public struct ToResourceRule: Sendable {
    /// The resource's identifier, `kri_…`.
    public var kri: String
    /// The merged conf.
    public var conf: JSONValue
    /// The items that it comes from, in merge order.
    public var origin: [RuleOrigin]
  }

  /// An item of a policy.
  public struct RuleOrigin: Sendable, Equatable {
    /// The policy's core name.
    public var name: String
    /// The item's index in `spec.to`.
    public var ruleIndex: Int
  }

  /// The part of a conf that a protocol uses.
  public enum Section: String, Sendable, CaseIterable {
    case http, grpc, tcp
  }

  /// Where a field of a merged conf comes from.
  public struct FieldOrigin: Sendable {
    /// The value in force.
    public var value: JSONValue
    /// The policy that set it.
    public var policy: String
    /// The item in `spec.to`.
    public var item: Int
    /// `file:line:column`, when the input carried positions.
    public var source: String?
    /// Values that it took the place of, the most recent first.
    public var shadows: [Shadowed] = []
  }

  /// A value that a later one took the place of.
  public struct Shadowed: Sendable {
    /// The policy that had set it.
    public var policy: String
    /// The item in `spec.to`.
    public var item: Int
    /// The value.
    public var value: JSONValue
    /// `file:line:column`, when the input carried positions.
    public var source: String?
  }

  /// What an outbound gets.
  public struct Outbound: Sendable {
    /// The address it listens on.
    public var address: String
    /// The port it listens on.
    public var port: Int
    /// The value of `kuma.io/service`; nil for an outbound of a real resource.
    public var service: String?
    /// The resource's identifier with its section; nil for an outbound of a service.
    public var resource: String?
    /// `http`, `http2`, `grpc`, `tcp`, `kafka` or `unknown`.
    public var `protocol`: String
    /// The part of `conf` that counts; nil for protocols that have none.
    public var section: Section?
    /// The whole merged conf; nil when no rule applies.
    public var conf: JSONValue?
    /// The conf, typed; there when the document was read.
    public var decodedConf: Conf?
    /// The policies that it comes from.
    public var origin: [String] = []
    /// Where each field comes from: `http.numRetries` and the like, in the conf's order.
    public var fields: [(path: String, origin: FieldOrigin)] = []
    /// Why nothing is used; nil when something is.
    public var reason: UnusedReason?
    /// Routes to the destination that have a rule of their own.
    public var routes: [RouteRule] = []
    /// The conf, the origin and the fields as they stand in a compact document.
    var encodedConf: [UInt8]?
  }

  /// Why a destination gets no retries of MeshRetry.
  public enum UnusedReason: String, Sendable, CaseIterable {
    /// No rule of a policy is for the destination.
    case noRule = "no rule applies"
    /// The rule has no part for the protocol.
    case noSection = "the rule has no section for the protocol"
    /// MeshRetry does nothing for http2 and kafka.
    case protocolWithoutRetries = "MeshRetry has no section for the protocol"
    /// The endpoints have no protocol, or none in common.
    case unknownProtocol = "the endpoints have no protocol in common"
    /// Nobody offers the service.
    case noEndpoints = "no endpoint of the service is in the input"
    /// The backendRef names a resource that is not there.
    case unresolvedReference = "the resource of the backendRef is not in the input"
  }

  /// What a route of a MeshHTTPRoute gets, where that differs from its destination.
  public struct RouteRule: Sendable {
    /// The identifier of the route; its core name for a destination by tags.
    public var route: String
    /// The hash of the matches by which Envoy's route is named; nil where the route's identifier is.
    public var matches: String?
    /// The whole merged conf.
    public var conf: JSONValue
    /// The policies that it comes from.
    public var origin: [String]
    /// Where each field comes from.
    public var fields: [(path: String, origin: FieldOrigin)]
  }

  /// What a listener of a built-in gateway gets.
  public struct GatewayListener: Sendable {
    /// The listener's port.
    public var port: Int
    /// The protocol by which the section is chosen.
    public var `protocol`: String
    /// The part of `conf` that counts.
    public var section: Section?
    /// The whole merged conf; nil when no rule applies.
    public var conf: JSONValue?
    /// The conf, typed; there when the document was read.
    public var decodedConf: Conf?
    /// The policies that it comes from.
    public var origin: [String] = []
    /// Where each field comes from.
    public var fields: [(path: String, origin: FieldOrigin)] = []
    /// Why nothing is used; nil when something is.
    public var reason: UnusedReason?
    /// Routes of the listener that have a rule of their own.
    public var routes: [RouteRule] = []
  }
}
