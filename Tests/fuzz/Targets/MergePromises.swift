import JSON
import MeshRetryCore

/// Merging of confs: the last one is in force, and being so twice changes nothing.
enum MergePromises {
  static func check(_ input: [UInt8]) throws {
    let confs = Self.confs(input)
    guard let last = confs.last, let merged = ConfMerge.merge(confs) else { return }
    // One conf alone stays as it is, its nulls too.
    try expect(
      confs.count == 1 || ConfMerge.merge(confs + [last]) == merged,
      "a second time it merges otherwise")
    try expect(ConfMerge.merge([last]) == last, "alone it does not stay what it is")
    if last.object == nil { try expect(merged == last, "what is no object must replace") }
    try expect(MergeRules.plain.merge(confs) == [merged], "plain rules merge otherwise")
  }

  static func answer(_ input: [UInt8]) -> JSONValue {
    let confs = confs(input)
    return ["confs": .array(confs), "merged": ConfMerge.merge(confs) ?? .null]
  }

  private static func confs(_ input: [UInt8]) -> [JSONValue] {
    JSONPromises.Reading(JSONParser(ByteBuffer(input))).documents.map(\.root.value)
  }
}
