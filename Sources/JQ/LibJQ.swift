internal import CLibJQ
import Glibc

/// What the libjq at hand can do beyond 1.6, found out while running: one binary serves every release.
enum LibJQ {
  /// Releases that behave differently here, oldest first.
  enum Release: Int, Comparable {
    case v1_6, v1_7, v1_8

    static func < (one: Release, other: Release) -> Bool { one.rawValue < other.rawValue }
  }

  /// The release, told by the functions that came with it.
  static let release: Release =
    if address(of: "jv_number_abs") != nil {
      .v1_8
    } else if address(of: "jv_number_with_literal") != nil {
      .v1_7
    } else {
      .v1_6
    }

  /// The release for people.
  static var releaseName: String {
    switch release {
    case .v1_6: "1.6"
    case .v1_7: "1.7"
    case .v1_8: "1.8 or later"
    }
  }

  /// From 1.7: a number's text as it was read, as long as nothing has been computed with it.
  static let numberLiteral: (@convention(c) (jv) -> UnsafePointer<CChar>?)? =
    function("jv_number_get_literal")

  /// From 1.7: where the builtin `stderr` writes; 1.6 writes by itself.
  static let setStandardErrorCallback:
    (@convention(c) (OpaquePointer?, jq_msg_cb?, UnsafeMutableRawPointer?) -> Void)? =
      function("jq_set_stderr_cb")

  /// jq's own test runner, behind --run-tests: exported by every release, in no header.
  typealias TestSuite =
    @convention(c) (
      jv, Int32, Int32, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
    ) -> Int32
  static let testSuite: TestSuite? = function("jq_testsuite")

  private static func address(of name: String) -> UnsafeMutableRawPointer? {
    dlsym(nil, name)
  }

  private static func function<Function>(_ name: String) -> Function? {
    address(of: name).map { unsafeBitCast($0, to: Function.self) }
  }
}
