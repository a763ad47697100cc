import JSON
import Testing

@testable import MeshRetryCore

@Suite struct MatchingRuleTests {
  private typealias Mesh = MatchingTestMesh

  private func item(_ tags: [(key: String, value: String)], _ index: Int) -> RuleItem {
    RuleItem(
      tags: tags, conf: [:], policy: 0, ruleIndex: index, confPath: FieldPath("spec"))
  }

  private func text(_ matchers: [TagRule.Matcher]) -> String {
    matchers.map { "\($0.key)\($0.not ? "!=" : "=")\($0.value)" }.joined(separator: ",")
  }

  // MARK: Combinations

  @Test func bitsCountNegatedTags() {
    let all = TagCombinations(release: Release(2, 3, 0)).combinations([("k", ["a", "b"])])
    #expect(all.map(text) == ["k=b", "k=a", "k!=a,k!=b"])
  }

  @Test func keysCountOneByOne() {
    let all = TagCombinations(release: Release(2, 14, 3)).combinations([
      ("k", ["a"]), ("l", ["b"]),
    ])
    #expect(all.map(text) == ["k!=a,l=b", "k=a,l!=b", "k!=a,l!=b", "k=a,l=b"])
  }

  @Test func nothingHasOneCombination() {
    #expect(TagCombinations(release: Release(2, 3, 0)).combinations([]) == [[]])
  }

  // MARK: Groups

  @Test func itemsOfOtherServicesDoNotMeet() {
    let items = [item([("s", "a")], 0), item([("s", "b")], 1), item([("s", "a")], 2)]
    #expect(RuleGroups(release: Release(2, 3, 0)).groups(items) == [[1], [0, 2]])
    #expect(RuleGroups(release: Release(2, 2, 0)).groups(items) == [[0, 1, 2]])
  }

  @Test func cliquesKeepApartWhatOnlyTheMeshConnects() {
    let items = [item([], 0), item([("s", "a")], 1), item([("s", "b")], 2), item([("t", "c")], 3)]
    let groups = RuleGroups(release: Release(2, 14, 3)).groups(items)
    #expect(groups == [[0, 2, 3], [0, 1, 3]])
    #expect(RuleGroups(release: Release(2, 12, 0)).groups(items) == [[0, 1, 2, 3]])
  }

  // MARK: Rules

  @Test func negationsGoWithTheFastPath() {
    let items = [item([], 0), item([("s", "a")], 1)]
    let old = TagRuleBuilder(release: Release(2, 3, 0)).rules(items)
    #expect(old.map { text($0.matchers) } == ["s=a", "s!=a"])
    let new = TagRuleBuilder(release: Release(2, 14, 3)).rules(items)
    #expect(new.map { text($0.matchers) } == ["s=a", ""])
    #expect(new.map(\.items) == [[0, 1], [0]])
    let from = TagRuleBuilder(release: Release(2, 14, 3), withNegations: true).rules(items)
    #expect(from.map { text($0.matchers) } == ["s=a", "s!=a"])
  }

  /// n + 1 rules for n services and the mesh, in every release; Kuma 2.3 visits 2ⁿ states for them.
  @Test(arguments: [Release(2, 2, 0), Release(2, 3, 0), Release(2, 10, 0), Release(2, 14, 3)])
  func manyServicesAreQuick(_ release: Release) {
    let items = [item([], 0)] + (1...3000).map { item([("s", "service-\($0)")], $0) }
    #expect(TagRuleBuilder(release: release).rules(items).count == 3001)
  }

  // MARK: Lookup

  @Test func subsetsNeedTheKeyElementsDoNot() {
    let rules: [[TagRule.Matcher]] = [
      [.init(key: "s", value: "a", not: false)],
      [.init(key: "s", value: "a", not: true), .init(key: "s", value: "b", not: true)],
    ]
    let old = RuleLookup(rules, release: Release(2, 3, 0))
    let new = RuleLookup(rules, release: Release(2, 14, 3))
    for lookup in [old, new] {
      #expect(lookup.index(["s": "a"]) == 0)
      #expect(lookup.index(["s": "c"]) == 1)
      #expect(lookup.index(["s": "b"]) == nil)
      #expect(lookup.index([:]) == nil)
    }
    #expect(old.index(["t": "x"]) == nil)
    #expect(new.index(["t": "x"]) == 1)
  }

  @Test func theFirstRuleCounts() {
    let rules: [[TagRule.Matcher]] = [
      [], [.init(key: "s", value: "a", not: false)],
    ]
    #expect(RuleLookup(rules, release: Release(2, 14, 3)).index(["s": "a"]) == 0)
  }

  // MARK: Merging

  @Test func objectsMergeListsReplace() throws {
    let first: JSONValue = ["http": ["numRetries": 1, "retryOn": ["5xx", "Reset"]]]
    let second: JSONValue = ["http": ["retryOn": []], "tcp": ["maxConnectAttempt": 2]]
    let merged: JSONValue = [
      "http": ["numRetries": 1, "retryOn": []], "tcp": ["maxConnectAttempt": 2],
    ]
    #expect(ConfMerge.merge([first, second]) == merged)
    #expect(ConfMerge.merge([JSONValue]()) == nil)
  }

  @Test func listsOfOtherKindsAppendAndMergeByKey() {
    let appended = MergeRules(appends: { $0 == "AppendX" }).merge([
      ["AppendX": ["a"], "y": ["a"]], ["AppendX": ["b"], "y": ["b"]],
    ])
    #expect(appended == [["AppendX": ["a", "b"], "y": ["b"]]])
    let keyed = MergeRules(keyed: ["rules": .init(key: "k", conf: "c")]).merge([
      ["rules": [["k": 1, "c": ["a": 1]]]], ["rules": [["k": 1, "c": ["b": 2]]]],
    ])
    #expect(keyed == [["rules": [["k": 1, "c": ["a": 1, "b": 2]]]]])
  }

  /// Runs of shared items give what merging one by one gives.
  @Test func runsMergeAsItemsDo() {
    let items = (0..<40).map { index in
      RuleItem(
        tags: index % 7 == 3 ? [("s", "\(index)")] : [],
        conf: ["http": ["k\(index % 5)": .integer(index), "n": .integer(index)]], policy: index,
        ruleIndex: 0, confPath: FieldPath("spec"))
    }
    let merge = RuleMerge(items, .plain)
    for own in [3, 10, 17, 38] {
      let indexes = items.indices.filter { items[$0].tags.isEmpty || $0 == own }
      #expect(merge.confs(of: indexes).first == ConfMerge.merge(indexes.map { items[$0].conf }))
    }
  }
}
