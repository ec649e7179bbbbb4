internal import CDescrape

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Musl
#endif

/// What keeps an exported array or schema alive, until whoever got it releases it. Each is released once, whatever thread does it;
/// children have an owner of their own, since a consumer may move them out.
// Unsafe: the blocks belong to this object; the structure that points at it is copied as bytes only, as the interface allows.
@safe
final class ArrowOwner {
  private let buffers: UnsafeMutablePointer<UnsafeRawPointer?>
  private let arrays: UnsafeMutablePointer<UnsafeMutablePointer<ArrowArray>?>
  private let arrayCount: Int
  /// What the buffers point into.
  private let kept: AnyObject?

  private init(_ buffers: [UnsafeRawPointer?], _ children: [ArrowArray], _ kept: AnyObject?) {
    self.kept = kept
    unsafe self.buffers = .allocate(capacity: max(buffers.count, 1))
    for index in unsafe buffers.indices { unsafe self.buffers[index] = buffers[index] }
    arrayCount = unsafe children.count
    unsafe arrays = .allocate(capacity: max(arrayCount, 1))
    for index in unsafe children.indices {
      let place = UnsafeMutablePointer<ArrowArray>.allocate(capacity: 1)
      unsafe place.initialize(to: children[index])
      unsafe arrays[index] = place
    }
  }

  deinit {
    for index in 0..<arrayCount {
      guard let child = unsafe arrays[index] else { continue }
      unsafe child.pointee.release?(child)
      unsafe child.deallocate()
    }
    unsafe arrays.deallocate()
    unsafe buffers.deallocate()
  }

  /// An array with these buffers and children.
  static func array(
    length: Int, nullCount: Int, buffers: [UnsafeRawPointer?], children: [ArrowArray], keeping kept: AnyObject?
  ) -> ArrowArray {
    let owner = unsafe ArrowOwner(buffers, children, kept)
    var array = unsafe ArrowArray()
    unsafe array.length = Int64(length)
    unsafe array.null_count = Int64(nullCount)
    unsafe array.n_buffers = Int64(buffers.count)
    unsafe array.n_children = Int64(children.count)
    unsafe array.buffers = owner.buffers
    unsafe array.children = children.isEmpty ? nil : owner.arrays
    unsafe array.private_data = Unmanaged.passRetained(owner).toOpaque()
    unsafe array.release = { array in
      guard let array = unsafe array, let owner = unsafe array.pointee.private_data else { return }
      unsafe array.pointee.release = nil
      unsafe array.pointee.private_data = nil
      unsafe Unmanaged<ArrowOwner>.fromOpaque(owner).release()
    }
    return unsafe array
  }
}

/// The same for schemas.
// Unsafe: as above.
@safe
final class SchemaOwner {
  private let children: UnsafeMutablePointer<UnsafeMutablePointer<ArrowSchema>?>
  private let count: Int

  private init(_ schemas: [ArrowSchema]) {
    count = unsafe schemas.count
    unsafe children = .allocate(capacity: max(count, 1))
    for index in unsafe schemas.indices {
      let place = UnsafeMutablePointer<ArrowSchema>.allocate(capacity: 1)
      unsafe place.initialize(to: schemas[index])
      unsafe children[index] = place
    }
  }

  deinit {
    for index in 0..<count {
      guard let child = unsafe children[index] else { continue }
      unsafe child.pointee.release?(child)
      unsafe child.deallocate()
    }
    unsafe children.deallocate()
  }

  /// A schema without children.
  static func schema(_ format: StaticString, _ name: StaticString = "", isNullable: Bool = true) -> ArrowSchema {
    unsafe schema(format, name, isNullable: isNullable, children: [])
  }

  /// A schema; its texts are constants of the program.
  static func schema(
    _ format: StaticString, _ name: StaticString = "", isNullable: Bool = true, children: [ArrowSchema]
  ) -> ArrowSchema {
    let owner = unsafe SchemaOwner(children)
    var schema = unsafe ArrowSchema()
    unsafe schema.format = UnsafeRawPointer(format.utf8Start).assumingMemoryBound(to: CChar.self)
    unsafe schema.name = UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
    unsafe schema.flags = isNullable ? Int64(ARROW_FLAG_NULLABLE) : 0
    unsafe schema.n_children = Int64(children.count)
    unsafe schema.children = children.isEmpty ? nil : owner.children
    unsafe schema.private_data = Unmanaged.passRetained(owner).toOpaque()
    unsafe schema.release = { schema in
      guard let schema = unsafe schema, let owner = unsafe schema.pointee.private_data else { return }
      unsafe schema.pointee.release = nil
      unsafe schema.pointee.private_data = nil
      unsafe Unmanaged<SchemaOwner>.fromOpaque(owner).release()
    }
    return unsafe schema
  }
}
