internal import CLibJQ

/// The variables of a program: by name, and by position in $ARGS.
public struct Bindings: ~Copyable {
  private var named = JV.object
  private var positional = JV.array

  /// No variables.
  public init() {}

  /// Whether the name is taken: the first definition holds.
  func has(_ name: Argument) -> Bool { named.has(name.value) }

  /// Sets a variable.
  mutating func set(_ name: Argument, to value: consuming JV) {
    let old = named.copy()
    named = JV.null
    named = old.setting(name.value, to: value)
  }

  /// Adds a positional argument.
  mutating func append(_ value: consuming JV) {
    let old = positional.copy()
    positional = JV.null
    positional = old.appending(value)
  }

  /// The object that libjq compiles a program with.
  public func variables(buildConfiguration: String) -> JV {
    let arguments = JV.object
      .setting(JV("positional"), to: positional.copy())
      .setting(JV("named"), to: named.copy())
    let all = named.copy().setting(JV("ARGS"), to: arguments)
    let name = "JQ_BUILD_CONFIGURATION"
    if all.has(JV(name)) { return all }
    return all.setting(JV(name), to: JV(buildConfiguration))
  }
}

extension JV {
  /// The one JSON value in a text; an error value if it is none.
  static func parsing(_ text: Argument) -> JV { JV(adopting: jv_parse(text.pointer)) }

  /// The text of a file, or an error.
  static func text(ofFile path: Argument) -> JV { JV(adopting: jv_load_file(path.pointer, 1)) }

  /// An array of the JSON values in a file, or an error; a NUL byte is one.
  static func values(inFile path: Argument) -> JV {
    let text = text(ofFile: path)
    guard let values = text.withUTF8({ JV.values(in: $0).take() }) else { return text }
    return JV(adopting: values)
  }

  private static func values(in text: UnsafeBufferPointer<UInt8>) -> JV {
    if text.contains(0) { return JV(error: "NUL byte in JSON text") }
    guard let count = Int32(exactly: text.count), let start = UnsafeRawPointer(text.baseAddress)
    else { return JV(error: "Text of more than 2147483647 bytes") }
    let parser = jv_parser_new(0)
    defer { jv_parser_free(parser) }
    jv_parser_set_buf(parser, start.assumingMemoryBound(to: CChar.self), count, 0)
    var values = JV.array
    while true {
      let value = JV(adopting: jv_parser_next(parser))
      if value.isError { return value }
      if !value.isValid { return values }
      values = values.appending(value)
    }
  }
}
