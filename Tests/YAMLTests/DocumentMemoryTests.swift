import JSON
import Synchronization
import Testing
import YAML

/// What a document may take of memory, and what is said when it takes much.
@Suite struct DocumentMemoryTests {
  /// What is made of a document may take what it leaves.
  @Test func roomIsWhatIsLeft() throws {
    let text = "a: 1\nb: text\n"
    let document = try #require(try YAMLParser(ByteBuffer(text)).next())
    let left =
      JSONDocument.slack + JSONDocument.proportion * text.utf8.count - document.footprint
    // The end of the text takes a little, too.
    #expect((left - 1000...left).contains(document.room))
    #expect(document.root.nodeCount == 5)
    #expect(document.root["b"]?.nodeCount == 1)
    let other = try #require(try YAMLParser(ByteBuffer(text), readsPlain: false).next())
    #expect((left - 1000...left).contains(other.room))
  }

  @Test(arguments: [true, false]) func largeDocumentsAreAnnounced(_ readsPlain: Bool) throws {
    let small = "a: 1\n---\n"
    let large = String(repeating: "- some text\n", count: JSONDocument.large / 20)
    let parser = YAMLParser(ByteBuffer(small + large), readsPlain: readsPlain)
    let calls = Calls()
    parser.whenLarge = { calls.count.add(1, ordering: .relaxed) }
    #expect(try parser.next() != nil)
    let before = calls.count.load(ordering: .relaxed)
    #expect(readsPlain || before == 0)
    #expect(try parser.next() != nil)
    #expect(calls.count.load(ordering: .relaxed) > before)
  }

  /// Anchors, aliases and comments take memory beside the document.
  @Test(arguments: ["- &a{0} {}\n", "- &b{0} x # mr:disable=MR030\n"])
  func whatStandsBesideCounts(_ line: String) throws {
    let parts = line.split(separator: "{0}", omittingEmptySubsequences: false)
    let text = (0..<5000).map { "\(parts[0])\($0)\(parts[1])" }.joined()
    let document = try #require(try YAMLParser(ByteBuffer(text)).next())
    let allowed = JSONDocument.slack + JSONDocument.proportion * text.utf8.count
    #expect(document.room < allowed - document.footprint - 5000 * 100)
  }

  private final class Calls: Sendable { let count = Atomic(0) }
}
