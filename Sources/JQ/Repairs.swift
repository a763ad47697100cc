public import CLibJQ
import Glibc

/// Builtins of libjq 1.6 that never end on some arguments, made to end.
///
/// `gsub` with a pattern that matches the empty string starts again at the same place for ever
/// (mended in 1.7), and so does `indices("")`.
enum Repairs {
  /// jq's own definitions (builtin.jq of 1.6) but for the branch of an empty match, which copies a
  /// character and goes on behind it. One line: the program's line numbers stay.
  private static let substitution = """
    def sub($re; s; flags): \
    def sub1(fla; gs): \
    def mysub: . as $in | [match($re; fla)] | if length == 0 then $in else .[0] as $edit \
    | ($edit | .offset + .length) as $len \
    | reduce ( $edit | .captures | .[] | select(.name != null) | { (.name) : .string } ) as $pair \
    ({}; . + $pair) \
    | $in[0:$edit.offset] + s \
    + (if gs and $edit.length == 0 then \
    $in[$len:$len+1] + (if ($in|length) > $len then $in[$len+1:] | mysub else "" end) \
    else $in[$len:] | if length > 0 and gs then mysub else . end end) end; mysub; \
    (flags | index("g")) as $gs \
    | (flags | if $gs then [explode[] | select(. != 103)] | implode else . end) as $fla \
    | sub1($fla; $gs); \
    def gsub($re; s; flags): sub($re; s; flags + "g"); \
    def gsub($re; s): sub($re; s; "g"); \

    """

  /// The program with the repaired definitions before it; nil where they are not needed, and where
  /// they cannot stand: before a module's directives.
  static func applied(to program: borrowing JV) -> JV? {
    guard LibJQ.release < .v1_7, let text = program.string, text.contains("gsub(") else {
      return nil
    }
    if ["import", "include", "module"].contains(where: { text.contains($0) }) { return nil }
    return JV(substitution + text)
  }
}

/// Where a string occurs in another, libjq's `indices`: the program's definition comes before the
/// library's. An empty string occurs nowhere; all else is the library's business.
/// Public because only then it is seen outside the program; nothing in Swift is to call it.
@_cdecl("jv_string_indexes")
public func stringIndexes(_ text: jv, _ part: jv) -> jv {
  let isEmpty = jv_string_length_bytes(jv_copy(part)) == 0
  guard !isEmpty, let libraryFunction = libraryStringIndexes else {
    jv_free(text)
    jv_free(part)
    return jv_array()
  }
  return libraryFunction(text, part)
}

/// The library's own function: the next after this program's.
private let libraryStringIndexes: (@convention(c) (jv, jv) -> jv)? = dlsym(
  UnsafeMutableRawPointer(bitPattern: -1), "jv_string_indexes"
).map { unsafeBitCast($0, to: (@convention(c) (jv, jv) -> jv).self) }
