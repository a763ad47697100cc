import CLibJQ
import MeshRetryCore
import SystemIO
import Testing

@testable import JQ

/// Our printer against the library's, which is the reference.
@Suite struct PrintingTests {
  static let values = [
    "null", "false", "true", "[]", "{}", "0", "-0", "1.5", "\"\"", "[[],{}]", "[[[1]]]",
    #"{"b":[1,{"c":null}],"a":"é\u0000\u001f\u007f\"\\/\b\f\n\r\t","10":1,"9":2}"#,
    #""\ud83d\ude00 \u2028 \uffff""#, #"{"a":{"b":{"c":[1,2,[3]]}},"":[""]}"#,
  ]

  @Test(arguments: values)
  func everyLayout(_ json: String) throws {
    for indent in [Layout.Indent.none, .spaces(1), .spaces(2), .spaces(7), .tab] {
      for bits in 0..<8 {
        var layout = Layout()
        layout.indent = indent
        layout.sortsKeys = bits & 1 != 0
        layout.isASCII = bits & 2 != 0
        layout.isColored = bits & 4 != 0
        let value = JV.parsing(words([json])[0])
        let ours = text(of: value, layout)
        let reference = libraryText(value, layout)
        #expect(ours == reference)
      }
    }
  }

  @Test func numbers() {
    var generator = SplitMix64(seed: 42)
    var numbers: [Double] = [
      0, -0.0, 1e15, 1e16, 1e17, 1e18, 123_456_789_012_345_680, 9_007_199_254_740_991,
      9_007_199_254_740_992, 0.1, 1e-3, 1e-4, 1e-5, 1.5e-5, .leastNonzeroMagnitude,
      .infinity,
      -.infinity, .nan, .greatestFiniteMagnitude, .leastNormalMagnitude,
      1e22, 1e23, 4.35, 0.30000000000000004, 100, 1e100, -1.5e-100,
    ]
    for _ in 0..<5000 {
      numbers.append(Double(bitPattern: generator.next()))
      numbers.append(Double(Int64(bitPattern: generator.next()) >> 20) / 1000)
    }
    for number in numbers {
      let value = JV(adopting: jv_number(number))
      let ours = text(of: value, Layout())
      let reference = libraryText(value, Layout())
      #expect(ours == reference)
    }
  }

  @Test func depth() {
    for depth in [255, 256, 257, 300] {
      var value = JV.object
      for _ in 0..<depth { value = JV.array.appending(value) }
      let ours = text(of: value, Layout().compact)
      let reference = libraryText(value, Layout().compact)
      #expect(ours == reference)
    }
  }

  @Test func deepValuesAreFreed() {
    LargeStack.run {
      var value = JV.null
      for _ in 0..<300_000 { value = JV.array.appending(value) }
      let kind = value.kind
      #expect(kind == .array)
    }
  }

  private func libraryText(_ value: borrowing JV, _ layout: Layout) -> String {
    var flags: UInt32 = 0
    switch layout.indent {
    case .none: break
    case .spaces(let width): flags |= JV_PRINT_PRETTY.rawValue | UInt32(width) << 8
    case .tab: flags |= JV_PRINT_PRETTY.rawValue | JV_PRINT_TAB.rawValue
    }
    if layout.sortsKeys { flags |= JV_PRINT_SORTED.rawValue }
    if layout.isASCII { flags |= JV_PRINT_ASCII.rawValue }
    if layout.isColored { flags |= JV_PRINT_COLOR.rawValue }
    return JV(adopting: jv_dump_string(value.lent(), Int32(flags))).string ?? ""
  }
}
