public import CLibJQ

// libjq's builtins `input_filename` and `input_line_number` ask two public functions of libjq, which
// know only libjq's own reader. The reading is done by `InputValues` here (see there), so the two are
// defined anew: the dynamic linker prefers the program's definition of a symbol to a library's. They
// are public because only then they are seen outside the program; nothing in Swift is to call them.

/// The name of the file being read, null before the first and after the last.
@_cdecl("jq_util_input_get_current_filename")
public func currentFileName(_ state: OpaquePointer?) -> jv {
  guard let name = InputValues.attached(to: state)?.fileName else { return jv_null() }
  return JV(name).take()
}

/// The number of line feeds read of the file.
@_cdecl("jq_util_input_get_current_line")
public func currentLine(_ state: OpaquePointer?) -> jv {
  jv_number(Double(InputValues.attached(to: state)?.fileLine ?? 0))
}

extension InputValues {
  /// Makes this the source of the builtins `input`, `input_filename` and `input_line_number`.
  func attach(to state: OpaquePointer?) {
    jq_set_input_cb(
      state,
      { _, inputs in
        guard let inputs else { return jv_invalid() }
        return Unmanaged<InputValues>.fromOpaque(inputs).takeUnretainedValue().next().take()
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  /// The source that was attached to the state.
  static func attached(to state: OpaquePointer?) -> InputValues? {
    var callback: jq_input_cb?
    var inputs: UnsafeMutableRawPointer?
    jq_get_input_cb(state, &callback, &inputs)
    return inputs.map { Unmanaged<InputValues>.fromOpaque($0).takeUnretainedValue() }
  }
}
