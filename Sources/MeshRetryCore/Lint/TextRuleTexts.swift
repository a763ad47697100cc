/// The rules about the text of a file, before anything in it is a policy; and about the run itself.
enum TextRuleTexts {
  static let all: [RuleText] = [
    RuleText(
      .syntax, why: "The text cannot be read as YAML 1.1 (or as JSON, in a .json file).",
      bad: .input("type: [MeshRetry"), good: .input("type: Mesh\nname: default")),
    RuleText(
      .unreadableDocument,
      why: """
        The text is YAML, but JSON has no form for it: a key that is null or a mapping, infinity, an \
        alias to nothing.
        """,
      bad: .input("type: Mesh\nname: default\n~: 1"), good: .input("type: Mesh\nname: default")),
    RuleText(
      .duplicateKey,
      why:
        "Of equal keys Kuma takes the last one, without a word. Keys that a merge (<<) sets again are fine.",
      bad: "http:\n  numRetries: 3\n  perTryTimeout: 1s\n  numRetries: 5",
      good: "http:\n  numRetries: 5\n  perTryTimeout: 1s"),
    RuleText(
      .yamlSurprise,
      why: """
        Kuma reads YAML 1.1: unquoted y, n, yes, no, on and off are booleans, also as keys; a number \
        with a leading zero is octal; underscores in numbers do not count.
        """,
      bad: .input("type: Dataplane\nmesh: default\nname: no"),
      good: .input("type: Dataplane\nmesh: default\nname: \"no\"")),
    RuleText(
      .splitterDifference,
      why: """
        Kuma cuts a file at '---' by a regular expression, kubectl line by line, and neither asks the \
        YAML parser. So they may read other documents than the YAML says, or none: a comment of two \
        lines before the first '---' is an empty document for Kuma, and an error.
        """,
      bad: .input("# the policies\n# of the web team\n---\ntype: Mesh\nname: default"),
      good: .input("# the policies\n# of the web team\ntype: Mesh\nname: default")),
    RuleText(
      .unusedSuppression,
      why:
        "A comment # mr:disable=CODE that suppresses nothing can go, or names another code than meant.",
      bad: .input("# mr:disable=MR030 no such list here\ntype: Mesh\nname: default"),
      good: .input("type: Mesh\nname: default")),
    RuleText(
      .convertedNames,
      why: """
        --to changes the envelope only. Services are named otherwise in the two environments (backend \
        in universal, backend_namespace_svc_8080 on Kubernetes), so names in targetRefs may have to \
        be changed by hand.
        """),
    RuleText(
      .meshTooLarge,
      why: """
        Names and tags of proxies and services are kept until all policies are read: up to 12 MiB of \
        them, those of 30,000 to 100,000 proxies. Beyond that the rules that need them (targets, \
        protocols, request timeouts, legacy Retries) are left out.
        """),
  ]
}
