import JSON
import MeshRetryCore

/// Durations: what is printed reads as the same span of time.
enum DurationPromises {
  static func check(_ input: [UInt8]) throws {
    guard let duration = try? GoDuration(parsing: String(decoding: input, as: UTF8.self)) else {
      return
    }
    let printed = duration.description
    try expect(
      try GoDuration(parsing: printed) == duration, "\(printed) reads as another duration")
    // protobuf's form is one of Go's as well.
    let protobuf = duration.protobufText
    try expect(
      try GoDuration(parsing: protobuf) == duration, "\(protobuf) reads as another duration")
  }

  static func answer(_ input: [UInt8]) -> JSONValue {
    let text = String(decoding: input, as: UTF8.self)
    do throws(GoDuration.ParseError) {
      let duration = try GoDuration(parsing: text)
      return [
        "text": .string(text), "nanoseconds": .integer(duration.nanoseconds),
        "printed": .string(duration.description), "protobuf": .string(duration.protobufText),
      ]
    } catch {
      return ["text": .string(text), "error": .string(error.message)]
    }
  }
}
