import ArgumentParser

/// An option whose value is one of a few words.
///
/// ArgumentParser finds the words of such a type by key paths and by printing, several times at every start; here
/// they are told, which saves a tenth of a short run.
public protocol OptionChoice: ExpressibleByArgument, CaseIterable, RawRepresentable
where RawValue == String {}

extension OptionChoice {
  /// The words.
  public static var allValueStrings: [String] { allCases.map { $0.rawValue } }

  /// None but the words themselves.
  public static var allValueDescriptions: [String: String] { [:] }

  /// The words, for completions.
  public static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }

  /// The word, for the help.
  public var defaultValueDescription: String { rawValue }
}
