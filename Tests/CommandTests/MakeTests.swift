import Foundation
import Testing

/// `share/meshretry/mr.mk` through the example that uses it: built once, left alone, built anew where a
/// policy's change reaches.
@Suite struct MakeTests {
  @Test func buildsWhatIsOutOfDateAndNoMore() throws {
    let root = try Shell.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: root) }
    for folder in ["examples/make", "share/meshretry"] {
      let target = root.appending(path: folder)
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        at: Place.repository.appending(path: folder), to: target)
    }
    let folder = root.appending(path: "examples/make")
    let first = try Shell.run("rm -rf build && make -j2 2>&1", in: folder)
    #expect(first.status == 0, "\(String(decoding: first.output, as: UTF8.self))")
    let names = try FileManager.default.contentsOfDirectory(
      atPath: folder.appending(path: "build").path)
    #expect(Set(names).isSuperset(of: ["web-1.envoy.json", "mobile-1.envoy.json"]))

    let second = try Shell.run("make", in: folder)
    #expect(String(decoding: second.output, as: UTF8.self).contains("Nothing to be done"))

    // A change for web's callers alone leaves the configuration of mobile-1 as it is.
    let change = "sleep 1; sed -i 's/numRetries: 3/numRetries: 4/' policies/web.yaml && make 2>&1"
    let third = String(decoding: try Shell.run(change, in: folder).output, as: UTF8.self)
    #expect(third.contains("-o build/web-1.envoy.json"))
    #expect(!third.contains("-o build/mobile-1.envoy.json"))
  }

  @Test func validatesWithoutBuilding() throws {
    let outcome = try Shell.run(
      "make -C examples/make validate", in: Place.repository)
    #expect(outcome.status == 0)
  }
}
