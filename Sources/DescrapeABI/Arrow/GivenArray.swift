internal import CDescrape

/// An array and its schema that the caller has, for the length of a call.
// Unsafe: the caller vouches for the pointers.
@safe
struct GivenArray {
  let array: UnsafePointer<ArrowArray>
  let schema: UnsafePointer<ArrowSchema>

  init(_ array: UnsafePointer<ArrowArray>?, _ schema: UnsafePointer<ArrowSchema>?) throws(Refusal) {
    guard let array = unsafe array, let schema = unsafe schema else {
      throw .argument("an array or its schema is a null pointer")
    }
    unsafe self.array = array
    unsafe self.schema = schema
  }
}

/// Where a function puts an array and its schema.
// Unsafe: as above.
@safe
struct ArrowPlace {
  private let array: UnsafeMutablePointer<ArrowArray>
  private let schema: UnsafeMutablePointer<ArrowSchema>

  init(_ array: UnsafeMutablePointer<ArrowArray>?, _ schema: UnsafeMutablePointer<ArrowSchema>?) throws(Refusal) {
    guard let array = unsafe array, let schema = unsafe schema else {
      throw .argument("there is no place for the result")
    }
    unsafe self.array = array
    unsafe self.schema = schema
  }

  func put(_ array: ArrowArray, _ schema: ArrowSchema) {
    unsafe self.array.pointee = array
    unsafe self.schema.pointee = schema
  }
}
