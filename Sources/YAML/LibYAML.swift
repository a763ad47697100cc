import CLibYAML

/// The library behind the parser.
public enum LibYAML {
  /// Its version, such as `0.2.5`.
  public static let version = String(cString: yaml_get_version_string())
}
