/// Arrays of numbers and of lists of them by hand, and what the functions for a corpus give.
#ifndef CORPUS_H
#define CORPUS_H

#include "check.h"

/// An array that the library made.
typedef struct result {
  struct ArrowArray array;
  struct ArrowSchema schema;
} result;

void free_result(result *made);

/// An array of lists; its numbers alone are `numbers`. Nothing in it has to be released.
typedef struct lists {
  struct ArrowArray array, numbers, *children[1];
  struct ArrowSchema schema, number_schema, *schema_children[1];
  const void *buffers[2], *number_buffers[2];
} lists;

/// Makes lists of what `values` has; list `i` goes from `offsets[i]` to `offsets[i + 1]`. Nothing is copied, and `made`
/// must not be moved.
void make_lists(lists *made, const int64_t *values, int64_t value_count, const int32_t *offsets, int64_t count);

#endif
