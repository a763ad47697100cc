import JSON
import Testing

@Suite struct JSONValueTests {
  @Test(arguments: [
    ("3", 3), ("3.0", 3), ("30e-1", 3), ("3e2", 300), ("-0", 0), ("0e99999999999", 0),
    ("9223372036854775807", Int64.max), ("-9223372036854775808", Int64.min),
  ]) func wholeNumbersHaveExactValues(_ text: String, _ value: Int64) {
    #expect(JSONNumber(text: text).integer() == value)
  }

  @Test(arguments: ["1.5", "1e-1", "9223372036854775808", "1e1000", "1e99999999999999999999"])
  func othersHaveNone(_ text: String) {
    #expect(JSONNumber(text: text).integer(as: Int64.self) == nil)
  }

  @Test func objectsKeepTheirOrder() {
    var object: JSONObject = ["b": 1, "a": 2]
    object["c"] = 3
    object["b"] = 4
    #expect(JSONValue.object(object).compactText == #"{"b":4,"a":2,"c":3}"#)
    object["a"] = nil
    #expect(object.keys == ["b", "c"])
    for index in 0..<40 { object["k\(index)"] = .integer(index) }
    object["k3"] = nil
    #expect(object["k39"] == 39)
    #expect(object["k3"] == nil)
    #expect(object.count == 41)
  }

  @Test func equalityForgetsTheOrderOfKeys() {
    #expect(JSONValue.object(["a": 1, "b": [2]]) == ["b": [2], "a": 1])
    #expect(JSONValue.number(.init(text: "1.0")) != 1)
  }

  @Test func prettyTextIndents() {
    var writer = JSONWriter(.pretty(indent: 2))
    writer.write(["a": [1, [:], []], "b": "\u{1F}\t\"\\/"])
    #expect(
      String(decoding: writer.bytes, as: UTF8.self) == """
        {
          "a": [
            1,
            {},
            []
          ],
          "b": "\\u001f\\t\\"\\\\/"
        }
        """)
  }
}
