extension Finding {
  /// A name for the finding that stays the same when lines move: of the rule, the file, the resource and
  /// the path in it. 64 hexadecimal digits.
  public var fingerprint: String {
    let resource = resource.map { "\($0.type)/\($0.mesh ?? "")/\($0.name)" } ?? ""
    let identity = [
      code.rawValue, location?.file ?? "", resource, path ?? "", path == nil ? message : "",
    ].joined(separator: "\n")
    return SHA256.digest(Array(identity.utf8)).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}
