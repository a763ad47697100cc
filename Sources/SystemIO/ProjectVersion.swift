/// The project's version, the same for all five tools.
public enum ProjectVersion {
  /// The version, as semver.org has it.
  public static let text = "0.1.0"
}
