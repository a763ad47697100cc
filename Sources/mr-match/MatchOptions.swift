import ArgumentParser
import MeshRetryCore
import ToolSupport

/// A proxy described on the command line.
struct DescribedProxyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "An inbound of a proxy that no Dataplane stands for: its tags.", valueName: "key=value,..."))
  var inbound: [String] = []

  @Option(
    help: ArgumentHelp(
      "A service that the described proxy calls; the protocol where no endpoint tells it.",
      valueName: "service[:protocol]"))
  var outbound: [String] = []

  /// The proxy; nil when none is described.
  func proxy() throws -> DescribedProxy? {
    guard !inbound.isEmpty || !outbound.isEmpty else { return nil }
    do {
      return try DescribedProxy(inbounds: inbound, outbounds: outbound)
    } catch {
      throw ToolFailure.usage(error.message)
    }
  }
}

/// What a control plane adds to the resources that it is given.
struct ControlPlaneOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The labels that a control plane would compute: literal for none, zone or global.",
      valueName: "mode"))
  var mode: Mode = .literal

  @Option(help: ArgumentHelp("The zone of --mode zone.", valueName: "zone"))
  var zone: String?

  @Option(
    name: .customLong("system-namespace"),
    help: ArgumentHelp(
      "The namespace of the control plane (default: kuma-system and kong-mesh-system both count).",
      valueName: "namespace"))
  var systemNamespace: String?

  @Flag(
    name: .customLong("with-defaults"),
    help: "Add the policies that a control plane of the release makes by itself.")
  var withDefaults = false

  enum Mode: String, OptionChoice {
    case literal, zone, global
  }

  /// Said in place of usage errors that the option parser cannot know.
  func validate() throws {
    if mode == .zone && zone == nil {
      throw ValidationError("--mode zone needs --zone")
    }
    if mode != .zone && zone != nil {
      throw ValidationError("--zone is for --mode zone")
    }
  }

  func labels(_ release: Release) -> ComputedLabels {
    let labels: ComputedLabels.Mode =
      switch mode {
      case .literal: .literal
      case .zone: .zone(zone ?? "")
      case .global: .global
      }
    return ComputedLabels(labels, systemNamespace: systemNamespace, release: release)
  }
}
