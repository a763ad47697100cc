#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Memory for long documents.
package enum LargePages {
  /// The size of a large page on most machines.
  package static let size = 2 << 20

  /// Says that memory will soon be written from end to end: a system that can do so hands it out in large pages,
  /// each with one fault for the five hundred of small ones. A hint, without effect elsewhere.
  package static func prepare(_ memory: UnsafeMutableRawBufferPointer) {
    #if os(Linux)
      guard let base = memory.baseAddress, memory.count >= 2 * size else { return }
      let page = Int(sysconf(Int32(_SC_PAGESIZE)))
      // From the start of the first page on: where only a part of an allocation has been spoken of, the system
      // can no longer let it grow where it is. A refusal changes nothing.
      let before = Int(bitPattern: base) & (page - 1)
      _ = madvise(base - before, memory.count + before, MADV_HUGEPAGE)
    #endif
  }
}

extension Array {
  /// Makes room for so many elements, all of which will be written.
  mutating func prepareCapacity(_ count: Int) {
    reserveCapacity(count)
    let capacity = capacity
    withUnsafeMutableBufferPointer { elements in
      LargePages.prepare(
        UnsafeMutableRawBufferPointer(
          start: elements.baseAddress, count: capacity * MemoryLayout<Element>.stride))
    }
  }
}
