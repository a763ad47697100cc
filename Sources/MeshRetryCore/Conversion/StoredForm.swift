import JSON

/// The form in which a control plane stores a policy: the defaults of the release's schema filled in,
/// durations as Go prints them, unknown keys gone.
public enum StoredForm {
  /// The document with its spec in stored form.
  public static func of(
    _ root: JSONNode, _ spec: MeshRetrySpec, _ form: ResourceForm, _ release: Release
  ) -> JSONValue {
    var object = JSONObject()
    switch form {
    case .kubernetes:
      object = root.value.object ?? JSONObject()
      for key in object.keys where !["apiVersion", "kind", "metadata", "status"].contains(key) {
        object[key] = nil
      }
    case .universal:
      object["type"] = "MeshRetry"
      let mesh = member("mesh", of: root)
      object["mesh"] =
        mesh == .null && release.has(.universalSchemaDefaults) ? "default" : mesh
      object["name"] = member("name", of: root)
      let labels = member("labels", of: root)
      if labels != .null && release.has(.universalLabels) { object["labels"] = labels }
    }
    object["spec"] = spec.json(release)
    return .object(object)
  }

  private static func member(_ key: String, of root: JSONNode) -> JSONValue {
    (root.member(key) ?? root.memberIgnoringCase(key))?.value.value ?? .null
  }
}
