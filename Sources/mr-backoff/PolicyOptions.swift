import ArgumentParser
import MeshRetryCore
import ToolSupport

/// A policy given by options: without operands it stands alone, with operands it takes the place of
/// what their confs say.
struct PolicyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The bound of the first delay (backOff.baseInterval).", valueName: "duration"),
    transform: duration)
  var base: GoDuration?

  @Option(
    help: ArgumentHelp("The largest bound (backOff.maxInterval).", valueName: "duration"),
    transform: duration)
  var max: GoDuration?

  @Option(help: ArgumentHelp("Retries after the first attempt (numRetries).", valueName: "number"))
  var retries: UInt32?

  @Option(
    name: .customLong("protocol"),
    help: ArgumentHelp("http or grpc: the section of the conf to show.", valueName: "protocol"))
  var section: RetrySection?

  @Option(
    name: .customLong("per-try-timeout"),
    help: ArgumentHelp("The longest an attempt may take; 0 is no limit.", valueName: "duration"),
    transform: duration)
  var perTryTimeout: GoDuration?

  @Option(
    name: .customLong("reset-header"),
    help: ArgumentHelp(
      "A header of rateLimitedBackOff, format seconds or unix-timestamp; may be repeated "
        + "(default: the policy's; without a policy retry-after and x-ratelimit-reset).",
      valueName: "name[:format]"),
    transform: resetHeader)
  var resetHeaders: [RateLimit.Header] = []

  @Option(
    name: .customLong("reset-max"),
    help: ArgumentHelp(
      "The longest wait that a reset header may ask for (rateLimitedBackOff.maxInterval).",
      valueName: "duration"),
    transform: duration)
  var resetMax: GoDuration?

  /// The reset headers with what the options say put in; nil when there are none.
  func rateLimit(over given: RateLimit?, orElse headers: [RateLimit.Header]?) -> RateLimit? {
    let chosen = resetHeaders.isEmpty ? given?.headers ?? headers : resetHeaders
    guard let chosen else { return nil }
    let longest = given?.maxInterval ?? RateLimit.defaultMaxInterval
    let rateLimit = RateLimit(chosen, maxInterval: resetMax)
    return resetMax == nil ? RateLimit(chosen, longest: longest) : rateLimit
  }

  /// Whether the options describe a policy, so that no input is needed.
  var describesPolicy: Bool {
    base != nil || max != nil || retries != nil || !resetHeaders.isEmpty
  }

  /// The conf of the section with what the options say put in.
  func applied(to conf: Conf?, _ section: EffectiveMeshRetry.Section) -> Conf? {
    guard describesPolicy || perTryTimeout != nil else { return conf }
    var conf = conf ?? Conf()
    switch section {
    case .http:
      var http = conf.http ?? Conf.HTTP()
      http.numRetries = retries ?? http.numRetries
      http.backOff = applied(to: http.backOff)
      http.perTryTimeout = perTryTimeout ?? http.perTryTimeout
      conf.http = http
    case .grpc:
      var grpc = conf.grpc ?? Conf.GRPC()
      grpc.numRetries = retries ?? grpc.numRetries
      grpc.backOff = applied(to: grpc.backOff)
      grpc.perTryTimeout = perTryTimeout ?? grpc.perTryTimeout
      conf.grpc = grpc
    case .tcp:
      break
    }
    return conf
  }

  private func applied(to backOff: Conf.BackOff?) -> Conf.BackOff? {
    guard base != nil || max != nil else { return backOff }
    var backOff = backOff ?? Conf.BackOff()
    backOff.baseInterval = base ?? backOff.baseInterval
    backOff.maxInterval = max ?? backOff.maxInterval
    return backOff
  }
}

enum RetrySection: String, OptionChoice {
  case http, grpc

  var section: EffectiveMeshRetry.Section {
    switch self {
    case .http: .http
    case .grpc: .grpc
    }
  }
}

/// A duration in Go's syntax, as policies have it.
func duration(_ text: String) throws -> GoDuration {
  do {
    return try GoDuration(parsing: text)
  } catch {
    throw ValidationError(error.message)
  }
}

/// `retry-after`, `retry-after:seconds` or `x-ratelimit-reset:unix-timestamp`.
func resetHeader(_ text: String) throws -> RateLimit.Header {
  let parts = text.split(separator: ":", maxSplits: 1)
  guard let name = parts.first.map(String.init), !name.isEmpty else {
    throw ValidationError("expected a header's name")
  }
  guard parts.count == 2 else { return RateLimit.Header(name: name, format: .seconds) }
  let wanted = parts[1].filter { $0.isLetter }.lowercased()
  guard let format = RateLimit.Format.allCases.first(where: { $0.rawValue.lowercased() == wanted })
  else { throw ValidationError("'\(parts[1])' is no format: seconds or unix-timestamp") }
  return RateLimit.Header(name: name, format: format)
}
