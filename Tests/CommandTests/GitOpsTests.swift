import Foundation
import Testing

/// The pieces for CI systems and renderers, run as those would run them: the commands come out of the files
/// themselves, the repository is a copy of examples/gitops.
@Suite final class GitOpsTests {
  private let folder: URL

  init() throws {
    folder = try Shell.temporaryFolder().appending(path: "repository")
    try FileManager.default.copyItem(
      at: Place.repository.appending(path: "examples/gitops"), to: folder)
  }

  deinit { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }

  private func run(
    _ command: String, _ environment: [String: String] = [:]
  ) throws -> (output: String, errors: String, status: Int32) {
    let outcome = try Shell.run(command, in: folder, environment: environment)
    return (
      String(decoding: outcome.output, as: UTF8.self),
      String(decoding: outcome.errors, as: UTF8.self), outcome.status
    )
  }

  /// A text out of a YAML file.
  private func text(_ query: String, of file: String) throws -> String {
    try run("mr-parse --no-validate '\(file)' | mr-query -r '\(query)'").output
      .trimmingCharacters(in: .newlines)
  }

  private func shared(_ path: String) -> String { Place.repository.appending(path: path).path }

  private let mistake = "sed -i s/GatewayError/5XX/ base/web-to-backend.yaml"
  private let finding =
    "base/web-to-backend.yaml:21:15: error: unknown retryOn item '5XX'; did you mean '5xx'? [MR012]\n"

  /// Makes the folder a repository with all of it committed.
  private func commit() throws {
    let git = "git -c init.defaultBranch=main -c user.name=mr -c user.email=mr@localhost"
    let outcome = try run("\(git) init -q && \(git) add -A && \(git) commit -qm first")
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test func checkPassesAndSaysWhereItDoesNot() throws {
    let fine = try run("./check")
    #expect(fine.output + fine.errors == "" && fine.status == 0)
    let broken = try run("\(mistake); ./check")
    #expect(broken.errors.hasPrefix(finding))
    #expect(broken.status == 1)
  }

  @Test func failedExpectationIsFound() throws {
    let outcome = try run(
      "sed -i 's/numRetries: 4/numRetries: 5/' base/web-to-backend.yaml; ./check")
    #expect(
      outcome.errors == """
        expectations/production.yaml:9:17: error: web-1.demo to backend_demo_svc_8080: \
        http.numRetries is 5 (by web-to-backend.kong-mesh-system at base/web-to-backend.yaml:18:23), \
        expected 4 [MR066]

        """)
    #expect(outcome.status == 1)
  }

  @Test func impactNamesWhatProxiesGet() throws {
    try commit()
    let same = try run("./impact HEAD")
    #expect(same.output + same.errors == "" && same.status == 0)
    let changed = try run(
      "sed -i 's/perTryTimeout: 2s/perTryTimeout: 3s/' base/*.yaml; ./impact HEAD")
    #expect(
      changed.output == """
        == production
        changed: backend_demo_svc_8080 http.perTryTimeout: "2s" (web-to-backend.kong-mesh-system at \
        base/web-to-backend.yaml:19:26) -> "3s" (web-to-backend.kong-mesh-system at \
        base/web-to-backend.yaml:19:26)
          1 proxy: web-1.demo

        """)
    #expect(changed.errors == "" && changed.status == 1)
  }

  // MARK: Systems

  @Test func argoPluginPrintsManifestsOnly() throws {
    let command = try text(".spec.generate | .command + .args | @sh", of: "argocd-plugin.yaml")
    let production = ["ARGOCD_ENV_OVERLAY": "production"]
    let fine = try run(command, production)
    #expect(fine.output == (try run("./render production")).output)
    #expect(fine.errors == "" && fine.status == 0)
    let kinds = try run("\(command) | mr-parse - | mr-query -r .metadata.name", production)
    #expect(kinds.output == "retry-all\nweb-to-backend\nweb-to-orders\n")

    let broken = try run("\(mistake); \(command)", production)
    #expect(broken.output == "" && broken.status == 1)
    #expect(broken.errors == finding)
    let unknown = try run(command, ["ARGOCD_ENV_OVERLAY": "moon"])
    #expect(unknown.output == "" && unknown.status == 2)
  }

  @Test func gitLabGetsJUnit() throws {
    let script = try text(".policies.script[]", of: "gitlab-ci.yaml")
    let fine = try run(script)
    #expect(fine.output + fine.errors == "" && fine.status == 0)
    let counts = try run("grep -h '<testsuites' reports/*.xml")
    #expect(
      counts.output == """
        <testsuites name="mr-match" tests="3" failures="0" errors="0">
        <testsuites name="mr-parse" tests="3" failures="0" errors="0">
        <testsuites name="mr-match" tests="1" failures="0" errors="0">
        <testsuites name="mr-parse" tests="2" failures="0" errors="0">

        """)
    let broken = try run("\(mistake); \(script)")
    #expect(broken.status == 1)
    #expect(try run("grep -c '<failure' reports/production-policies.xml").output == "1\n")

    try commit()
    let refused = try run("./impact HEAD")
    #expect(refused.errors.hasPrefix(finding) && refused.status == 2)
    _ = try run(
      "git reset -q --hard HEAD; sed -i s/5XX/GatewayError/ base/*.yaml; git -c user.name=mr -c user.email=mr@localhost commit -qam mended"
    )
    let impact = try text(".impact.script[]", of: "gitlab-ci.yaml")
    #expect(try run(impact, ["CI_MERGE_REQUEST_DIFF_BASE_SHA": "HEAD"]).status == 0)
  }

  @Test func tektonStepRuns() throws {
    let script = try text(".spec.steps[0].script", of: "tekton-task.yaml")
    try Data(script.utf8).write(to: folder.appending(path: "step"))
    let outcome = try run("chmod +x step && ./step && ls reports")
    #expect(outcome.status == 0)
    #expect(outcome.output.split(separator: "\n").count == 4)
  }

  @Test func gitHubActionAnnotates() throws {
    let step = try text(".runs.steps[1].run", of: shared("action.yml"))
    try Data(step.utf8).write(to: folder.appending(path: "step"))
    var environment = [
      "GITHUB_ACTIONS": "true", "PATHS": "base overlays", "RELEASE": "", "FAIL_ON": "error",
      "SARIF": "",
    ]
    let bash = "bash --noprofile --norc -eo pipefail step"
    let fine = try run(bash, environment)
    #expect(fine.output + fine.errors == "" && fine.status == 0)
    let broken = try run("\(mistake); \(bash)", environment)
    #expect(
      broken.output == """
        ::error file=base/web-to-backend.yaml,line=21,endLine=21,col=15,endColumn=18,title=MR012::\
        unknown retryOn item '5XX'; did you mean '5xx'? [MR012]

        """)
    #expect(broken.status == 1)
    environment["SARIF"] = "findings.sarif"
    environment["FAIL_ON"] = "never"
    #expect(try run(bash, environment).status == 0)
    #expect(try run("mr-query -r '.runs[0].results[].ruleId' findings.sarif").output == "MR012\n")
  }

  @Test func gitHubWorkflowRuns() throws {
    try commit()
    let steps = try text(".jobs.check.steps[] | .run // empty", of: "github-workflow.yaml")
    let outcome = try run(
      """
      git update-ref refs/remotes/origin/main HEAD
      sed -i 's/numRetries: 3/numRetries: 2/' overlays/production/* expectations/production.yaml
      \(steps)
      """, ["GITHUB_BASE_REF": "main", "GITHUB_STEP_SUMMARY": "summary"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let summary = try run("cat summary").output
    #expect(summary.hasPrefix("== production\nchanged: orders_demo_svc_8080 grpc.numRetries: 3 "))
  }

  @Test func problemMatcherReadsTheTextReport() throws {
    let file = shared("share/meshretry/problem-matcher.json")
    let pattern = try run("mr-query -r '.problemMatcher[0].pattern[0].regexp' \(file)").output
    let matcher = try NSRegularExpression(
      pattern: pattern.trimmingCharacters(in: .whitespacesAndNewlines))
    let report = try run("\(mistake); echo 'x: 1' >base/x.yaml; mr-parse --check base").output
    let lines = report.split(separator: "\n").map(String.init)
    let parts = try lines.map { line -> [String] in
      let match = try #require(
        matcher.firstMatch(in: line, range: NSRange(line.startIndex..., in: line)), "\(line)")
      return (1...6).compactMap { Range(match.range(at: $0), in: line).map { String(line[$0]) } }
    }
    #expect(
      parts.first == [
        "base/web-to-backend.yaml", "21", "15", "error",
        "unknown retryOn item '5XX'; did you mean '5xx'?", "MR012",
      ])
  }

  @Test func preCommitRunsTheHooks() throws {
    let program = shared(".venv/bin/pre-commit")
    guard FileManager.default.isExecutableFile(atPath: program) else {
      return print("pre-commit: skipped, it is not installed (scripts/setup test)")
    }
    let hooks = try run(
      """
      mkdir ../hooks ../home && cp '\(shared(".pre-commit-hooks.yaml"))' ../hooks && cd ../hooks
      git init -q . && git add -A && git -c user.name=mr -c user.email=mr@localhost commit -qm hooks
      git rev-parse HEAD
      """)
    let revision = hooks.output.trimmingCharacters(in: .whitespacesAndNewlines)
    let home = folder.deletingLastPathComponent().path
    let prepared = try run(
      """
      sed 's|https://github.com/OWNER/meshretry|\(home)/hooks|; s|v0.1.0|\(revision)|' \
        pre-commit-config.yaml >.pre-commit-config.yaml
      \(mistake)
      """)
    #expect(prepared.status == 0)
    try commit()
    let command = "git add -A; '\(program)' run --all-files"
    let environment = ["HOME": "\(home)/home", "PRE_COMMIT_HOME": "\(home)/home"]
    let first = try run(command, environment)
    #expect(first.status == 1)
    #expect(first.output.contains("files were modified by this hook"))
    #expect(
      try run("git diff -U0 | tail -n 2").output == "-            - 5XX\n+            - 5xx\n")
    let second = try run(command, environment)
    #expect(second.status == 0, "\(second.output)")
  }
}
