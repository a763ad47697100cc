import MeshRetryCore
import Testing

@Suite struct ReleaseTests {
  @Test func aLineMeansItsNewestPatch() {
    #expect(Release(parsing: "2.3") == Release(2, 3, 7))
    #expect(Release(parsing: "v2.14.1") == Release(2, 14, 1))
    for text in ["2.1", "2.15", "3.0", "2", "2.3.x", "", "2.3.1.4", "-2.3"] {
      #expect(Release(parsing: text) == nil, "\(text)")
    }
  }

  @Test(arguments: [
    (Release(2, 6, 14), false), (Release(2, 6, 15), true), (Release(2, 7, 10), false),
    (Release(2, 7, 11), true), (Release(2, 9, 2), false), (Release(2, 9, 3), true),
    (Release(2, 10, 0), true), (Release(2, 14, 3), true),
  ]) func backportsHoldForTheirLine(_ release: Release, _ holds: Bool) {
    #expect(release.has(.lookupByElement) == holds)
  }

  @Test func aChangeCanBeLateInItsOwnLine() {
    #expect(Release(2, 9, 19).has(.rulesWithoutNegation))
    #expect(!Release(2, 10, 0).has(.rulesWithoutNegation))
    #expect(Release(2, 10, 1).has(.rulesWithoutNegation))
  }

  @Test func whatEndsEndsWithItsBackports() {
    #expect(!Release(2, 5, 0).has(.ignoredInboundsSkipped))
    #expect(Release(2, 7, 24).has(.ignoredInboundsSkipped))
    #expect(!Release(2, 7, 25).has(.ignoredInboundsSkipped))
    #expect(Release(2, 8, 8).has(.ignoredInboundsSkipped))
    #expect(!Release(2, 14, 0).has(.ignoredInboundsSkipped))
  }

  @Test(arguments: Behaviour.allCases) func everyRowIsInOrder(_ behaviour: Behaviour) {
    let change = behaviour.change
    #expect(!change.since.isEmpty && !change.summary.isEmpty)
    #expect(change.since == change.since.sorted() && change.until == change.until.sorted())
  }
}
