import JQ
import SystemIO

/// What this program is.
enum Version {
  private static let number = ProjectVersion.text

  /// What `--version` prints.
  static var text: String { "mr-query (meshretry) \(number)\nlibjq \(Library.release)\n" }

  /// What `--build-configuration` prints, and `$JQ_BUILD_CONFIGURATION` holds.
  static var buildConfiguration: String { "mr-query \(number), libjq \(Library.release)" }
}
