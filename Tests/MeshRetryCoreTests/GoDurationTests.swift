import MeshRetryCore
import Testing

@Suite struct GoDurationTests {
  @Test(arguments: [
    ("0", 0), ("+0", 0), ("-0", 0), ("1h30m", 5_400_000_000_000), (".5s", 500_000_000),
    ("5.s", 5_000_000_000), ("00005s", 5_000_000_000), ("-1s", -1_000_000_000), ("1µs", 1000),
    ("1μs", 1000), ("1us", 1000), ("0.1ns", 0), ("1.0000000001s", 1_000_000_000),
    ("1h1h", 7_200_000_000_000), ("1ms1s", 1_001_000_000), ("1.s1s", 2_000_000_000),
    ("2562047h47m16.854775807s", Int64.max), ("-2562047h47m16.854775808s", Int64.min),
  ]) func parses(_ text: String, _ nanoseconds: Int64) throws {
    #expect(try GoDuration(parsing: text).nanoseconds == nanoseconds)
  }

  @Test(arguments: [
    ("5", #"time: missing unit in duration "5""#),
    ("1m30", #"time: missing unit in duration "1m30""#),
    ("1d", #"time: unknown unit "d" in duration "1d""#),
    ("1 s", #"time: unknown unit " s" in duration "1 s""#),
    ("1h-1m", #"time: unknown unit "h-" in duration "1h-1m""#), ("", #"time: invalid duration """#),
    ("-", #"time: invalid duration "-""#), (".s", #"time: invalid duration ".s""#),
    ("3000000h", #"time: invalid duration "3000000h""#), ("1s.", #"time: invalid duration "1s.""#),
    ("2562047h47m16.854775808s", #"time: invalid duration "2562047h47m16.854775808s""#),
    ("1\\s", #"time: unknown unit "\\s" in duration "1\\s""#),
    ("5s\n", #"time: unknown unit "s\x0a" in duration "5s\x0a""#),
    ("1µ", #"time: unknown unit "\xc2\xb5" in duration "1\xc2\xb5""#),
  ]) func refusesInGosWords(_ text: String, _ message: String) throws {
    let error = try #require(throws: GoDuration.ParseError.self) { try GoDuration(parsing: text) }
    #expect(error.message == message)
  }

  @Test(arguments: [
    ("20m", "20m0s", "1200s"), ("90s", "1m30s", "90s"), ("1h", "1h0m0s", "3600s"),
    ("500ms", "500ms", "0.500s"), ("1.5ms", "1.5ms", "0.001500s"), ("1µs", "1µs", "0.000001s"),
    ("1ns", "1ns", "0.000000001s"), ("0", "0s", "0s"), ("-1.5s", "-1.5s", "-1.500s"),
    ("1.123456789s", "1.123456789s", "1.123456789s"), ("25ms", "25ms", "0.025s"),
  ]) func printsAsGoAndAsProtobuf(_ text: String, _ go: String, _ protobuf: String) throws {
    let duration = try GoDuration(parsing: text)
    #expect(duration.description == go)
    #expect(duration.protobufText == protobuf)
  }
}
