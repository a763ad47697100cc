import JSON
import MeshRetryCore
import ToolSupport

/// Writes the parts that are asked for, proxy by proxy.
final class Emitter {
  private let options: EmissionOptions
  private let run: ToolRun
  private let output: DataOutput
  private var given: [String: [Endpoint]] = [:]
  /// The one proxy of a bootstrap.
  private var proxy: ProxyRetries?
  private var documentName = ""
  private var isEmpty = true

  init(_ options: EmissionOptions, _ run: ToolRun) {
    self.options = options
    self.run = run
    output = DataOutput(options.format, options.names ?? .camel, run)
    for argument in options.endpoints {
      given[argument.service, default: []].append(argument.endpoint)
    }
  }

  func emit(_ proxy: ProxyRetries, from file: String) throws {
    documentName = file
    isEmpty = false
    if options.explain { return try ExplanationOutput(run: run).emit(proxy) }
    if options.apply != nil { return try keep(proxy, for: "--apply") }
    switch options.emit {
    case .retryPolicy:
      for entry in proxy.entries where entry.destination.section != nil {
        try output.emit(policyLine(entry, proxy))
      }
    case .route:
      for (destination, action) in proxy.destinations {
        if let routes = listeners(proxy).routeConfiguration(destination, action) {
          try output.emit(message: routes)
        }
      }
    case .listener:
      for (destination, action) in proxy.destinations {
        try output.emit(message: listeners(proxy).listener(destination, action))
      }
    case .bootstrap:
      try keep(proxy, for: "a bootstrap")
    }
  }

  private func keep(_ proxy: ProxyRetries, for purpose: String) throws {
    if let first = self.proxy {
      throw ToolFailure.usage(
        "\(purpose) is for one proxy, and the input has more than one: "
          + "\(first.document.dataplane), \(proxy.document.dataplane)")
    }
    self.proxy = proxy
  }

  /// Writes what had to wait for the end of the input.
  func finish() throws {
    if isEmpty && run.status == .fine {
      try run.complain("no input: expected EffectiveMeshRetry documents", .trouble)
    }
    guard let proxy else { return }
    if let config = options.apply { return try apply(proxy, to: config) }
    let names = Set(proxy.destinations.flatMap { [$0.destination.name, $0.destination.cluster] })
    for service in given.keys.sorted() where !names.contains(service) {
      throw ToolFailure.usage(
        "--endpoint \(service): no outbound of \(proxy.document.dataplane) has that service")
    }
    var resources = MeshEndpoints(release: proxy.release)
    if !options.resources.isEmpty {
      try JSONInput(files: options.resources, run).forEach { node, _ in resources.add(node) }
    }
    let builder = BootstrapBuilder(listeners: listeners(proxy), maxRetries: options.maxRetries)
    try output.emit(
      message: builder.bootstrap(proxy.destinations) {
        endpoints(of: $0, proxy.document, resources)
      })
  }

  /// Every document of the configuration with the policies in it.
  private func apply(_ proxy: ProxyRetries, to config: String) throws {
    var application = ConfigApplication(proxy, names: options.names, repairs: options.repair)
    var isRead = false
    try JSONInput(files: [config], run).forEachDocument { root, file in
      isRead = true
      try output.emit { writer, passOn in
        let problems = try application.write(root, to: &writer, passOn: passOn)
        try run.report(
          problems.map {
            Finding(
              .envoyRefuses, "Envoy refuses what is there already: \($0.text)",
              at: SourceLocation(file: file, range: $0.node.range),
              severity: $0.isUnknownField ? .warning : nil)
          })
      }
    }
    if isRead { try run.report(application.unplaced(in: documentName)) }
  }

  private func listeners(_ proxy: ProxyRetries) -> ListenerBuilder {
    ListenerBuilder(release: proxy.release, routeTimeout: options.routeTimeout?.value ?? .zero)
  }

  private func policyLine(_ entry: ProxyRetries.Entry, _ proxy: ProxyRetries) -> JSONValue {
    let destination = entry.destination
    var line: JSONObject = [
      "dataplane": .string(proxy.document.dataplane),
      "address": .string(destination.address), "port": .integer(destination.port),
      "service": .optional(destination.isResource ? nil : destination.name),
    ]
    if destination.isResource { line["resource"] = .optional(destination.name) }
    line["protocol"] = .string(destination.protocol)
    if destination.section == .tcp {
      line["maxConnectAttempts"] = entry.action.maxConnectAttempts.map { .integer($0) } ?? .null
    } else {
      line["retryPolicy"] = entry.action.policy?.json(names: options.names ?? .camel) ?? .null
    }
    return .object(line)
  }

  /// Endpoints given by hand come instead of those of the mesh.
  private func endpoints(
    of destination: EnvoyDestination, _ document: EffectiveMeshRetry, _ resources: MeshEndpoints
  ) -> [Endpoint] {
    if let given = destination.name.flatMap({ given[$0] }) ?? given[destination.cluster] {
      return given
    }
    guard let name = destination.name else { return [] }
    return destination.isResource
      ? resources.endpoints(
        resource: name, mesh: document.mesh, dataplane: document.dataplane)
      : resources.endpoints(service: name, mesh: document.mesh, dataplane: document.dataplane)
  }
}

/// Documents out, as JSON or YAML.
struct DataOutput {
  private let format: DataFormat
  private let names: FieldNames
  private let run: ToolRun

  init(_ format: DataFormat, _ names: FieldNames, _ run: ToolRun) {
    self.format = format
    self.names = names
    self.run = run
  }

  /// Writes one of Envoy's messages, given in camelCase.
  func emit(message: JSONValue) throws { try emit(names.apply(to: message)) }

  /// Writes a document piece by piece.
  func emit(
    _ body: (inout JSONWriter, _ passOn: (inout JSONWriter) throws -> Void) throws -> Void
  ) throws {
    switch format {
    case .json: try run.emit(body)
    case .yaml:
      var json = JSONWriter()
      try body(&json) { _ in }
      guard let document = try JSONParser(ByteBuffer(json.bytes)).next() else { return }
      try emit(document.root.value)
    }
  }

  /// Writes a document as it is.
  func emit(_ value: JSONValue) throws {
    switch format {
    case .json: try run.emit(value)
    case .yaml:
      var writer = YAMLWriter()
      writer.write(value)
      try run.emit(text: writer.text)
    }
  }
}
