/// The rules that Kuma itself has: what it refuses, with a code of ours for each kind of mistake.
enum KumaRuleTexts {
  static let all: [RuleText] = [
    RuleText(
      .wrongType,
      why: "Kuma's schema names a type for every field; a value of another type is refused.",
      bad: "http:\n  numRetries: \"3\"", good: "http:\n  numRetries: 3"),
    RuleText(
      .badDuration,
      why: """
        Durations are Go's: a number with a unit (ns us µs ms s m h), several in a row, no blanks. \
        There are no days or weeks.
        """,
      bad: "http:\n  perTryTimeout: 1d", good: "http:\n  perTryTimeout: 24h"),
    RuleText(
      .numberOutOfRange,
      why: "numRetries and maxConnectAttempt are whole numbers from 0 to 4294967295.",
      bad: "http:\n  numRetries: -1", good: "http:\n  numRetries: 0"),
    RuleText(
      .missingField, why: "The schema or the validator requires the field.",
      bad: "http:\n  rateLimitedBackOff:\n    maxInterval: 10s",
      good: """
        http:
          rateLimitedBackOff:
            maxInterval: 10s
            resetHeaders:
            - name: retry-after
              format: Seconds
        """),
    RuleText(
      .valueNotAllowed, why: "The field takes only the values that the schema lists.",
      bad: """
        http:
          rateLimitedBackOff:
            resetHeaders:
            - name: retry-after
              format: seconds
        """,
      good: """
        http:
          rateLimitedBackOff:
            resetHeaders:
            - name: retry-after
              format: Seconds
        """),
    RuleText(
      .targetRefKind,
      why: """
        Which kinds spec.targetRef and spec.to[].targetRef may have depends on the release; the \
        schema lists more of them than the validator takes. --list-rules prints the table.
        """,
      bad: .input(policy(topKind: "MeshHTTPRoute", name: "route")),
      good: .input(policy(topKind: "MeshService", name: "web")),
      releases: .lacking(.topLevelMeshHTTPRoute)),
    RuleText(
      .targetRefField,
      why: "name, tags, mesh and labels of a targetRef go with some kinds only.",
      bad: .input(policy(topKind: "Mesh", name: "web")),
      good: .input(policy(topKind: "MeshService", name: "web"))),
    RuleText(
      .unknownRetryOn,
      why: """
        The items of retryOn are words in this letter case. The documentation's list begins with \
        5XX, but only 5xx is taken.
        """,
      bad: "http:\n  retryOn:\n  - 5XX", good: "http:\n  retryOn:\n  - 5xx"),
    RuleText(
      .unquotedStatusCode,
      why: "Items of retryOn are strings. A status code without quotes is a number in YAML.",
      bad: "http:\n  retryOn:\n  - Reset\n  - 503",
      good: "http:\n  retryOn:\n  - Reset\n  - \"503\""),
    RuleText(
      .unknownStatusCode,
      why: """
        Kuma takes only status codes that Go's net/http has a text for; 499, 520 to 599 and others \
        in use elsewhere are refused.
        """,
      bad: "http:\n  retryOn:\n  - Reset\n  - \"499\"",
      good: "http:\n  retryOn:\n  - Reset\n  - \"408\""),
    RuleText(
      .emptySection, why: "A section or a backOff that is there must have something in it.",
      bad: "http: {}", good: "http:\n  numRetries: 3"),
    RuleText(
      .headerName,
      why: "Names of headers are lower case: HTTP/2 has no others, and the schema has a pattern.",
      bad: """
        http:
          rateLimitedBackOff:
            resetHeaders:
            - name: Retry-After
              format: Seconds
        """,
      good: """
        http:
          rateLimitedBackOff:
            resetHeaders:
            - name: retry-after
              format: Seconds
        """),
    RuleText(
      .resourceName,
      why: """
        Names consist of lower-case letters, digits, '-' and '_' up to 2.4; later releases follow \
        RFC 1123, with dots and without underscores.
        """,
      bad: .input("type: MeshRetry\nmesh: default\nname: Web\nspec:\n" + body),
      good: .input("type: MeshRetry\nmesh: default\nname: web\nspec:\n" + body)),
    RuleText(
      .invalidValue, why: "The validator refuses the value.",
      bad: """
        http:
          rateLimitedBackOff:
            maxInterval: 0s
            resetHeaders:
            - name: retry-after
              format: Seconds
        """,
      good: """
        http:
          rateLimitedBackOff:
            maxInterval: 10s
            resetHeaders:
            - name: retry-after
              format: Seconds
        """),
    RuleText(
      .priorityUpdateFrequency,
      why: """
        OmitPreviousPriorities may stand once and needs an updateFrequency above 0. The \
        documentation says that 2 is the default; in universal form that is so from 2.10 on only. \
        Every release refuses what is not positive, and well so.
        """,
      bad: """
        http:
          hostSelection:
          - predicate: OmitPreviousPriorities
            updateFrequency: 0
        """,
      good: """
        http:
          hostSelection:
          - predicate: OmitPreviousPriorities
            updateFrequency: 2
        """,
      envoy: "loads it and aborts on the first request (measured, 1.40)"),
    RuleText(
      .envelope,
      why: """
        type, mesh, name, apiVersion, kind and metadata must be those of a resource, and the version one \
        that Kuma serves.
        """,
      bad: .input("type: MeshRetry\nmesh: default\nname: [web]\nspec:\n" + body),
      good: .input("type: MeshRetry\nmesh: default\nname: web\nspec:\n" + body)),
    RuleText(
      .notAResource,
      why: "A resource has a type that Kuma knows, or apiVersion and kind.",
      bad: .input("type: MeshRetries\nmesh: default\nname: web\nspec:\n" + body),
      good: .input("type: MeshRetry\nmesh: default\nname: web\nspec:\n" + body)),
  ]

  private static let body = """
      targetRef:
        kind: Mesh
      to:
      - targetRef:
          kind: Mesh
        default:
          http:
            numRetries: 3
    """

  private static func policy(topKind: String, name: String) -> String {
    """
    type: MeshRetry
    mesh: default
    name: example
    spec:
      targetRef:
        kind: \(topKind)
        name: \(name)
      to:
      - targetRef:
          kind: Mesh
        default:
          http:
            numRetries: 3
    """
  }
}
