import MeshRetryCore
import YAML

/// How files are read: what the options come to.
struct ReadingOptions: Sendable {
  var release: Release
  var systemNamespaces: [String]
  var validates: Bool
  var writesDocuments: Bool
  var writesLocations: Bool
  var isPretty: Bool
  var splitter: DocumentSplitter
  /// The form to convert to; nil for as it is.
  var form: ResourceForm?
  /// Whether policies are written as a control plane stores them.
  var isNormalized: Bool
  var selection: RuleSelection
  /// Whether notes are shown or count.
  var wantsNotes: Bool
}
