import ArgumentParser
import MeshRetryCore
import ToolSupport

/// What is emitted.
enum Emission: String, OptionChoice {
  case retryPolicy = "retry-policy"
  case route, listener, bootstrap
}

/// The form of the data.
enum DataFormat: String, OptionChoice {
  case json, yaml
}

extension FieldNames: OptionChoice {}

/// A duration in Go's or protobuf's form.
struct DurationArgument: ExpressibleByArgument {
  let value: GoDuration

  init?(argument: String) {
    guard let value = try? GoDuration(parsing: argument), value >= .zero else { return nil }
    self.value = value
  }
}

/// `SERVICE=HOST:PORT`.
struct EndpointArgument: ExpressibleByArgument {
  let service: String
  let endpoint: Endpoint

  init?(argument: String) {
    guard let equals = argument.lastIndex(of: "="), equals != argument.startIndex,
      let endpoint = Endpoint(parsing: argument[argument.index(after: equals)...])
    else { return nil }
    service = String(argument[..<equals])
    self.endpoint = endpoint
  }
}

/// Options of mr-envoy alone.
struct EmissionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What to emit.", valueName: "part"))
  var emit: Emission = .retryPolicy

  @Option(
    help: ArgumentHelp(
      "Set the policies in an Envoy configuration (JSON) and emit that.", valueName: "config"),
    completion: .jsonFile)
  var apply: String?

  @Option(
    help: ArgumentHelp(
      "A file of resources as JSON; their Dataplanes are the endpoints of a bootstrap.",
      valueName: "file"), completion: .jsonFile)
  var resources: [String] = []

  @Option(
    name: .customLong("endpoint"),
    help: ArgumentHelp(
      "An endpoint of a service in a bootstrap; may be given more than once.",
      valueName: "service=host:port"))
  var endpoints: [EndpointArgument] = []

  @Option(
    name: .customLong("route-timeout"),
    help: ArgumentHelp("The timeout of emitted routes (default: none).", valueName: "duration"))
  var routeTimeout: DurationArgument?

  @Option(
    name: .customLong("max-retries"),
    help: ArgumentHelp(
      "The circuit breaker of emitted clusters: retries under way at one time (default: Envoy's 3).",
      valueName: "n"))
  var maxRetries: UInt32?

  @Flag(help: "Say in words what is retried, what never, how often and when.")
  var explain = false

  @Flag(help: "Emit what was meant where Kuma's output has no effect or Envoy would refuse it.")
  var repair = false

  @Option(
    help: ArgumentHelp(
      "Names of fields: camel or snake (default: camel; with --apply, as they are).",
      valueName: "case"))
  var names: FieldNames?

  @Option(help: ArgumentHelp("The form of the output.", valueName: "form"))
  var format: DataFormat = .json

  func validate() throws {
    if [apply != nil, emit != .retryPolicy, explain].filter({ $0 }).count > 1 {
      throw ValidationError("--emit, --apply and --explain exclude each other")
    }
    if emit != .bootstrap && (!resources.isEmpty || !endpoints.isEmpty || maxRetries != nil) {
      throw ValidationError("--resources, --endpoint and --max-retries go with --emit bootstrap")
    }
  }
}
