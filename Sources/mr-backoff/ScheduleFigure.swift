import MeshRetryCore

/// A schedule as a picture: the range of each retry, the distribution of the total, and the storm.
struct ScheduleFigure {
  private static let width = 760.0
  private static let left = 60.0
  private static let plot = 600.0
  private static let drawnRetries: UInt32 = 24

  private let title: String
  private let report: BackOffReport

  init(_ subject: BackOffSubject, _ report: BackOffReport) {
    title = ScheduleTable.heading(subject, report.settings)
    self.report = report
  }

  /// The pictures below each other, in one document.
  ///
  /// Colours follow the reader's scheme, light or dark; all words are text.
  static func document(_ figures: [ScheduleFigure]) -> String {
    var svg = SVGText()
    var y = 0.0
    for figure in figures { y = figure.draw(into: &svg, from: y) + 16 }
    let height = SVGText.number(y)
    let width = SVGText.number(Self.width)
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" role="img">
      <title>Back-off schedules</title>
      <style>
      \(style)
      </style>
      <rect class="ground" width="100%" height="100%"/>
      \(svg.text)</svg>

      """
  }

  private static let style = """
    text { font: 12px system-ui, sans-serif; fill: #1f2328; }
    .title { font-size: 15px; font-weight: 600; }
    .axis { stroke: #8c959f; fill: none; }
    .ground { fill: #ffffff; }
    .documented { fill: #bf8700; } .envoy { fill: #0969da; }
    .documented-line { stroke: #bf8700; fill: none; stroke-width: 1.5; stroke-dasharray: 5 3; }
    .envoy-line { stroke: #0969da; fill: none; stroke-width: 1.5; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; } .ground { fill: #0d1117; }
      .documented { fill: #d29922; } .envoy { fill: #58a6ff; }
      .documented-line { stroke: #d29922; } .envoy-line { stroke: #58a6ff; }
    }
    """

  /// Draws from that height on and returns where it ends.
  private func draw(into svg: inout SVGText, from top: Double) -> Double {
    var y = top + 28
    svg.label(title, x: 16, y: y, class: "title")
    guard !report.models.isEmpty else {
      svg.label("no schedule: Envoy refuses the configuration", x: 16, y: y + 22)
      return y + 30
    }
    y = legend(into: &svg, from: y + 8)
    y = ranges(into: &svg, from: y)
    y = totals(into: &svg, from: y)
    for model in report.models { y = storm(model, into: &svg, from: y) }
    return y
  }

  private func legend(into svg: inout SVGText, from top: Double) -> Double {
    var x = 16.0
    for model in report.models {
      let name = model.schedule.model.rawValue
      svg.rectangle(x: x, y: top + 4, width: 10, height: 10, class: name)
      svg.label(name, x: x + 15, y: top + 13)
      x += 110
    }
    return top + 24
  }

  private func ranges(into svg: inout SVGText, from top: Double) -> Double {
    let schedules = report.models.map(\.schedule)
    let drawn = schedules.map { $0.prefix(Self.drawnRetries) }
    guard let longest = drawn.joined().map(\.ceiling).max(), longest > 1 else { return top }
    svg.label("Delay before each retry", x: 16, y: top + 16)
    var y = top + 26
    let bar = 11.0
    for index in drawn[0].indices {
      svg.label(
        "\(index + 1)", x: Self.left - 8, y: y + bar * Double(drawn.count) / 2 + 4, anchor: "end")
      for (schedule, retries) in zip(schedules, drawn) {
        let retry = retries[index]
        let length = Self.plot * Double(retry.ceiling) / Double(longest)
        svg.rectangle(
          x: Self.left, y: y, width: length, height: bar - 1, class: schedule.model.rawValue)
        svg.label("\(retry.range) ms", x: Self.left + length + 5, y: y + bar - 1)
        y += bar + 2
      }
      y += 5
    }
    if report.settings.retries > Self.drawnRetries {
      svg.label("… \(report.settings.retries - Self.drawnRetries) more", x: Self.left, y: y + 10)
      y += 16
    }
    return y + 8
  }

  private func totals(into svg: inout SVGText, from top: Double) -> Double {
    guard let end = report.models.map(\.total.maximum).max(), end > 0 else { return top }
    svg.label("Sum of all delays", x: 16, y: top + 16)
    let densities = report.models.map { Density($0.total, pieces: 100, end: end) }
    let highest = densities.flatMap(\.values).max() ?? 1
    let height = 110.0
    let base = top + 26 + height
    for (model, density) in zip(report.models, densities) {
      var points: [(x: Double, y: Double)] = []
      for (index, share) in density.values.enumerated() {
        let x = Self.left + Self.plot * (Double(index) + 0.5) / Double(density.values.count)
        points.append((x, base - height * share / max(highest, .leastNonzeroMagnitude)))
      }
      svg.line(points, class: "\(model.schedule.model.rawValue)-line")
    }
    axis(into: &svg, at: base, from: "0", to: "\(end) ms")
    return base + 28
  }

  private func storm(
    _ model: ModelReport, into svg: inout SVGText, from top: Double
  ) -> Double {
    guard let storm = model.storm, storm.loadFactor > 0 else { return top }
    let name = model.schedule.model.rawValue
    let retries = storm.retries
    let highest = retries.max() ?? 0
    svg.label(
      "Retries in each \(storm.bucket) ms after \(storm.clients) "
        + "requests (\(name)): up to \(ScheduleTable.decimal(highest)), amplification "
        + ScheduleTable.decimal(storm.amplification), x: 16, y: top + 16)
    let height = 80.0
    let base = top + 26 + height
    let column = Self.plot / Double(retries.count)
    for (index, count) in retries.enumerated() where highest > 0 && count > 0 {
      let length = height * count / highest
      svg.rectangle(
        x: Self.left + column * Double(index), y: base - length, width: max(1, column - 1),
        height: length, class: name)
    }
    let end = UInt128(storm.bucket) * UInt128(retries.count)
    axis(into: &svg, at: base, from: "0", to: "\(end) ms")
    return base + 28
  }

  private func axis(into svg: inout SVGText, at y: Double, from: String, to: String) {
    svg.line([(Self.left, y), (Self.left + Self.plot, y)], class: "axis")
    svg.label(from, x: Self.left, y: y + 15)
    svg.label(to, x: Self.left + Self.plot, y: y + 15, anchor: "end")
  }
}
